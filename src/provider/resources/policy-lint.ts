import {
  type Issue,
  LINT_CODES,
  lintReferenceId,
  notAccepted,
  type PolicyType,
  redactIssue,
  renderIssue,
  validateAcceptedWarnings,
  type WirePolicy,
} from "../../model";
import type { Attribute, AttributePath, Attributes, CtyValue, Diagnostic, ObjectValue } from "../../plugin";
import { issueDiagnostic, policySubject } from "./diagnostics";
import { policyIn, type Redacting, toModel } from "./policy-values";

const NAME = "accepted_warnings";

/** The attribute that silences warnings of one resource. The API never sees it. */
export const ACCEPTED_WARNINGS: Attributes = {
  [NAME]: {
    type: { set: "string" },
    optional: true,
    computed: true,
    semanticEquals: sameCodes,
    description:
      "Warnings that are not to be given here, since what they are about is meant; kept in the state " +
      `only. Any of ${LINT_CODES.map((code) => `\`${code}\``).join(", ")}. Unset: every warning is given.`,
  } satisfies Attribute,
};

/** Null and an empty set are semantically equal. */
function sameCodes(a: CtyValue, b: CtyValue): boolean {
  const sorted = (codes: CtyValue) => JSON.stringify([...((codes ?? []) as readonly string[])].sort());
  return sorted(a) === sorted(b);
}

/** Finds codes that no warning has. */
export function acceptedWarningsErrors(config: ObjectValue): Diagnostic[] {
  return validateAcceptedWarnings(acceptedWarnings(config)).map((issue) => issueDiagnostic({}, issue));
}

/** Says in a warning's detail how to accept it. */
export function howToAccept({ code }: Issue): string {
  return `If it is meant: ${NAME} = ["${code}"] (acceptedWarnings in TypeScript).`;
}

/** Returns the codes that a configuration accepts, as a value of the model. */
export function acceptedWarnings(config: ObjectValue): unknown {
  return toModel(config[NAME] ?? null);
}

/** Finds the lint warnings about a policy. Each is complete in its summary, since some programs show nothing else of a plan. */
export function policyLintDiagnostics(type: PolicyType, config: ObjectValue, meta?: Redacting): Diagnostic[] {
  const policy = policyIn(type, config);
  const accepted = acceptedWarnings(config);
  const found = [...lintApplicationId(config, accepted), ...policy.lint(accepted)];
  const shown = meta?.redactSummaries ? found.map(redactIssue) : found;
  return shown.map((issue) => lintDiagnostic(config, issue, oneLinePath(policy.wire, issue)));
}

/** Converts a lint issue of the policy with these values. */
export function lintDiagnostic(values: ObjectValue, issue: Issue, path: AttributePath): Diagnostic {
  return {
    severity: "warning",
    // An engine shows warnings with the same summary as one.
    summary: `${policySubject(values)}: ${sentence(issue)} [${issue.code}]`,
    detail: howToAccept(issue),
    path,
  };
}

function lintApplicationId({ app_id: app }: ObjectValue, accepted: unknown): readonly Issue[] {
  return notAccepted(lintReferenceId(["app_id"], app, { kind: "application" }), accepted);
}

/**
 * Returns the attribute that a warning points at: of several lines the policy's name instead, since an engine prints all lines
 * of an attribute.
 */
function oneLinePath(wire: WirePolicy, { path }: Issue): AttributePath {
  const [field] = path;
  return typeof field === "string" && typeof wire[field] !== "object" ? [field] : ["name"];
}

/** Renders an issue as the second part of a sentence. */
export function sentence(issue: Issue): string {
  const text = renderIssue(issue);
  return STARTS_WITH_ABBREVIATION.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

const STARTS_WITH_ABBREVIATION = /^[A-Z]{2}/;
