import { oneLine } from "../text";
import { LARGEST_ANSWER_MIB } from "./answer-limits";
import { ApiError } from "./api-error";
import type { Redact } from "./credentials";
import type { TransportFault } from "./http-exchange";
import { type ApiRequest, outcomeOf } from "./request";

interface Circumstances {
  /** What was to be reached. */
  readonly via: string;
  readonly timeoutMs: number;
  /** Whether it had less time than others, because of its operation's deadline. */
  readonly hurried: boolean;
  readonly redact: Redact;
}

/** Creates the error of a request without a whole answer. The original fault is not kept as its cause: it may know headers. */
export function networkError(request: ApiRequest, fault: TransportFault, around: Circumstances): ApiError {
  return new ApiError({
    operation: request.operation,
    outcome: fault.sent ? outcomeOf(request) : "no",
    reached: fault.sent,
    ...(fault.code !== undefined && { networkCode: fault.code }),
    ...explain(fault, around),
  });
}

function explain(fault: TransportFault, { via, timeoutMs, hurried, redact }: Circumstances) {
  switch (fault.kind) {
    case "aborted":
      return { kind: "aborted", reason: "it was canceled" } as const;
    case "timeout":
      return {
        kind: "timeout",
        reason: `no whole answer came from ${via} within ${Number((timeoutMs / 1000).toFixed(1))} seconds`,
        fix: `Check the network and the proxy settings (HTTPS_PROXY, NO_PROXY), then run it again${hurried ? ", or give the resource more time (timeouts)" : ""}.`,
      } as const;
    case "too-large":
      return {
        kind: "not-json",
        reason: `the answer of ${via} is larger than ${LARGEST_ANSWER_MIB} MiB, as none of the API is`,
        fix: "Check base_url and the proxy settings (HTTPS_PROXY, NO_PROXY).",
      } as const;
    case "proxy":
      return {
        kind: "unreachable",
        reason: `${via} could not be reached: the proxy refused with ${oneLine(redact(fault.message), 80)}`,
        fix:
          fault.code === "407"
            ? "Put the proxy's user and password into HTTPS_PROXY: http://user:password@host:port."
            : "Ask who runs the proxy to let this host through, or except the host in NO_PROXY.",
      } as const;
    case "network":
      return {
        kind: "unreachable",
        reason: `${via} could not be reached: ${inWords(fault.code, redact(fault.message))}`,
        fix: fixFor(fault.code),
      } as const;
  }
}

const UNTRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED)$/;

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the name service did not answer",
  ECONNRESET: "the connection broke before the answer was whole",
  EPIPE: "the connection broke before the answer was whole",
  ETIMEDOUT: "the connection attempt timed out",
  ENETUNREACH: "there is no network route to it",
  EHOSTUNREACH: "there is no network route to it",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
};

function inWords(code: string | undefined, message: string): string {
  if (code === undefined) return oneLine(message, 200) || "no cause was given";
  if (UNTRUSTED.test(code)) return `its certificate is not signed by a known CA (${code})`;
  return `${IN_WORDS[code] ?? oneLine(message, 200)} (${code})`;
}

function fixFor(code = ""): string {
  if (UNTRUSTED.test(code)) {
    return "If your network opens TLS, name the file of its CA certificate in NODE_EXTRA_CA_CERTS.";
  }
  switch (code) {
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "Check base_url (CLOUDFLARE_BASE_URL).";
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return "Check this machine's clock, then the server's certificate.";
    case "EPROTO":
    case "ERR_SSL_WRONG_VERSION_NUMBER":
      return "Check base_url and HTTPS_PROXY: this is what https to a server without TLS looks like.";
  }
  return "Check the network, base_url and the proxy settings (HTTPS_PROXY, NO_PROXY), then run it again.";
}
