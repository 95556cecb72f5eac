/** The evaluator: who gets into an application, and what a change of an account changes for people. Pure. */
export type {
  AccessAccount,
  AccessApplication,
  AccessGroup,
  AccessPolicy,
  AccessRules,
  AccountList,
  Destination,
  DestinationOverride,
  IdentityProvider,
  Known,
  MfaConfig,
  Organization,
  RuleLists,
  ServiceToken,
} from "./account";
export { accountFromApi } from "./account-from-api";
export {
  type Identity,
  type IdentityGroup,
  type IdentityToken,
  type IdentityUser,
  type NamedValue,
  RISK_LEVELS,
  type RiskLevel,
  TOKEN_STATUSES,
  type TokenStatus,
} from "./identity";
export { identityFromJson } from "./identity-from-json";
export { AccessUsageError } from "./usage-error";
