import { ApiError, type ApiErrorKind } from "./api-error";
import type { Redact } from "./credentials";
import { oneLine } from "./foreign-text";
import { type ApiRequest, outcomeOf } from "./request";

/** Faults that mean that no connection came about, so that nothing was asked of the API. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "EADDRNOTAVAIL",
  "EACCES",
]);

const UNTRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED)$/;

/** Turns a fault of the connection into the client's error. The original is not kept: it may know headers. */
export function networkError(
  request: ApiRequest,
  fault: { readonly code?: string; readonly message: string; readonly sent: boolean; readonly via: string },
  redact: Redact,
): ApiError {
  const { code } = fault;
  return new ApiError({
    operation: request.operation,
    kind: "unreachable",
    networkCode: code,
    outcome: fault.sent && !BEFORE_SENDING.has(code ?? "") ? outcomeOf(request) : "no",
    reason: `${fault.via} could not be reached: ${redact(causeInWords(code, fault.message))}`,
    fix: fixFor(code),
  });
}

/** The error of a request that was given up, by the clock or by the caller. */
export function givenUp(
  request: ApiRequest,
  kind: Extract<ApiErrorKind, "timeout" | "aborted">,
  detail: { readonly sent: boolean; readonly via: string; readonly afterMs: number },
): ApiError {
  return new ApiError({
    operation: request.operation,
    kind,
    outcome: detail.sent ? outcomeOf(request) : "no",
    reason:
      kind === "aborted"
        ? "it was cancelled"
        : `no whole answer came from ${detail.via} within ${detail.afterMs / 1000} seconds`,
    fix: kind === "aborted" ? undefined : "Check the network and the proxy settings, then run it again.",
  });
}

function causeInWords(code: string | undefined, message: string): string {
  switch (code) {
    case "ECONNREFUSED":
      return "nothing listens there (ECONNREFUSED)";
    case "ENOTFOUND":
      return "the host name is not known (ENOTFOUND)";
    case "EAI_AGAIN":
      return "the name service did not answer (EAI_AGAIN)";
    case "ECONNRESET":
    case "EPIPE":
      return `the connection broke before the answer was whole (${code})`;
    case "ETIMEDOUT":
      return "the connection attempt timed out (ETIMEDOUT)";
  }
  if (code !== undefined && UNTRUSTED.test(code))
    return `its certificate is not signed by a known CA (${code})`;
  const text = oneLine(message, 200);
  return code === undefined || text.includes(code) ? text : `${text} (${code})`;
}

function fixFor(code: string | undefined): string {
  if (code !== undefined && UNTRUSTED.test(code)) {
    return "If a proxy of your network opens TLS, name its CA file in NODE_EXTRA_CA_CERTS.";
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "Check base_url: the certificate is another host's.";
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    return "Check this machine's clock and the server's certificate.";
  }
  return "Check the network, base_url and the proxy settings (HTTPS_PROXY, NO_PROXY), then run it again.";
}
