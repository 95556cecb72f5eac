/** The model: what an Access policy is, which ones are valid, which mean the same. Pure; knows no I/O. */

export { DEFERRED, type Deferred } from "./deferred";
export type { PolicyDocument, WirePolicy } from "./document";
export { ACCESS_DECISIONS, AccessDecision, FORMATS, type FormatName, nanoseconds, wordsOf } from "./formats";
export { firstToLast, type IpRange, ipRange } from "./ip-ranges";
export { type Issue, type IssueCode, issue, within } from "./issue";
export {
  canonicalJson,
  hasPlainNumbersOnly,
  inexactParts,
  isDoubtfulNumber,
  isPlainObject,
  LongNumber,
} from "./json";
export {
  documentedFix,
  LINT_CODES,
  LINT_RULES,
  type LintCode,
  type ListedPolicy,
  type ListWarning,
  lintApplicationType,
  lintLastAllow,
  lintPolicyList,
  lintReferenceId,
  lintSameContent,
  lintUnlisted,
  notAccepted,
  type OrderedPolicy,
  type UnlistedWarning,
  validateAcceptedWarnings,
  type Withdrawal,
} from "./lint";
export {
  importIdForm,
  importIdProblem,
  splitImportId,
  validateAccountId,
  validateLocationId,
  validateLookupKey,
} from "./location";
export { camelCase, closestFirst, closestMatch } from "./names";
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
export type { NameStyle } from "./phrase";
export { POLICY_TYPES, Policy, type PolicyType } from "./policy";
export {
  type PolicyField,
  type PolicyFields,
  type PolicyFieldType,
  type PolicyKind,
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
export { redactIssue, redactValues } from "./redaction";
export type { FieldReference } from "./references";
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
  knownRule,
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
export { canonicalRule, fieldEquality, type SemanticEquality } from "./semantic-equality";
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
