import type { ApiErrorEntry, ApiErrorKind } from "./api-error";

/** What is known of an error code of the API: its kind, where the status does not tell one, and what helps. */
interface KnownCode {
  /** Which messages are meant, of a code that stands for several things. */
  readonly when?: RegExp;
  readonly kind?: ApiErrorKind;
  readonly fix: Fix;
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

/** The code of every invalid request; only its message tells that this is what is meant. */
const PLACE_TAKEN = 12130;

/** Seen in the field: the API's own reference documents only 7003. */
const KNOWN_CODES: Readonly<Record<number, KnownCode>> = {
  6003: { kind: "unauthorized", fix: WRONG_CREDENTIALS },
  7000: { fix: NO_ROUTE },
  7003: { fix: NO_ROUTE },
  9103: { kind: "unauthorized", fix: WRONG_CREDENTIALS },
  9106: { kind: "unauthorized", fix: WRONG_CREDENTIALS },
  9109: { kind: "forbidden", fix: noPermission },
  9999: {
    fix: "Enable Access on this account: open Zero Trust in the dashboard once and choose a plan.",
  },
  10000: { kind: "unauthorized", fix: (permission) => `${WRONG_CREDENTIALS} ${noPermission(permission)}` },
  10001: {
    kind: "server",
    fix: "The API failed inside: run it again, and give Cloudflare's support the request id if it stays so.",
  },
  11018: { fix: "Set precedence to a whole number from 1 up that no other policy of this application has." },
  11020: { fix: "Check the ids in the group rules: each must be an Access group of this account." },
  12045: { fix: "Check app_id: it must be the id of an Access application of this account." },
  12083: { kind: "not-found", fix: NO_POLICY },
  [PLACE_TAKEN]: {
    when: /precedence/i,
    fix: "Give each policy of the application its own precedence: another one has this already.",
  },
  12135: { kind: "not-found", fix: NO_POLICY },
};

/** What helps by status, where no code tells more. */
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

/** The kind of a refusal; by status first, since the API sends 10000 with 400, 401 and 403 alike. */
export function kindOf(status: number, errors: readonly ApiErrorEntry[] = []): ApiErrorKind {
  const byCode = errors.map((error) => known(error)?.kind).find((kind) => kind !== undefined);
  return KIND_BY_STATUS[status] ?? byCode ?? (status >= 500 ? "server" : "refused");
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
  const byStatus = FIX_BY_STATUS[status];
  const telling = errors.find((error) => known(error) !== undefined);
  // "Authentication error" means one thing with 401 and another with 403.
  if (telling === undefined || (telling.code === 10000 && byStatus !== undefined)) return byStatus;
  return known(telling)?.fix;
}

/** Whether a write was refused since another policy of the application has the precedence. */
export function saysPlaceTaken(errors: readonly ApiErrorEntry[]): boolean {
  return errors.some((error) => error.code === PLACE_TAKEN && known(error) !== undefined);
}

/** Whether a 404 says that the object is gone: not when the API did not even know the path. */
export function saysGone(status: number | undefined, errors: readonly ApiErrorEntry[]): boolean {
  const codes = errors.flatMap(({ code }) => code ?? []);
  return status === 404 && codes.length > 0 && !codes.includes(7000) && !codes.includes(7003);
}

function known({ code, message }: ApiErrorEntry): KnownCode | undefined {
  const entry = code === undefined ? undefined : KNOWN_CODES[code];
  return entry?.when === undefined || entry.when.test(message) ? entry : undefined;
}
