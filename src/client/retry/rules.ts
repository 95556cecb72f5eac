import type { ApiError } from "../api-error";
import type { ApiRequest } from "../request";

/**
 * Whether a request that failed may be sent again: when what stood in its way may pass, and doing it twice is the same as
 * doing it once. Reading, replacing and deleting are; creating is not, so a POST goes again only where it surely was not
 * carried out.
 */
export function mayRepeat(method: ApiRequest["method"], error: ApiError): boolean {
  return mayPass(error) && (method !== "POST" || error.outcome === "no");
}

/** Whether the same request may well succeed a little later. */
export function mayPass({ kind, status = 0, cutOff, networkCode = "" }: ApiError): boolean {
  switch (kind) {
    case "rate-limited":
    case "server":
    case "timeout":
      return true;
    case "unreachable":
      return !isLasting(networkCode);
    case "not-json":
      return status >= 500 || status === 408 || cutOff || isForeignSuccess({ kind, status });
    default:
      return status === 408;
  }
}

/** A page, or nothing at all, where the API says that all went well: a proxy's, or the server is not the API. */
export function isForeignSuccess({ kind, status = 0 }: Pick<ApiError, "kind" | "status">): boolean {
  return kind === "not-json" && status >= 200 && status < 300;
}

/** Whether it is a fault of names, certificates or settings, or a proxy's 4xx: a later attempt meets it again. */
function isLasting(networkCode: string): boolean {
  return (
    LASTING.has(networkCode) ||
    /^(?:ERR_TLS_|ERR_SSL_|CERT_|4\d\d$)/.test(networkCode) ||
    networkCode.endsWith("_CERT") ||
    networkCode.includes("_CERT_")
  );
}

const LASTING = new Set(["ENOTFOUND", "EPROTO", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "HOSTNAME_MISMATCH"]);
