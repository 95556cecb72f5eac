export type { AccessMeta } from "./access-meta";
export { apiDiagnostic } from "./api-diagnostic";
export { applicationPolicies } from "./application-policies";
export { applicationPolicy } from "./application-policy";
export { attachedPolicies } from "./attached-policies";
export { issueDiagnostic } from "./issue-diagnostic";
export { placeErrors } from "./place-errors";
export { computedAttributes } from "./policy-schema";
export { fromDocument } from "./policy-values";
export { summaryOf } from "./policy-wire";
export { RunWrites } from "./precedence-conflicts";
export {
  ambiguous,
  type Candidate,
  fits,
  keysOf,
  type LookupKind,
  notFound,
  type Question,
  REFERENCE_LOOKUPS,
  REUSABLE_POLICY,
  wrongKeys,
} from "./references";
export { REUSABLE_POLICY_ATTRIBUTES, reusablePolicy } from "./reusable-policy";
