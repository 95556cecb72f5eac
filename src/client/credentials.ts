import { ApiError } from "./api-error";
import { withoutInvisible } from "./foreign-text";

/**
 * Who asks: an API token (recommended; permission "Access: Apps and Policies Write", or Read for plans only), or the
 * account owner's email with the global API key.
 */
export type Credentials = { readonly apiToken: string } | { readonly apiKey: string; readonly email: string };

/** The request headers that carry the credentials. */
export function authorizationHeaders(credentials: Credentials): Record<string, string> {
  if ("apiToken" in credentials) {
    return { authorization: `Bearer ${sendable("API token", credentials.apiToken)}` };
  }
  return {
    "x-auth-email": sendable("email of the API key", credentials.email),
    "x-auth-key": sendable("API key", credentials.apiKey),
  };
}

/** Takes the credentials out of a text that came from elsewhere: a server or a proxy may echo what it was sent. */
export type Redact = (text: string) => string;

export function redactorFor(credentials: Credentials): Redact {
  const given =
    "apiToken" in credentials
      ? [credentials.apiToken]
      : [credentials.apiKey, credentials.email, `${credentials.email}:${credentials.apiKey}`];
  const secrets = given
    // A very short one (a test's) would blank out ordinary words.
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [secret, base64(secret, "base64"), base64(secret, "base64url")]);
  // Escapes inside a secret would hide it: they go first.
  return (text) =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), withoutInvisible(text));
}

function base64(text: string, encoding: "base64" | "base64url"): string {
  return Buffer.from(text)
    .toString(encoding)
    .replace(/={1,2}$/, "");
}

/** Refuses what cannot stand in a header, without showing it. */
function sendable(what: string, value: unknown): string {
  if (typeof value !== "string" || value === "") {
    throw misconfigured(`the ${what} is empty`, "Set CLOUDFLARE_API_TOKEN, or api_token of the provider.");
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw misconfigured(
      `the ${what} holds a space, a line break or a character outside ASCII`,
      "Copy it again without quotes and line breaks around it.",
    );
  }
  if (/^Bearer/i.test(value)) {
    throw misconfigured(`the ${what} begins with "Bearer"`, "Give the token alone, without that word.");
  }
  return value;
}

function misconfigured(reason: string, fix: string): ApiError {
  return new ApiError({ operation: "set up the API client", kind: "misconfigured", reason, fix });
}
