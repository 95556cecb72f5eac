import {
  type Issue,
  type IssueCode,
  type Rule,
  redactIssue,
  renderDetails,
  selectorOf,
  type WirePolicy,
} from "../../model";
import type { AttributePath, Diagnostic } from "../framework";

/** The model's findings as Terraform shows them: at the attribute, as deep as Terraform can point. */
export function issueDiagnostic(wire: WirePolicy, found: Issue, redact = false): Diagnostic {
  const issue = redact ? redactIssue(found) : found;
  return {
    severity: issue.severity,
    summary: issue.what,
    detail: [renderDetails(issue), IN_HCL[issue.code]].filter(Boolean).join(" "),
    path: attributePath(wire, issue.path),
  };
}

/** What may have led there in Terraform's language alone. */
const IN_HCL: Partial<Record<IssueCode, string>> = {
  "include-empty": "A misspelt selector is dropped by the engine without a word: check their names.",
};

/**
 * From a path in the API's body to the attribute it came from. Rules are an array there and grouped by selector here,
 * in sets, so a path into a rule ends at the selector's attribute.
 */
export function attributePath(wire: WirePolicy, path: readonly (string | number)[]): AttributePath {
  const steps: (string | number)[] = [];
  for (const [depth, step] of path.entries()) {
    if (typeof step === "string") {
      steps.push(step);
      continue;
    }
    const rule = (wire[path[depth - 1] as string] as readonly Rule[] | undefined)?.[step];
    const selector = depth === 1 && isRuleList(path[0]) && rule !== undefined ? selectorKey(rule) : undefined;
    return selector === undefined ? steps : [...steps, selector];
  }
  return steps;
}

function isRuleList(name: string | number | undefined): boolean {
  return name === "include" || name === "exclude" || name === "require";
}

function selectorKey(rule: Rule): string {
  return selectorOf(rule)?.key ?? "other";
}
