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
export { accountFromApi, byPrecedence } from "./account-from-api";
export type { AccessTarget, PrivateTarget } from "./answering-application";
export type { Need } from "./answers";
export {
  type AccessChange,
  type AccessComparison,
  type ApplicationComparison,
  type CompareOptions,
  compareAccess,
  type SideOfChange,
  type UndecidedChange,
} from "./compare/compare-access";
export {
  type AdmissionOptions,
  admitsBeyondBoth,
  ListAdmission,
  type PolicyEntries,
} from "./compare/list-admission";
export {
  type Partition,
  type PartitionOptions,
  type PartitionPart,
  partitionOf,
} from "./compare/partition";
export { VERDICTS, type Verdict, verdictOf } from "./compare/verdict";
export type { Truth } from "./condition";
export { type DecideOptions, decide } from "./decide";
export type { Decision, DecisionName, TraceRule, TraceStep } from "./decision";
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
export type { PolicyReference } from "./outcome";
export type {
  AccessTerms,
  ApprovalTerm,
  ConditionKind,
  MfaTerm,
  Term,
  UnknownTerm,
} from "./terms";
export { AccessUsageError } from "./usage-error";
