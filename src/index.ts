/**
 * Cloudflare Access policies for CDK for Terraform: the constructs, and with them the Terraform provider that applies
 * the policies, which travels with the stack.
 */
export {
  AccessPolicy,
  type AccessPolicyProps,
  AccessRule,
  type AccountProps,
  ApplicationAccessPolicy,
  type ApplicationAccessPolicyProps,
  type ApplicationPolicyProps,
  type ApprovalGroupProps,
  type AuthContextRuleProps,
  type AzureAdRuleProps,
  CloudflareAccessProvider,
  type CloudflareAccessProviderProps,
  type ConnectionRulesProps,
  DataReusableAccessPolicy,
  type DataReusableAccessPolicyProps,
  type ExternalEvaluationRuleProps,
  type GithubOrganizationRuleProps,
  type GsuiteRuleProps,
  type IAccessPolicy,
  type MfaConfigProps,
  type OidcRuleProps,
  type OktaRuleProps,
  PolicyError,
  PolicyGate,
  type PolicyGateProps,
  type RdpConnectionRulesProps,
  ReusableAccessPolicy,
  type ReusableAccessPolicyProps,
  type RiskLevel,
  type SamlRuleProps,
  type SshConnectionRulesProps,
} from "./constructs";
export { AccessDecision, type Issue, type PolicyKind, type Rule } from "./model";
