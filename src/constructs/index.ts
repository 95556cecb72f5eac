import "./framework-entry";

export { PolicyGate, type PolicyGateProps } from "./gate/policy-gate";
export {
  ApplicationPolicies,
  type ApplicationPoliciesProps,
  type OrderedPolicyProps,
} from "./list/application-policies";
export { AttachedPolicies, type AttachedPoliciesProps } from "./list/attached-policies";
export type { ListedAccessPolicy } from "./list/listed-access-policy";
export { AccessPolicy, type IAccessPolicy } from "./policy/access-policy";
export {
  ApplicationAccessPolicy,
  type ApplicationAccessPolicyProps,
} from "./policy/application-access-policy";
export type { AccountProps, PolicyTimeouts, TimeoutProps, WarningProps } from "./policy/common-props";
export type {
  AccessPolicyProps,
  ApplicationPolicyProps,
  ApprovalGroupProps,
  Authenticator,
  ClipboardFormat,
  ConnectionRulesProps,
  MfaConfigProps,
  RdpConnectionRulesProps,
  SshConnectionRulesProps,
} from "./policy/gen/policy-props";
export {
  AccessPolicies,
  type LookedUpAccessPolicy,
  ReusableAccessPolicy,
  type ReusableAccessPolicyProps,
} from "./policy/reusable-access-policy";
export {
  CloudflareAccessProvider,
  type CloudflareAccessProviderProps,
} from "./provider/cloudflare-access-provider";
export type { LookupOptions, TypedLookupOptions } from "./reference/access-lookup";
export type { IAccessReference } from "./reference/access-reference";
export {
  AccessApplication,
  AccessGroup,
  AccessIdentityProvider,
  AccessList,
  AccessServiceToken,
  DevicePostureRule,
  type IAccessApplication,
  type IAccessGroup,
  type IAccessIdentityProvider,
  type IAccessList,
  type IAccessServiceToken,
  type IDevicePostureRule,
} from "./reference/gen/lookups";
export {
  AccessRule,
  type AuthContextRuleProps,
  type AzureAdRuleProps,
  type DevicePostureRuleProps,
  type ExternalEvaluationRuleProps,
  type GithubOrganizationRuleProps,
  type GsuiteRuleProps,
  type OidcRuleProps,
  type OktaRuleProps,
  type RiskLevel,
  type SamlRuleProps,
} from "./rule/gen/access-rule";
export { PolicyError } from "./usage-error";
