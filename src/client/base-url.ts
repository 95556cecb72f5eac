import { quoted } from "../text";
import { ApiError } from "./api-error";

/** Where Cloudflare's API lives. */
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

/** One id as one segment of a path. */
export function pathSegment(operation: string, what: string, id: string): string {
  if (typeof id !== "string" || /^\.{0,2}$/.test(id.trim())) {
    throw new ApiError({
      operation,
      kind: "misconfigured",
      reason: `the ${what} is ${id?.trim?.() ? quoted(id) : "empty"}`,
      fix: `Give the ${what} as the API or the dashboard shows it.`,
    });
  }
  return encodeURIComponent(id);
}

function misconfigured(reason: string): ApiError {
  return new ApiError({
    operation: "set up the API client",
    kind: "misconfigured",
    reason,
    fix: `Leave base_url (CLOUDFLARE_BASE_URL) out for ${DEFAULT_BASE_URL}, or set it to a URL of that form.`,
  });
}
