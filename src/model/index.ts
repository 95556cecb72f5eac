/** The model: what an Access policy is, which ones are valid, which mean the same. Pure; knows no I/O. */
export { camelCase } from "./camel-case";
export { ACCESS_DECISIONS, AccessDecision, type PolicyKind } from "./decision";
export { DEFERRED, type Deferred } from "./deferred";
export { documentToWire, type PolicyDocument, type WirePolicy, wireToDocument } from "./document";
export type { Issue, IssueCode } from "./issue";
export { type PolicyField, type PolicyFields, type PolicyFieldType, policyFields } from "./policy-fields";
export { expandRules, groupRules, OTHER, type Rule, type RuleSet, rawRule, selectorOf } from "./rule-set";
export {
  SELECTORS,
  type SelectorDefinition,
  type SelectorField,
  selectorByKey,
  selectorByWireKey,
  singleField,
} from "./selectors";
export { validateDocument, validatePolicy, validateRule } from "./validate";
export { renderIssue } from "./wording";
