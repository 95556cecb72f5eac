import type { ApiErrorKind } from "./api-error";

/** What is known of an error code of the API: what kind it is where the status does not tell, and what helps. */
export interface KnownCode {
  readonly kind?: ApiErrorKind;
  readonly fix: string;
}

const WRONG_CREDENTIALS =
  "Check CLOUDFLARE_API_TOKEN (or api_token; api_key with email): it may be mistyped, expired, revoked or rolled.";

const NO_PERMISSION =
  'Give the token the permission "Access: Apps and Policies Write" on this account ("Access: Apps and Policies Read" is enough to plan), and check the account id.';

const NO_ROUTE =
  "Check the account, application and policy ids (an id of the wrong form makes a path the API does not have) and base_url.";

/**
 * The codes seen in the field; the API documents only 7003.
 * https://developers.cloudflare.com/api/ and the issues of Cloudflare's own Terraform provider.
 */
export const KNOWN_CODES: Readonly<Record<number, KnownCode>> = {
  7000: { fix: NO_ROUTE },
  7003: { fix: NO_ROUTE },
  9109: { kind: "forbidden", fix: NO_PERMISSION },
  9999: {
    fix: "Access is not enabled on this account: open Zero Trust in the dashboard once and choose a plan.",
  },
  10000: { kind: "unauthorized", fix: `${WRONG_CREDENTIALS} ${NO_PERMISSION}` },
  10001: {
    kind: "server",
    fix: "The API failed inside; try again, and give its support the request id if it stays so.",
  },
  11018: { fix: "Set precedence to a whole number from 1 up that no other policy of this application has." },
  11020: { fix: "Check the ids in the group rules: each must be an Access group of this account." },
  12045: { fix: "Check app_id: it must be the id of an Access application of this account." },
  12083: { kind: "not-found", fix: "The policy does not exist (any more); check the ids." },
  12130: { fix: "Another policy of this application has this precedence already: give each its own." },
  12135: { kind: "not-found", fix: "The policy does not exist (any more); check the ids." },
};

/** What helps by status, where no code tells more. */
export const KNOWN_STATUSES: Readonly<Record<number, string>> = {
  401: WRONG_CREDENTIALS,
  403: NO_PERMISSION,
  409: "The policy is in use: detach it from every application first (or it was changed at the same time; then try again).",
};

/** A 404 with one of these says that the path is not the API's, which tells nothing about the object. */
export const UNKNOWN_ROUTE_CODES: ReadonlySet<number> = new Set([7000, 7003]);

/** The kind of a refusal, by status first: the API sends 10000 with 400, 401 and 403. */
export function kindOf(status: number, code: number | undefined): ApiErrorKind {
  switch (status) {
    case 401:
      return "unauthorized";
    case 403:
      return "forbidden";
    case 404:
      return "not-found";
    case 409:
      return "conflict";
    case 429:
      return "rate-limited";
  }
  const known = code === undefined ? undefined : KNOWN_CODES[code]?.kind;
  return known ?? (status >= 500 ? "server" : "refused");
}
