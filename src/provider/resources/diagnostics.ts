import { type AccessClient, ApiError, type ApiErrorKind } from "../../client";
import {
  type Issue,
  OTHER,
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
import { type Redacting, toModel } from "./policy-values";

/** What the API refused or could not do, at the attribute it names where it names one. */
export function apiDiagnostic(error: unknown, wire: WirePolicy = {}): Diagnostic {
  if (!(error instanceof ApiError)) throw error;
  const lines = [`${capitalised(error.reason)}.`, carriedOut(error), error.fix, requestLine(error)];
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

/** As a sentence begins, unless it begins with the name of a host or a code. */
function capitalised(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** The steps of a JSON pointer (RFC 6901): whole numbers are places in a list. */
function pointerSteps(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

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

/** The errors in the ids that say where something is kept, before any request is made of them. */
export function placeErrors(config: ObjectValue, names: readonly string[]): Diagnostic[] {
  const issues = names.flatMap((name) => validateLocationId(name, toModel(config[name] ?? null)));
  return issues.map((issue) => issueDiagnostic({}, issue));
}

/** The clients of which a user was told that the look failed: once a run is enough. */
const told = new WeakSet<AccessClient>();

/**
 * What to say when the policies that exist could not be listed while a create was planned: a plan that only creates asks the
 * API for nothing else, so this is where wrong credentials or a wrong address show first. Wrong credentials are an error,
 * as they are in a plan that reads; a token that may not list may still write.
 */
export function lookFailureDiagnostics(client: AccessClient, error: unknown): readonly Diagnostic[] {
  const stopped = error instanceof ApiError && error.kind === "aborted";
  if (!(error instanceof ApiError) || stopped || told.has(client)) return [];
  told.add(client);
  if (error.kind === "unauthorized") return [apiDiagnostic(error)];
  const { summary, detail } = apiDiagnostic(error);
  return [
    {
      severity: "warning",
      summary: `${summary}: ${error.reason}. This plan could be made without; ${outlook(error)}`,
      detail: [remedy(detail), PURPOSE].filter((text) => text !== "").join("\n\n"),
    },
  ];
}

const PURPOSE =
  "A plan lists policies to tell of those that a run which was cut off left behind. It did not look for any now.";

/** What a write meets as a list did. */
const LASTING: ReadonlySet<ApiErrorKind> = new Set(["unreachable", "refused", "not-found"]);

function outlook({ kind }: ApiError): string {
  if (LASTING.has(kind)) return "the apply will fail in the same way";
  if (kind === "forbidden") return "the apply fails too, unless the token may write what it may not list";
  return "the apply may fail in the same way";
}

/** All but the reason, which the first line gives already. */
function remedy(detail = ""): string {
  return detail.split("\n\n").slice(1).join("\n\n");
}

/**
 * The warning that a state looks as if it belonged to another account: all policies that were read so far are missing, and the
 * API's list is empty.
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

/** What the API answered, without the values of the policy that it quotes where these may not be shown. */
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
