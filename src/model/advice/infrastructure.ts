import type { WirePolicy } from "../document";
import { AccessDecision, AUTHENTICATORS } from "../formats";
import { type Issue, issue } from "../issue";
import { isPlainObject } from "../json";
import { named } from "../phrase";
import { SELECTORS } from "../selectors";
import { notAccepted } from "./accepted";
import { everyRule, type PlacedRules } from "./placed-rules";

/** Policies that can only be meant for infrastructure applications: with SSH rules, or with their authenticators. */
export function adviseOnInfrastructure(wire: WirePolicy, placed: PlacedRules): Issue[] {
  const connection = isPlainObject(wire.connection_rules) ? wire.connection_rules : {};
  const mixed = isPlainObject(connection.ssh) && isPlainObject(connection.rdp);
  const warnings = mixed ? [issue("warning", "connection-rules-mixed", ["connection_rules"])] : [];
  if (!isPlainObject(connection.ssh) && !hasInfrastructureAuthenticator(wire)) return warnings;
  if (typeof wire.decision === "string" && wire.decision !== AccessDecision.ALLOW) {
    warnings.push(
      issue("warning", "infrastructure-decision", ["decision"], { got: wire.decision, allowed: "allow" }),
    );
  }
  const allowed = SELECTORS.filter(({ infrastructure }) => infrastructure).map(({ key }) => key);
  for (const rule of everyRule(placed)) {
    const { selector } = rule;
    if (!selector || selector.infrastructure) continue;
    const facts = { name: selector.key, allowed: named(...allowed) };
    warnings.push(issue("warning", "infrastructure-selector", rule.path, facts));
  }
  return warnings;
}

/** SSH rules in a policy of an application whose type is known to be another one. */
export function adviseOnApplicationType(
  { connection_rules: rules }: WirePolicy,
  type: string,
  accepted?: unknown,
): readonly Issue[] {
  if (type === "infrastructure" || !isPlainObject(rules) || !isPlainObject(rules.ssh)) return [];
  const facts = { name: `of the type ${type}` };
  return notAccepted([issue("warning", "ssh-application", ["connection_rules"], facts)], accepted);
}

function hasInfrastructureAuthenticator({ mfa_config: mfa }: WirePolicy): boolean {
  const methods =
    isPlainObject(mfa) && Array.isArray(mfa.allowed_authenticators) ? mfa.allowed_authenticators : [];
  return methods.some((method) => (AUTHENTICATORS.infrastructure as readonly unknown[]).includes(method));
}
