/**
 * Which requests a policy matches. Source of the rules: the vendor's documentation of policies, rule types and groups.
 *
 * 1. A policy matches when at least one `include` holds, every `require` holds and no `exclude` holds. An empty `include`
 *    holds for no request.
 * 2. A group is the same three lists, in any list of a policy or of another group. `require` with a group asks for one of
 *    the group's includes. A group whose content was not read is unknown; so is one of a circle, which is an error of the
 *    data.
 * 3. Bypass does not support identity rules, and what happens with them is open. The documents do not describe them in
 *    Service Auth either.
 * 4. Service Auth asks for a token or a certificate. What it does to a request that has neither and matches another
 *    include, such as `everyone` or an IP range, is open.
 * 5. A Bypass policy with a posture check does not work where a Worker or Zaraz intercepts the request: open.
 * 6. Infrastructure applications support some selectors only. What the others do there is open.
 */
import { canonicalRule, DEFERRED, selectorOf } from "../model";
import type { AccessRules, RuleLists } from "./account";
import { type AccountIndex, nameIn, plain } from "./account-index";
import { ALWAYS, all, any, type Condition, fact, leaf, NEVER, not } from "./condition";
import { assumption } from "./fact";
import { anyValidToken, knownAfterApply, type RuleContext, ruleCondition } from "./rule-condition";

export type RuleListName = "include" | "require" | "exclude";

/** What a policy asks of a request. `interceptedBy` names what makes its posture checks doubtful. */
export function policyCondition(policy: RuleLists, context: RuleContext, intercepted: Condition): Condition {
  const matches = all([
    includeCondition(policy.include, context),
    require(policy.require, context),
    not(exclude(policy.exclude, context)),
  ]);
  if (context.decision !== "bypass" || intercepted === NEVER || !asksForPosture(policy, context.index))
    return matches;
  const because = "a Bypass policy with a posture check is open where a Worker or Zaraz intercepts";
  const open = fact(assumption(`open: posture in Bypass: ${contentKey(policy)}`, because));
  if (intercepted === ALWAYS) return open;
  return any([all([intercepted, open]), all([not(intercepted), matches])]);
}

function includeCondition(rules: AccessRules | undefined, context: RuleContext): Condition {
  if (context.decision !== "non_identity") return oneOf("include", rules, context);
  const conditions = listConditions("include", rules, context);
  const credential = any([anyValidToken(context), leaf("certificate", "*"), leaf("linked", "*")]);
  const alone = new Map<string, Condition[]>();
  for (const { selector, condition } of conditions) {
    const key = selector === undefined || CREDENTIALS.has(selector) ? "" : selector;
    alone.set(key, [...(alone.get(key) ?? []), condition]);
  }
  return any(
    [...alone].map(([selector, found]) => {
      if (selector === "") return any(found);
      const because = `what Service Auth does with ${selector} and neither a token nor a certificate is open`;
      return all([
        any(found),
        any([credential, fact(assumption(`open: ${selector} in Service Auth`, because))]),
      ]);
    }),
  );
}

const CREDENTIALS: ReadonlySet<string> = new Set([
  "service_token",
  "any_valid_service_token",
  "certificate",
  "common_name",
  "linked_app_token",
]);

function require(rules: AccessRules | undefined, context: RuleContext): Condition {
  return all(listConditions("require", rules, context).map(({ condition }) => condition));
}

function exclude(rules: AccessRules | undefined, context: RuleContext): Condition {
  return oneOf("exclude", rules, context);
}

function oneOf(list: RuleListName, rules: AccessRules | undefined, context: RuleContext): Condition {
  return any(listConditions(list, rules, context).map(({ condition }) => condition));
}

/** One rule, or the rules of a list that are judged as one. */
interface ListCondition {
  readonly selector: string | undefined;
  readonly condition: Condition;
}

function listConditions(
  list: RuleListName,
  rules: AccessRules | undefined,
  context: RuleContext,
): ListCondition[] {
  if (rules === undefined || rules === null) return [];
  const where = `${list} of ${context.where}`;
  if (rules === DEFERRED) return [{ selector: undefined, condition: knownAfterApply({ ...context, where }) }];
  const open: unknown[] = [];
  const conditions: ListCondition[] = [];
  for (const [index, rule] of rules.entries()) {
    const selector = selectorOf(rule);
    if (isIdentityRuleWithoutLogin(rule, context)) open.push(rule);
    else
      conditions.push({
        selector: selector?.key,
        condition: ruleInList(list, rule, { ...context, where: `${list} ${index + 1} of ${context.where}` }),
      });
  }
  if (open.length > 0)
    conditions.push({ selector: undefined, condition: identityRules(list, open, context) });
  return conditions;
}

