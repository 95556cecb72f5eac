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
import { quoted, shownId } from "../../text";
import { issueDiagnostic } from "./diagnostics";
import { policyIn, type Redacting, toModel } from "./policy-values";

const NAME = "accepted_warnings";

/** What silences warnings on one resource. It is between the user and the plan, the API never sees it. */
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

/** Null and an empty set say the same. */
function sameCodes(a: CtyValue, b: CtyValue): boolean {
  const spelt = (codes: CtyValue) => JSON.stringify([...((codes ?? []) as readonly string[])].sort());
  return spelt(a) === spelt(b);
}

/** Errors for codes that no warning has. */
export function acceptedWarningsErrors(config: ObjectValue): Diagnostic[] {
  return validateAcceptedWarnings(acceptedWarnings(config)).map((issue) => issueDiagnostic({}, issue));
}

/** What silences a warning, for its detail. */
export function howToAccept({ code }: Issue): string {
  return `If it is meant: ${NAME} = ["${code}"] (acceptedWarnings in TypeScript).`;
}

/** The codes that a configuration accepts, as the model has them. */
export function acceptedWarnings(config: ObjectValue): unknown {
  return toModel(config[NAME] ?? null);
}

/** The warnings about a policy. Each is whole in its first line, which is all that some ways to show a plan keep of it. */
export function policyLintDiagnostics(type: PolicyType, config: ObjectValue, meta?: Redacting): Diagnostic[] {
  const policy = policyIn(type, config);
  const accepted = acceptedWarnings(config);
  const found = [...lintApplicationId(config, accepted), ...policy.lint(accepted)];
  const shown = meta?.redactSummaries ? found.map(redactIssue) : found;
  return shown.map((issue) => lintDiagnostic(config, issue, place(policy.wire, issue)));
}

/** The warning about a policy with these values. */
export function lintDiagnostic(values: ObjectValue, issue: Issue, path: AttributePath): Diagnostic {
  return {
    severity: "warning",
    summary: `${subject(values)}: ${sentence(issue)} [${issue.code}]`,
    detail: howToAccept(issue),
    path,
  };
}

function lintApplicationId({ app_id: app }: ObjectValue, accepted: unknown): readonly Issue[] {
  return notAccepted(lintReferenceId(["app_id"], app, { kind: "application" }), accepted);
}

/**
 * An engine prints all lines of what a warning points at. Only what fits on one is pointed at; for the rest the policy's
 * name stands, as the sentence says what it is about.
 */
function place(wire: WirePolicy, { path }: Issue): AttributePath {
  const [field] = path;
  return typeof field === "string" && typeof wire[field] !== "object" ? [field] : ["name"];
}

/** Names what it is about, since an engine shows warnings of the same first line as one. */
function subject({ name, app_id: app }: ObjectValue): string {
  const policy = typeof name === "string" ? `Policy ${quoted(name)}` : "This policy";
  return typeof app === "string" ? `${policy} of application ${shownId(app)}` : policy;
}

export function sentence(issue: Issue): string {
  const text = renderIssue(issue);
  return STARTS_WITH_ABBREVIATION.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

const STARTS_WITH_ABBREVIATION = /^[A-Z]{2}/;
