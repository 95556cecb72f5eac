export type { AccountProps, IAccessPolicy } from "./access-policy";
export { AccessPolicy } from "./access-policy";
export { AccessRule } from "./access-rule";
export { ApplicationAccessPolicy, type ApplicationAccessPolicyProps } from "./application-access-policy";
export { CloudflareAccessProvider, type CloudflareAccessProviderProps } from "./cloudflare-access-provider";
export { DataReusableAccessPolicy, type DataReusableAccessPolicyProps } from "./data-reusable-access-policy";
export type {
  AccessPolicyProps,
  ApplicationPolicyProps,
  ApprovalGroupProps,
  ConnectionRulesProps,
  MfaConfigProps,
  RdpConnectionRulesProps,
  SshConnectionRulesProps,
} from "./gen/policy-props";
export type {
  AuthContextRuleProps,
  AzureAdRuleProps,
  ExternalEvaluationRuleProps,
  GithubOrganizationRuleProps,
  GsuiteRuleProps,
  OidcRuleProps,
  OktaRuleProps,
  RiskLevel,
  SamlRuleProps,
} from "./gen/rule-factories";
export { PolicyError } from "./policy-error";
export { PolicyGate, type PolicyGateProps } from "./policy-gate";
export { ReusableAccessPolicy, type ReusableAccessPolicyProps } from "./reusable-access-policy";