/** The condition of one rule as it stands in a list, for a trace. */
export function ruleInList(
  list: RuleListName,
  rule: Parameters<typeof ruleCondition>[0],
  context: RuleContext,
): Condition {
  if (isIdentityRuleWithoutLogin(rule, context)) return identityRules(list, [rule], context);
  const selector = selectorOf(rule);
  if (context.infrastructure && selector !== undefined && !selector.infrastructure) {
    const because = `what ${selector.key} does in an infrastructure application is not documented`;
    return fact(assumption(`open: infrastructure: ${canonicalRule(rule)}`, because));
  }
  return ruleCondition(rule, context);
}

function isIdentityRuleWithoutLogin(rule: unknown, { decision }: RuleContext): boolean {
  return (decision === "bypass" || decision === "non_identity") && selectorOf(rule)?.identity === true;
}

/**
 * Identity rules of one list where nobody logs in: one open question for each list and content. If they are ignored, they
 * hold in `require` and do not hold in the other lists, so that lists of the same rules may differ.
 */
function identityRules(list: RuleListName, rules: readonly unknown[], { decision }: RuleContext): Condition {
  const kind = decision === "bypass" ? "Bypass" : "Service Auth";
  const content = [...new Set(rules.map(canonicalRule))].sort().join(", ");
  return fact(
    assumption(
      `open: identity rules in ${list} of ${kind}: ${content}`,
      `what identity rules do in ${kind} is open`,
    ),
  );
}

/** The conditions of a policy's rules one by one, for a trace. */
export function rulesOf(
  policy: RuleLists,
  context: RuleContext,
): readonly { readonly list: RuleListName; readonly rule: unknown; readonly condition: Condition }[] {
  return (["include", "require", "exclude"] as const).flatMap((list) => {
    const rules = policy[list];
    if (!Array.isArray(rules)) return [];
    return rules.map((rule, index) => ({
      list,
      rule,
      condition: ruleInList(list, rule, { ...context, where: `${list} ${index + 1} of ${context.where}` }),
    }));
  });
}

const groupConditions = new WeakMap<AccountIndex, Map<string, Condition>>();

/** Whether a request is in a group. */
export function groupCondition(id: string, context: RuleContext): Condition {
  const { index, decision, infrastructure, side, ownAccount, at } = context;
  const cache = groupConditions.get(index) ?? new Map<string, Condition>();
  groupConditions.set(index, cache);
  const key = [decision, infrastructure, side, ownAccount, at, id].join("|");
  let condition = cache.get(key);
  if (condition === undefined) {
    condition = uncachedGroup(id, context);
    cache.set(key, condition);
  }
  return condition;
}

function uncachedGroup(id: string, context: RuleContext): Condition {
  const { index } = context;
  const group = index.groups.get(id);
  const name = `Access group ${nameIn(index.groups, id)}`;
  if (group === undefined || group.include === undefined || group.include === null)
    return fact(assumption(`Access group ${id}`, `the content of ${name} is not known`, `in ${name}`));
  if (groupsWithin(group, index).has(id))
    return fact(assumption(`Access group ${id} in a circle`, `${name} contains itself`));
  const inner = { ...context, where: name };
  return all([
    oneOf("include", group.include, inner),
    require(group.require, inner),
    not(exclude(group.exclude, inner)),
  ]);
}

/** The ids of the groups that lists refer to, directly or through other groups. */
function groupsWithin(lists: RuleLists, index: AccountIndex): Set<string> {
  const found = new Set<string>();
  const search = (lists: RuleLists): void => {
    for (const rule of rulesIn(lists)) {
      const id =
        selectorOf(rule)?.key === "group" ? (rule as { group?: { id?: unknown } }).group?.id : undefined;
      if (typeof id !== "string" || found.has(id)) continue;
      found.add(id);
      search(index.groups.get(id) ?? {});
    }
  };
  search(lists);
  return found;
}

function rulesIn({ include, require, exclude }: RuleLists): unknown[] {
  return [include, require, exclude].flatMap((rules) => (Array.isArray(rules) ? rules : []));
}

function asksForPosture(policy: RuleLists, index: AccountIndex): boolean {
  const groups = [...groupsWithin(policy, index)].map((id) => index.groups.get(id) ?? {});
  return [policy, ...groups].some((lists) =>
    rulesIn(lists).some((rule) => selectorOf(rule)?.key === "device_posture"),
  );
}

/** One text for the rules of a policy, whatever their order. */
function contentKey(policy: RuleLists): string {
  return (["include", "require", "exclude"] as const)
    .map((list) => {
      const rules = policy[list];
      return Array.isArray(rules) ? rules.map(canonicalRule).sort().join(", ") : plain(rules ?? null);
    })
    .join("; ");
}
