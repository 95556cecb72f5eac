/** The model: what an Access policy is, which ones are valid, which mean the same. Pure; knows no I/O. */
export {
  ADVICE,
  ADVICE_CODES,
  type AdviceEntry,
  adviseOnApplicationType,
  adviseOnLastAllow,
  adviseOnOrder,
  adviseOnPolicyList,
  adviseOnSameContent,
  type ListAdvice,
  type ListedPolicy,
  notAccepted,
  type OrderAdvice,
  type StandingPolicy,
  validateAcceptedWarnings,
  type Withdrawal,
} from "./advice";
export { camelCase } from "./camel-case";
export { canonicalJson, isPlainObject } from "./canonical-json";
export { ACCESS_DECISIONS, AccessDecision, type PolicyKind } from "./decision";
export { DEFERRED, type Deferred } from "./deferred";
export type { PolicyDocument, WirePolicy } from "./document";
export { canonicalRule, type Equality, equalityOf } from "./equality";
export { hasPlainNumbersOnly, inexactParts, isDoubtfulNumber, LongNumber } from "./exact-json";
export { FORMATS, type FormatName, nanoseconds, wordsOf } from "./formats";
export { importIdForm, importIdProblem, splitImportId } from "./import-id";
export { firstToLast, type IpRange, ipRange } from "./ip-ranges";
export { type AdviceCode, type Issue, type IssueCode, issue, within } from "./issue";
export { nearest, nearestFirst } from "./nearest";
export {
  isRecord,
  type Json,
  readFields,
  readList,
  readStrings,
  readV4Rules,
  readV5Rules,
  saysNothing,
  UnreadableState,
  unheardOf,
} from "./official-provider";
export type { Spelling } from "./phrase";
export { validateAccountId, validateLookupKey, validatePlaceId } from "./place";
export { Policy } from "./policy";
export {
  type PolicyField,
  type PolicyFields,
  type PolicyFieldType,
  RESPONSE_FIELDS,
} from "./policy-fields";
export {
  assignPrecedences,
  isContentKnown,
  type JudgeTransition,
  type ListChange,
  type ListEntry,
  type ListPlan,
  type ListStep,
  type PlannedPolicy,
  type PolicyContent,
  type PolicyList,
  type PresentPolicy,
  planList,
  policyContent,
  type TransitionalAccess,
  type TransitionJudge,
  type UnsafeAllow,
  type WantedPolicy,
} from "./policy-list";
export { POLICY_TYPES, type PolicyType } from "./policy-type";
export { redactIssue, redactValues } from "./redaction";
export { adviseOnReferenceId } from "./reference-ids";
export type { FieldReference } from "./referenced-ids";
export {
  REFERENCES,
  type Reference,
  type ReferenceDefinition,
  type ReferenceKind,
  referenceOf,
} from "./references";
export {
  elementsOf,
  expandRules,
  groupRules,
  OTHER,
  type Rule,
  type RuleSet,
  rawRule,
  selectorOf,
  UnreadableRule,
} from "./rule-set";
export { type RuleTextPart, ruleExample, ruleForm, ruleTextParts } from "./rule-text";
export type { SelectorDefinition, SelectorField } from "./selector-definition";
export { SELECTORS, selectorByKey, selectorByWireKey, singleField } from "./selectors";
export {
  DEFAULT_TIMEOUT,
  TIMEOUTS,
  type TimedOperation,
  timeoutMilliseconds,
  validateTimeouts,
} from "./timeouts";
export {
  type SplitAnswer,
  type SplitOptions,
  sameRulesInAccount,
  type UnmanagedFields,
  unmanagedNames,
} from "./unmanaged-fields";
export { validateRule } from "./validate";
export { renderDetails, renderIssue, shownValue } from "./wording";
