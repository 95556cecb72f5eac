import { ApiError, type ApiErrorEntry, type ApiErrorKind } from "./api-error";

/** What is known of an error code of the API: its kind, where the status does not decide it, and what helps. */
interface KnownCode {
  /** Which messages are meant, of a code that stands for several things. */
  readonly when?: RegExp;
  readonly kind?: ApiErrorKind;
  /**
   * What a 404 with this code says of the policy: it does not exist ("gone"), or nothing, since the API may not have found
   * the path ("unclear"). @default the code is about something else, and the policy may exist
   */
  readonly absence?: "gone" | "unclear";
  readonly fix?: Fix;
}

const WRONG_CREDENTIALS =
  "Check CLOUDFLARE_API_TOKEN (or api_token; api_key with email): it may be mistyped, expired, revoked or rolled.";

/** The permission that policies need, and what is said of it. */
const POLICIES_WRITE = "Access: Apps and Policies Write";
const PLANNING = ' ("Access: Apps and Policies Read" is enough to plan)';

type Fix = string | ((permission: string) => string);

const noPermission = (permission: string) =>
  `Give the token the permission "${permission}" on this account${permission === POLICIES_WRITE ? PLANNING : ""}, and check the account id.`;

const NO_ROUTE =
  "Check the account, application and policy ids (one of the wrong form makes a path that the API does not have) and base_url.";

const NO_POLICY = "Check the ids: there is no such policy (any more).";

const NO_APPLICATION = "Check app_id: it must be the id of an Access application of this account.";

const SERVER_FAILED =
  "The API failed inside: run it again, and give Cloudflare's support the request id if it stays so.";

/** The code of every invalid request; only its message identifies this one. */
const PRECEDENCE_CONFLICT = 12130;

/** Too many requests, at whatever status: "please wait and consider throttling". */
const THROTTLED = 971;

/**
 * Seen in the field: the API's own reference documents only 7003. The codes of a 404 that says "gone":
 *
 * - 12135 `access.api.error.not_found`: reported with a 404 for policies by users of the vendor's Python library.
 * - 12083: reported with a 404 for policies by users of the vendor's Terraform provider.
 * - 11021 `access.api.error.unknown_application`: what public tools treat as a deleted application.
 * - 12045 `access.api.error.invalid_application_id`: reported for an application id that the account does not have.
 */
const KNOWN_CODES: Readonly<Record<number, KnownCode>> = {
  [THROTTLED]: { kind: "rate-limited" },
  6003: { kind: "unauthorized", fix: WRONG_CREDENTIALS },
  7000: { absence: "unclear", fix: NO_ROUTE },
  7003: { absence: "unclear", fix: NO_ROUTE },
  9103: { kind: "unauthorized", fix: WRONG_CREDENTIALS },
  9106: { kind: "unauthorized", fix: WRONG_CREDENTIALS },
  9109: { kind: "forbidden", fix: noPermission },
  9999: {
    fix: "Enable Access on this account: open Zero Trust in the dashboard once and choose a plan.",
  },
  10000: { kind: "unauthorized", fix: (permission) => `${WRONG_CREDENTIALS} ${noPermission(permission)}` },
  10001: { kind: "server", fix: SERVER_FAILED },
  11018: { fix: "Set precedence to a whole number from 1 up that no other policy of this application has." },
  11020: { fix: "Check the ids in the group rules: each must be an Access group of this account." },
  11021: { absence: "gone", fix: NO_APPLICATION },
  12045: { absence: "gone", fix: NO_APPLICATION },
  12083: { kind: "not-found", absence: "gone", fix: NO_POLICY },
  [PRECEDENCE_CONFLICT]: {
    when: /precedence/i,
    fix: "Give each policy of the application its own precedence: another one has this already.",
  },
  12135: { kind: "not-found", absence: "gone", fix: NO_POLICY },
};

/** What helps by status, where no code is more specific. */
const FIX_BY_STATUS: Readonly<Record<number, Fix>> = {
  401: WRONG_CREDENTIALS,
  403: noPermission,
  404: NO_ROUTE,
  409: "A policy in use must be detached from every application first; if something else changed at the same time, run it again.",
};

const KIND_BY_STATUS: Readonly<Record<number, ApiErrorKind>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  429: "rate-limited",
};

/**
 * The kind of a refusal. The class of the status goes first: a 5xx says that the API failed, whatever its code, and the API
 * sends 10000 with 400, 401 and 403 alike. A rate limit alone is known by its code at every status.
 */
export function kindOf(status: number, errors: readonly ApiErrorEntry[] = []): ApiErrorKind {
  if (errors.some(({ code }) => code === THROTTLED)) return "rate-limited";
  if (status >= 500) return "server";
  const byCode = errors.map((error) => known(error)?.kind).find((kind) => kind !== undefined);
  return KIND_BY_STATUS[status] ?? byCode ?? "refused";
}

/**
 * What helps against a refusal, where that is known.
 *
 * @param permission what a token needs for the request
 */
export function fixOf(
  status: number,
  errors: readonly ApiErrorEntry[],
  permission = POLICIES_WRITE,
): string | undefined {
  const fix = knownFix(status, errors);
  return typeof fix === "function" ? fix(permission) : fix;
}

function knownFix(status: number, errors: readonly ApiErrorEntry[]): Fix | undefined {
  if (status >= 500) return SERVER_FAILED;
  const byStatus = FIX_BY_STATUS[status];
  const telling = errors.find((error) => known(error)?.fix !== undefined);
  // "Authentication error" means one thing with 401 and another with 403.
  const ambiguous = telling?.code === 10000 && (status === 401 || status === 403);
  return telling === undefined || ambiguous ? byStatus : known(telling)?.fix;
}

/** Whether a write was refused because another policy of the application has the precedence. */
export function isPrecedenceConflict(error: unknown): error is ApiError {
  if (!(error instanceof ApiError) || error.kind === "server") return false;
  return error.errors.some((entry) => entry.code === PRECEDENCE_CONFLICT && known(entry) !== undefined);
}

/** Whether a request may have been refused because the account has no such application. */
export function mayLackApplication(error: ApiError): boolean {
  if (error.kind === "server") return false;
  return error.kind === "not-found" || error.errors.some((entry) => known(entry)?.fix === NO_APPLICATION);
}

/**
 * Whether an error says that the policy, or the application that it belongs to, does not exist. "unclear": a 404 in the
 * API's envelope that does not say of what; a list of the policies may show it.
 */
export function absenceIn(error: unknown): "gone" | "unclear" | "no" {
  if (!(error instanceof ApiError) || error.status !== 404 || error.kind !== "not-found") return "no";
  const meanings = error.errors.map((entry) => absenceOf(entry));
  if (meanings.includes("no")) return "no";
  return meanings.includes("gone") ? "gone" : "unclear";
}

function absenceOf(entry: ApiErrorEntry): "gone" | "unclear" | "no" {
  const code = known(entry);
  return code === undefined ? "unclear" : (code.absence ?? "no");
}

function known({ code, message }: ApiErrorEntry): KnownCode | undefined {
  const entry = code === undefined ? undefined : KNOWN_CODES[code];
  return entry?.when === undefined || entry.when.test(message) ? entry : undefined;
}
