export { type ApplicationList, readApplications } from "./application-list";
export type { ApplicationLists } from "./application-lists";
export { isOlder } from "./freshness";
export { Forthcoming } from "./gatherer";
export { type PolicyList, readPolicies } from "./policy-list";
export { PolicyReads, type ReadsOptions } from "./policy-reads";
