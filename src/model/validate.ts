/**
 * What the API would refuse, and what can not have been meant, before any request. Judged on the wire's shape;
 * whatever is DEFERRED is left alone.
 *
 * A selector we do not know is refused as misspelled, unless the rule was marked as deliberate: it came from `other`
 * in a document, or through {@link rawRule}. Such a rule may name any selector and carry fields we do not know; the
 * known fields of a known selector are checked as ever, and so are names that differ from a known one in nothing but
 * case and separators (`azure_ad` for `azureAD`).
 */

import { DEFERRED } from "./deferred";
import type { PolicyDocument, WirePolicy } from "./document";
import { AUTHENTICATORS, FORMATS } from "./formats";
import { type Issue, issue, within } from "./issue";
import { inexactParts, isPlainObject } from "./json";
import { bareName, closestMatch } from "./names";
import type { PolicyFields } from "./policy-fields";
import { validateReferenceIds } from "./references";
import { isRawRule, OTHER, UnreadableRule } from "./rule-set";
import { ruleExample, ruleForm } from "./rule-text";
import { SELECTORS, selectorByKey, selectorByWireKey } from "./selectors";
import { validateFields } from "./validate-fields";

type Path = readonly (string | number)[];

/** The errors in a policy as it would be sent. */
export function validateWire(fields: PolicyFields, wire: unknown): Issue[] {
  if (wire === DEFERRED) return [];
  if (!isPlainObject(wire)) return [issue("type", [], { name: "policy", got: wire, allowed: "an object" })];
  const rules = RULE_LISTS.flatMap((list) => validateRules(list, wire[list]));
  return [
    ...validateFields({ fields, value: wire, name: "policy", open: false }),
    ...rules,
    ...validateMfa(wire.mfa_config),
  ];
}

/**
 * The errors in a policy as a user wrote it in Terraform's shape; paths are those of the wire. Both names of the MFA
 * switch with one value are no error here: so it stands in the configuration that an engine writes for an import.
 *
 * @param wire the request body that the document says
 */
export function validateDocument(fields: PolicyFields, document: PolicyDocument, wire: WirePolicy): Issue[] {
  // The wire carries the switch under one name only.
  const mfa = document.mfa_config;
  const contradictory = isPlainObject(mfa) && mfa.mfa_bypass !== mfa.mfa_disabled;
  return [
    ...validateMembers(document),
    ...validateWire(fields, wire),
    ...(contradictory ? switchTwice(mfa) : []),
  ];
}

/** Refuses members of a rule set that no selector has, also those that hold nothing: they are misspelled. */
function validateMembers(document: PolicyDocument): Issue[] {
  return RULE_LISTS.flatMap((list) => {
    const set = document[list];
    const names = isPlainObject(set) ? Object.keys(set) : [];
    const unknown = names.filter((name) => name !== OTHER && !selectorByKey(name));
    return unknown.map((name) => {
      const meant = closestMatch(name, MEMBERS);
      return meant === undefined
        ? { ...issue("unknown-selector", [list, name], { name }), fix: UNDER_OTHER }
        : issue("misspelled-selector", [list, name], { name, meant });
    });
  });
}

const RULE_LISTS = ["include", "exclude", "require"] as const;

const UNDER_OTHER =
  "If the API knows it and this version does not yet, write the rule under other, as the API's JSON.";

const MEMBERS = [...SELECTORS.map(({ key }) => key), OTHER];

function validateRules(list: string, rules: unknown): Issue[] {
  if (!Array.isArray(rules)) return [];
  if (list === "include" && rules.length === 0) return [issue("include-empty", [list])];
  return rules.flatMap((rule, index) => {
    const found = validateRule(rule);
    return found.length === 0 ? found : within([list, index], found);
  });
}

