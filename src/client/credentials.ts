import { withoutHidden } from "../text";
import { ApiError } from "./api-error";

/**
 * Credentials of the client: an API token (recommended; permission "Access: Apps and Policies Write", or Read for plans only), or the
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

/** Removes the credentials from a foreign text: a server or a proxy may echo what it was sent. */
export type Redact = (text: string) => string;

export function redactorFor(credentials: Credentials, proxy?: ProxyUser): Redact {
  const forms = secretsOf(credentials, proxy).flatMap(formsOf);
  // Escapes inside a secret would hide it: they go first.
  return (text) => forms.reduce(withoutForm, withoutHidden(text));
}

/** As the proxy's URL has them, with their percent signs. */
export interface ProxyUser {
  readonly username: string;
  readonly password: string;
}

function secretsOf(credentials: Credentials, proxy: ProxyUser = { username: "", password: "" }): string[] {
  const given =
    "apiToken" in credentials
      ? [credentials.apiToken]
      : [`${credentials.email}:${credentials.apiKey}`, credentials.apiKey, credentials.email];
  const [user, password] = [proxy.username, proxy.password].map(decodeURIComponent);
  const ofProxy =
    password === ""
      ? []
      : [`${user}:${password}`, `${proxy.username}:${proxy.password}`, password, proxy.password];
  // A very short one (a test's) would blank out ordinary words.
  return [...new Set([...given, ...ofProxy])].filter(
    (secret): secret is string => (secret?.length ?? 0) >= 6,
  );
}

/** One representation of a secret, and how much of its beginning is already too much to show. */
interface SecretForm {
  readonly text: string;
  readonly least: number;
}

/** A text may be cut off inside a secret of this length; the beginning of a shorter one is an ordinary word. */
const LONG = 20;
const LEAST_OF_LONG = 8;

/** A secret as it is and in base64, where it may follow one or two other bytes. */
function formsOf(secret: string): SecretForm[] {
  const least = secret.length >= LONG && !secret.includes("@") ? LEAST_OF_LONG : secret.length;
  const encoded = (["base64", "base64url"] as const).flatMap((encoding) =>
    [0, 1, 2].map((before) => {
      const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
      // The first characters depend on the bytes before, the last on those after.
      const text = bytes
        .toString(encoding)
        .replace(/={1,2}$/, "")
        .slice(Math.ceil((before * 4) / 3));
      return { text, least: least === secret.length ? text.length - 1 : LEAST_OF_LONG };
    }),
  );
  return [{ text: secret, least }, ...encoded];
}

/** The text without a form of a secret, whole or cut off. */
function withoutForm(text: string, { text: form, least }: SecretForm): string {
  const start = form.slice(0, least);
  let [rest, from] = ["", 0];
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, from)) {
    let end = least;
    while (end < form.length && text[at + end] === form[end]) end++;
    rest += `${text.slice(from, at)}[redacted]`;
    from = at + end;
  }
  return rest + text.slice(from);
}

/** Refuses what a header cannot hold, without showing it. */
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
