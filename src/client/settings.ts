import { quoted } from "../text";
import { ApiError } from "./api-error";
import { type Environment, isLoopbackUrl } from "./route";

/** Address of Cloudflare's API. */
export const DEFAULT_BASE_URL = "https://api.cloudflare.com/client/v4";

/**
 * Checks a base URL: http or https, nothing but host, port and path. A slash at its end makes no difference.
 */
export function parseBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Never repeat a text that may hold a password.
  const shown = text.includes("@") ? "a URL with a user in it" : quoted(text);
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw misconfigured(`the base URL must be an http or https URL, got ${shown}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw misconfigured(
      "the base URL must not hold a user or password; the credentials have their own settings",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw misconfigured(`the base URL must end with its path, got ${shown}`);
  }
  while (url.pathname.endsWith("//")) url.pathname = url.pathname.slice(0, -1);
  if (url.pathname !== "/" && url.pathname.endsWith("/")) url.pathname = url.pathname.slice(0, -1);
  return url;
}

function misconfigured(reason: string): ApiError {
  return new ApiError({
    operation: "set up the API client",
    kind: "misconfigured",
    reason,
    fix: `Leave base_url (CLOUDFLARE_BASE_URL) out for ${DEFAULT_BASE_URL}, or set it to a URL of that form.`,
  });
}

/**
 * Refuses an address that would send the credentials to an unverified server, or in plain text over a network. An address of
 * this machine (an emulator) is allowed.
 *
 * @param via for errors: the host, and the proxy where there is one
 * @throws ApiError of kind "misconfigured"
 */
export function refuseInsecure(
  url: URL,
  environment: Environment,
  { allowInsecure, via }: { readonly allowInsecure: boolean; readonly via: string },
): void {
  if (isLoopbackUrl(url)) return;
  // The one value that node takes for "off".
  if (url.protocol === "https:" && environment.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    throw insecure(
      `NODE_TLS_REJECT_UNAUTHORIZED=0 turns off the check of certificates, so the credentials would go to anyone who answers for ${via}`,
      "Unset NODE_TLS_REJECT_UNAUTHORIZED. If your network opens TLS, name the file of its CA certificate in NODE_EXTRA_CA_CERTS.",
    );
  }
  if (url.protocol === "http:" && !allowInsecure) {
    throw insecure(
      `base_url is an http address, so the credentials would go to ${via} in plain text`,
      "Use an https address. For a server of your own on a network that you trust, set allow_insecure = true of the provider (allowInsecure of CloudflareAccessProvider).",
    );
  }
}

function insecure(reason: string, fix: string): ApiError {
  return new ApiError({ operation: "set up the API client", kind: "misconfigured", reason, fix });
}

const PRODUCT = "cdktf-cloudflare-access";

/**
 * Formats the `user-agent` header: `cdktf-cloudflare-access/<version> (<engine>)`.
 *
 * @param version version of this package
 * @param engine the program that runs it, e.g. "terraform 1.11.4"
 */
export function formatUserAgent(version?: string, engine?: string): string {
  const product = version ? `${PRODUCT}/${printable(version)}` : PRODUCT;
  return engine ? `${product} (${printable(engine)})` : product;
}

/** Header values hold visible ASCII; brackets would end the comment early. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]|[()\\]/g, "_");
}
