import "./framework-entry";

export { PolicyGate, type PolicyGateProps } from "./gate/policy-gate";
export {
  ApplicationPolicies,
  type ApplicationPoliciesProps,
  type OrderedPolicyProps,
} from "./list/application-policies";
export { AttachedPolicies, type AttachedPoliciesProps } from "./list/attached-policies";
export type { ListedAccessPolicy } from "./list/listed-access-policy";
export { AccessPolicies } from "./policy/access-policies";
export type { AccountProps, IAccessPolicy, TimeoutProps, WarningProps } from "./policy/access-policy";
export { AccessPolicy } from "./policy/access-policy";
export {
  ApplicationAccessPolicy,
  type ApplicationAccessPolicyProps,
} from "./policy/application-access-policy";
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
export type { LookedUpAccessPolicy } from "./policy/looked-up-access-policy";
export type { PolicyTimeouts } from "./policy/policy-timeouts";
export { ReusableAccessPolicy, type ReusableAccessPolicyProps } from "./policy/reusable-access-policy";
export { PolicyError } from "./policy-error";
export {
  CloudflareAccessProvider,
  type CloudflareAccessProviderProps,
} from "./provider/cloudflare-access-provider";
export type { LookupOptions } from "./reference/access-data-source";
export type { TypedLookupOptions } from "./reference/access-lookup";
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
export { AccessRule } from "./rule/access-rule";
export type {
  AuthContextRuleProps,
  AzureAdRuleProps,
  DevicePostureRuleProps,
  ExternalEvaluationRuleProps,
  GithubOrganizationRuleProps,
  GsuiteRuleProps,
  OidcRuleProps,
  OktaRuleProps,
  RiskLevel,
  SamlRuleProps,
} from "./rule/gen/rule-factories";
