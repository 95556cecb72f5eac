export type { AccessMeta } from "./access-meta";
export { apiDiagnostic } from "./api-diagnostic";
export { applicationPolicy } from "./application-policy";
export { issueDiagnostic } from "./issue-diagnostic";
export { placeErrors } from "./place-errors";
export { computedAttributes } from "./policy-schema";
export { fromDocument } from "./policy-values";
export { summaryOf } from "./policy-wire";
export { REUSABLE_POLICY_ATTRIBUTES, reusablePolicy } from "./reusable-policy";
