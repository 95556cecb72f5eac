import "./framework-entry";

export type { LookupOptions } from "./access-data-source";
export type { TypedLookupOptions } from "./access-lookup";
export { AccessPolicies } from "./access-policies";
export type { AccountProps, IAccessPolicy, TimeoutProps, WarningProps } from "./access-policy";
export { AccessPolicy } from "./access-policy";
export type { IAccessReference } from "./access-reference";
export { AccessRule } from "./access-rule";
export { ApplicationAccessPolicy, type ApplicationAccessPolicyProps } from "./application-access-policy";
export {
  ApplicationPolicies,
  type ApplicationPoliciesProps,
  type OrderedPolicyProps,
} from "./application-policies";
export { AttachedPolicies, type AttachedPoliciesProps } from "./attached-policies";
export { CloudflareAccessProvider, type CloudflareAccessProviderProps } from "./cloudflare-access-provider";
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
} from "./gen/lookups";
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
} from "./gen/policy-props";
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
} from "./gen/rule-factories";
export type { ListedAccessPolicy } from "./listed-access-policy";
export type { LookedUpAccessPolicy } from "./looked-up-access-policy";
export { PolicyError } from "./policy-error";
export { PolicyGate, type PolicyGateProps } from "./policy-gate";
export type { PolicyTimeouts } from "./policy-timeouts";
export { ReusableAccessPolicy, type ReusableAccessPolicyProps } from "./reusable-access-policy";
