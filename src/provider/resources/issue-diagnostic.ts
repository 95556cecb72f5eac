import {
  type Issue,
  OTHER,
  type Rule,
  redactIssue,
  renderDetails,
  selectorOf,
  UnreadableRule,
  type WirePolicy,
} from "../../model";
import type { AttributePath, Diagnostic, PathStep } from "../../plugin";

/** The model's findings as Terraform shows them: at the attribute, as deep as Terraform can point. */
export function issueDiagnostic(wire: WirePolicy, found: Issue, redact = false): Diagnostic {
  const issue = redact ? redactIssue(found) : found;
  return {
    severity: issue.severity,
    summary: issue.what,
    detail: renderDetails(issue),
    path: attributePath(wire, issue.path),
  };
}

/**
 * From a path in the API's body to the attribute it came from. Rules are an array there and a map from selector to a set
 * here, so a path into a rule ends at the selector's key.
 */
export function attributePath(wire: WirePolicy, path: readonly (string | number)[]): AttributePath {
  const [field, step] = path;
  if (isRuleList(field) && step !== undefined) {
    const rule = (wire[field] as readonly Rule[] | undefined)?.[step as number];
    const key = typeof step === "string" ? step : rule === undefined ? undefined : memberOf(rule);
    return key === undefined ? [field] : [field, { key }];
  }
  const steps: PathStep[] = [];
  for (const step of path) {
    if (typeof step === "number") return steps;
    steps.push(step);
  }
  return steps;
}

function isRuleList(name: string | number | undefined): name is string {
  return name === "include" || name === "exclude" || name === "require";
}

/** The member of the rule set that a rule came from. */
function memberOf(rule: Rule): string {
  return rule instanceof UnreadableRule ? rule.member : (selectorOf(rule)?.key ?? OTHER);
}
