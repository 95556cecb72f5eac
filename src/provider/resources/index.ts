export { applicationPolicies } from "./application-policies";
export { applicationPolicy } from "./application-policy";
export { attachedPolicies } from "./attached-policies";
export { apiDiagnostic, issueDiagnostic, locationErrors } from "./diagnostics";
export { computedAttributes } from "./policy-schema";
export { fromDocument, summaryOf } from "./policy-values";
export { RunWrites } from "./precedence-conflicts";
export {
  ambiguous,
  type Candidate,
  keysOf,
  type LookupCriterion,
  type LookupKind,
  matches,
  notFound,
  REFERENCE_LOOKUPS,
  REUSABLE_POLICY,
  wrongKeys,
} from "./references";
export type { AccessMeta } from "./request-options";
export { REUSABLE_POLICY_ATTRIBUTES, reusablePolicy } from "./reusable-policy";
