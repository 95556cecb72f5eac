import { ApiError } from "../../client";
import type { WirePolicy } from "../../model";
import type { Diagnostic } from "../../plugin";
import { quoted } from "../../text";
import { attributePath } from "./issue-diagnostic";

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
