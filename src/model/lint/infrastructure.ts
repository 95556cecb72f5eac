/** Policies that can only be meant for infrastructure applications: with SSH rules, or with their authenticators. */
import type { WirePolicy } from "../document";
import { AccessDecision, AUTHENTICATORS } from "../formats";
import type { Issue } from "../issue";
import { isPlainObject } from "../json";
import { named, phrase } from "../phrase";
import { SELECTORS } from "../selectors";
import { nameIn } from "../wording";
import { notAccepted } from "./accepted";
import { lintRule, policyLintRule, warning } from "./lint-rule";

export const infrastructureDecision = policyLintRule({
  code: "infrastructure-decision",
  when: "SSH rules, or authenticators of infrastructure applications, in a policy that is not `allow`.",
  why: "Infrastructure applications do not take it.",
  what: "Infrastructure applications take allow policies only",
  fix: "Use the decision allow, or leave out what is for infrastructure applications.",
  check: ({ wire, decision }) =>
    isForInfrastructure(wire) && typeof decision === "string" && decision !== AccessDecision.ALLOW
      ? [{ path: ["decision"], got: decision, allowed: "allow" }]
      : [],
});

export const infrastructureSelector = policyLintRule({
  code: "infrastructure-selector",
  when: "SSH rules, or authenticators of infrastructure applications, beside a selector these do not know.",
  why: "Infrastructure applications do not take it.",
  what: (f) => phrase`Infrastructure applications do not know the selector ${nameIn(f)}`,
  fix: "Use a selector they know, or leave out what is for infrastructure applications.",
  check: ({ wire, rules }) => {
    if (!isForInfrastructure(wire)) return [];
    const allowed = SELECTORS.filter(({ infrastructure }) => infrastructure).map(({ key }) => key);
    return rules.flatMap(({ selector, path }) =>
      selector && !selector.infrastructure ? [{ path, name: selector.key, allowed: named(...allowed) }] : [],
    );
  },
});

export const connectionRulesMixed = policyLintRule({
  code: "connection-rules-mixed",
  when: "`rdp` and `ssh` under `connection_rules`.",
  why: "No application takes both.",
  what: "rdp is for applications in the browser, ssh for infrastructure applications: no application takes both",
  fix: "Make a policy for each.",
  check: ({ wire: { connection_rules: rules } }) =>
    isPlainObject(rules) && isPlainObject(rules.ssh) && isPlainObject(rules.rdp)
      ? [{ path: ["connection_rules"] }]
      : [],
});

export const sshApplication = lintRule({
  code: "ssh-application",
  when: "SSH rules in a policy of an application of another type than `infrastructure`: with cdktf where an `AccessApplication` is looked up with another `type`; in the plan where the run has read the account's applications, as a look-up does.",
  why: "The rules do nothing there.",
  what: (f) =>
    `SSH rules have an effect in infrastructure applications only, and this application is ${f.name}`,
  fix: "Give an infrastructure application, or leave out what is for these.",
});

/** Finds SSH rules in a policy of an application whose type is known to be another one. */
export function lintApplicationType(wire: WirePolicy, type: string, accepted?: unknown): readonly Issue[] {
  if (type === "infrastructure" || !hasSsh(wire)) return [];
  const found = warning(sshApplication, { path: ["connection_rules"], name: `of the type ${type}` });
  return notAccepted([found], accepted);
}

function isForInfrastructure(wire: WirePolicy): boolean {
  return hasSsh(wire) || hasInfrastructureAuthenticator(wire);
}

function hasSsh({ connection_rules: rules }: WirePolicy): boolean {
  return isPlainObject(rules) && isPlainObject(rules.ssh);
}

function hasInfrastructureAuthenticator({ mfa_config: mfa }: WirePolicy): boolean {
  const methods =
    isPlainObject(mfa) && Array.isArray(mfa.allowed_authenticators) ? mfa.allowed_authenticators : [];
  return methods.some((method) => (AUTHENTICATORS.infrastructure as readonly unknown[]).includes(method));
}
