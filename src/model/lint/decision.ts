/** What has no effect with the decision of the policy. */
import { DEFERRED } from "../deferred";
import { ACCESS_DECISIONS, AccessDecision } from "../formats";
import { isPlainObject } from "../json";
import { phrase } from "../phrase";
import type { SelectorDefinition } from "../selector-definition";
import { nameIn } from "../wording";
import { type Finding, type LintedPolicy, policyLintRule } from "./lint-rule";

export const noLogin = policyLintRule({
  code: "no-login",
  when: "A rule about who logs in (emails, groups of an identity provider, …) in a `bypass` or `non_identity` policy.",
  why: "These decisions come before any login, so the rule can not match.",
  what: (f) =>
    phrase`Nobody logs in where the decision is bypass or non_identity, so ${nameIn(f)} can not match`,
  fix: "Use selectors of the request itself, such as ip, geo or certificate, or the decision allow.",
  check: (policy) => withoutEffect(policy, ({ identity }) => identity && !asksForLogin(policy.decision)),
});

export const selectorDecision = policyLintRule({
  code: "selector-decision",
  when: "A selector in a policy with a decision that it does not work with, such as `service_token` in an `allow` policy.",
  why: "The rule matches nothing.",
  what: (f) => phrase`${nameIn(f)} matches nothing with the decision of this policy`,
  fix: "Use a decision it works with, or another selector.",
  check: (policy) => withoutEffect(policy, ({ identity }) => !identity || asksForLogin(policy.decision)),
});

function asksForLogin(decision: unknown): boolean {
  return decision === AccessDecision.ALLOW || decision === AccessDecision.DENY;
}

/** Finds the access rules whose selector is one of these and does not work with the decision. */
function withoutEffect(
  { decision, rules }: LintedPolicy,
  isMeant: (selector: SelectorDefinition) => boolean,
): Finding[] {
  if (!isDecision(decision)) return [];
  return rules.flatMap(({ selector, path }) => {
    if (!selector || selector.decisions.includes(decision) || !isMeant(selector)) return [];
    const allowed = selector.decisions.join(" or ");
    return [{ path, name: selector.key, got: decision, allowed }];
  });
}

function isDecision(decision: unknown): decision is AccessDecision {
  return (ACCESS_DECISIONS as readonly unknown[]).includes(decision);
}

export const needsAllow = policyLintRule({
  code: "needs-allow",
  when: "Approval, justification or MFA in a policy that is not `allow`.",
  why: "Only who is let in after a login meets them.",
  what: (f) => phrase`${nameIn(f)} has an effect in allow policies only`,
  fix: "Leave it out, or use the decision allow.",
  check: ({ wire }) => {
    const { decision, mfa_config: mfa } = wire;
    if (decision === AccessDecision.ALLOW || decision === DEFERRED || typeof decision !== "string") return [];
    const set = ["approval_required", "purpose_justification_required"].filter(
      (field) => wire[field] === true,
    );
    if (isPlainObject(mfa) && !Object.values(mfa).every(isOff)) set.push("mfa_config");
    return set.map((name) => ({ path: [name], name, got: decision }));
  },
});

/** Returns whether a switch is not set, or off. */
export function isOff(value: unknown): boolean {
  return value === undefined || value === null || value === false;
}
