import { type AccessClient, ApiError, type ApiErrorKind } from "../../client";
import {
  type Issue,
  OTHER,
  type PolicyType,
  type Rule,
  redactIssue,
  redactValues,
  renderDetails,
  selectorOf,
  UnreadableRule,
  validateLocationId,
  type WirePolicy,
} from "../../model";
import type { AttributePath, Diagnostic, ObjectValue, PathStep } from "../../plugin";
import { quoted, shownId } from "../../text";
import { policyIn, type Redacting, toModel } from "./policy-values";

/** Converts an error of the client, at the attribute that the API names. Anything else is thrown. */
export function apiDiagnostic(error: unknown, wire: WirePolicy = {}): Diagnostic {
  if (!(error instanceof ApiError)) throw error;
  const lines = [`${capitalized(error.reason)}.`, carriedOut(error), error.fix, requestLine(error)];
  return {
    severity: "error",
    summary: `Could not ${error.operation}${policyName(wire)}`,
    detail: lines.filter((line) => line !== undefined).join("\n\n"),
    ...(error.pointer === undefined ? {} : { path: attributePath(wire, pointerSteps(error.pointer)) }),
  };
}

function carriedOut({ outcome, operation }: ApiError): string | undefined {
  if (outcome !== "unknown") return undefined;
  return operation.startsWith("create ")
    ? "The request may have been carried out: look before you try again, a create could leave a second policy."
    : "The request may have been carried out: the next plan shows whether it was.";
}

function requestLine(error: ApiError): string | undefined {
  return error.requestId === undefined
    ? undefined
    : `Request id, for Cloudflare's support: ${error.requestId}`;
}

function policyName(wire: WirePolicy): string {
  return typeof wire.name === "string" ? ` ${quoted(wire.name)}` : "";
}

/** Begins a sentence, unless it begins with the name of a host or a code. */
function capitalized(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** Returns the steps of a JSON pointer (RFC 6901): whole numbers are indexes of a list. */
function pointerSteps(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** Converts an issue of the model, at its attribute, as deep as Terraform can point. */
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
 * Converts a path in a request body to the attribute it came from. Rules are an array there and a map from selector to a set
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

/** Returns the member of the rule set that a rule came from. */
function memberOf(rule: Rule): string {
  return rule instanceof UnreadableRule ? rule.member : (selectorOf(rule)?.key ?? OTHER);
}

/** Finds the errors in the configuration of a policy, as far as it is known. */
export function configurationErrors(
  type: PolicyType,
  config: ObjectValue,
  meta?: Redacting,
): readonly Diagnostic[] {
  const { issues, wire } = policyIn(type, config);
  return issues.map((issue) => issueDiagnostic(wire, issue, meta?.redactSummaries));
}

/** Finds the errors in the ids of an account or application, before they become part of a request's path. */
export function locationErrors(config: ObjectValue, names: readonly string[]): Diagnostic[] {
  const issues = names.flatMap((name) => validateLocationId(name, toModel(config[name] ?? null)));
  return issues.map((issue) => issueDiagnostic({}, issue));
}

/** The clients whose failed lookup was reported: once a run is enough. */
const reported = new WeakSet<AccessClient>();

/**
 * Reports that the policies could not be listed while a create was planned. A plan that only creates sends no other request, so
 * this is where wrong credentials or a wrong address show first. Wrong credentials are an error, as in a plan that
 * reads; a token that may not list may still write.
 */
export function lookupErrorDiagnostics(client: AccessClient, error: unknown): readonly Diagnostic[] {
  const isStopped = error instanceof ApiError && error.kind === "aborted";
  if (!(error instanceof ApiError) || isStopped || reported.has(client)) return [];
  reported.add(client);
  if (error.kind === "unauthorized") return [apiDiagnostic(error)];
  const { summary, detail } = apiDiagnostic(error);
  return [
    {
      severity: "warning",
      summary: `${summary}: ${error.reason}. This plan could be made without; ${expectation(error)}`,
      detail: [withoutReason(detail), PURPOSE].filter((text) => text !== "").join("\n\n"),
    },
  ];
}

const PURPOSE =
  "A plan lists policies to report those that an interrupted run left behind. This plan did not check for any.";

/** Errors that a write gets as a list did. */
const LASTING: ReadonlySet<ApiErrorKind> = new Set(["unreachable", "refused", "not-found"]);

function expectation({ kind }: ApiError): string {
  if (LASTING.has(kind)) return "the apply will fail in the same way";
  if (kind === "forbidden") return "the apply fails too, unless the token may write what it may not list";
  return "the apply may fail in the same way";
}

/** Returns all but the reason, which the summary has. */
function withoutReason(detail = ""): string {
  return detail.split("\n\n").slice(1).join("\n\n");
}

/**
 * Warns that a state may belong to another account: all policies that were read so far are missing, and the API's list is
 * empty.
 */
export function noneFoundDiagnostic({ account_id: account }: ObjectValue, count: number): Diagnostic {
  return {
    severity: "warning",
    summary: `None of the policies that were read so far (${count}) exists, and the API lists no other: this looks like a wrong account or an outage`,
    detail:
      `Account ${shownId(account)} answered that they do not exist, so they leave the state, and a plan creates them again. ` +
      "Where nobody deleted them, check account_id (CLOUDFLARE_ACCOUNT_ID), the token and the state of the API before you apply.",
  };
}

/** Removes the policy's values that the API quotes, where they may not be shown. */
export function redacted(
  diagnostic: Diagnostic,
  wire: WirePolicy,
  { redactSummaries }: Redacting,
): Diagnostic {
  if (!redactSummaries) return diagnostic;
  const { summary, detail } = diagnostic;
  return {
    ...diagnostic,
    summary: redactValues(wire, summary),
    ...(detail === undefined ? {} : { detail: redactValues(wire, detail) }),
  };
}

/** Names the policy with these values at the start of a sentence. */
export function policySubject({ name, app_id: app }: ObjectValue): string {
  const policy = typeof name === "string" ? `Policy ${quoted(name)}` : "This policy";
  return typeof app === "string" ? `${policy} of application ${shownId(app)}` : policy;
}