/** The errors in one rule. */
export function validateRule(rule: unknown): Issue[] {
  if (rule === DEFERRED) return [];
  if (rule instanceof UnreadableRule) return unreadableRule(rule);
  if (!isPlainObject(rule)) return [issue("rule-shape", [], { got: rule })];
  const keys = Object.keys(rule).filter((name) => rule[name] !== undefined);
  const [key] = keys;
  if (key === undefined) return [issue("rule-without-selector", [], { got: rule })];
  if (keys.length > 1) return [issue("rule-with-several-selectors", [], { got: rule })];
  const raw = isRawRule(rule);
  const selector = selectorByWireKey(key);
  const impossible = raw ? impossibleTexts(rule) : [];
  if (impossible.length > 0) return impossible;
  if (!selector) return unknownSelector(key, raw);
  if (rule[key] === DEFERRED) return [];
  const issues = within(
    [key],
    validateFields({ fields: selector.fields, value: rule[key], name: key, open: raw }),
  );
  return issues.length > 0 ? issues : validateReferenceIds(rule);
}

/** Texts of a rule in any form, the names of members included, that nothing can carry to the API. */
function impossibleTexts(value: unknown, path: Path = [], name = "rule"): Issue[] {
  if (typeof value === "string") {
    const fault = FORMATS.any.judge(value);
    return fault ? [issue(fault.code, path, { name, got: value, ...fault })] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    ...(Array.isArray(value) ? [] : impossibleTexts(key, path)),
    ...impossibleTexts(member, path, Array.isArray(value) ? name : key),
  ]);
}

function unreadableRule({ member, text }: UnreadableRule): Issue[] {
  if (member === OTHER) return [unreadableJson(text)];
  const selector = selectorByKey(member);
  // The member itself is refused.
  if (selector === undefined) return [];
  const allowed = JSON.stringify(ruleForm(selector));
  const meant = JSON.stringify(ruleExample(selector));
  return [issue("rule-text", [member], { name: member, got: text, allowed, meant })];
}

function unreadableJson(text: unknown): Issue {
  const [inexact] = typeof text === "string" && isJson(text) ? inexactParts(text) : [];
  if (inexact === undefined) return issue("rule-not-json", [], { got: text });
  const name = inexact.path.join(".");
  if (inexact.kind === "duplicate") return issue("json-duplicate", [], { name, got: text });
  const allowed = "a number that has the same value as a double-precision number";
  return {
    ...issue("json-number", [], { name, allowed }),
    got: inexact.text.slice(0, LONGEST_NUMBER_SHOWN),
  };
}

const LONGEST_NUMBER_SHOWN = 80;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function unknownSelector(key: string, raw: boolean): Issue[] {
  const meant = meantSelector(key, raw);
  if (meant !== undefined) return [issue("misspelled-selector", [key], { name: key, meant })];
  return raw ? [] : [issue("unknown-selector", [key], { name: key })];
}

function meantSelector(key: string, raw: boolean): string | undefined {
  const wireKeys = SELECTORS.map(({ wireKey }) => wireKey);
  const sameName = wireKeys.find((wireKey) => bareName(wireKey) === bareName(key));
  return sameName ?? (raw ? undefined : closestMatch(key, wireKeys));
}

/** Returns the known selector whose name is closest to an unknown one. */
export function closestSelector(key: string): string | undefined {
  return selectorByWireKey(key) ? undefined : meantSelector(key, false);
}

function validateMfa(mfa: unknown): Issue[] {
  if (!isPlainObject(mfa)) return [];
  const issues = switchTwice(mfa);
  const methods: readonly unknown[] = Array.isArray(mfa.allowed_authenticators)
    ? mfa.allowed_authenticators
    : [];
  const has = (some: readonly string[]) => methods.some((method) => some.includes(method as string));
  if (has(AUTHENTICATORS.ordinary) && has(AUTHENTICATORS.infrastructure)) {
    const allowed = `${AUTHENTICATORS.ordinary.join(", ")}; or ${AUTHENTICATORS.infrastructure.join(", ")}`;
    const path = ["mfa_config", "allowed_authenticators"];
    issues.push(issue("authenticators-mixed", path, { got: methods, allowed }));
  }
  return issues;
}

function switchTwice(mfa: Readonly<Record<string, unknown>>): Issue[] {
  // What is not known yet may turn out to be null.
  const isSet = (value: unknown) => value !== null && value !== undefined && value !== DEFERRED;
  if (!isSet(mfa.mfa_bypass) || !isSet(mfa.mfa_disabled)) return [];
  return [issue("mfa-switch-twice", ["mfa_config", "mfa_bypass"], { got: mfa.mfa_bypass })];
}
