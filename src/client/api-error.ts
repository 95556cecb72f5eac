/**
 * What went wrong, as callers distinguish it.
 *
 * - refused: the API judged the request and said no (400 and whatever has no kind of its own)
 * - unauthorized: the credentials are wrong or missing (401)
 * - forbidden: they are right, but may not do this (403)
 * - not-found: 404
 * - conflict: 409
 * - rate-limited: 429
 * - server: 5xx with an answer of the API
 * - unreachable: no connection, or one that broke before the answer was whole
 * - timeout: no whole answer in time
 * - not-json: an answer, but not the API's (a proxy's page, a cut-off body)
 * - malformed: an answer of the API that cannot be true: about another policy than was asked for, pages without an end
 * - aborted: the caller's signal asked to stop
 * - misconfigured: nothing was sent, since the client's own settings or an id cannot be right
 */
export type ApiErrorKind =
  | "refused"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "rate-limited"
  | "server"
  | "unreachable"
  | "timeout"
  | "not-json"
  | "malformed"
  | "aborted"
  | "misconfigured";

/** One entry of the answer's `errors` list. */
export interface ApiErrorEntry {
  readonly code?: number;
  readonly message: string;
  /** JSON pointer to the field of the request body that is meant, e.g. `/include/0/email/email`. */
  readonly pointer?: string;
}

/**
 * Whether the request was carried out: "no" (refused, or never sent), or "unknown" (sent, without an answer of the API).
 * After an unknown outcome of a create the object may exist.
 */
export type RequestOutcome = "no" | "unknown";

export interface ApiErrorDetails {
  readonly operation: string;
  readonly kind: ApiErrorKind;
  /** What happened, as the rest of a sentence that begins with the operation; without code, fix and request id. */
  readonly reason: string;
  readonly status?: number;
  readonly errors?: readonly ApiErrorEntry[];
  readonly requestId?: string;
  readonly fix?: string;
  readonly outcome?: RequestOutcome;
  readonly networkCode?: string;
  readonly reached?: boolean;
  readonly cutOff?: boolean;
  readonly retryAfterSeconds?: number;
  readonly candidates?: readonly string[];
  readonly sentAt?: Date;
}

/** The one error of this client. Its text and its members never hold the credentials, nor a request body. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** What was being done, e.g. "create reusable policy". */
  readonly operation: string;
  readonly kind: ApiErrorKind;
  /** What happened, without operation, fix and request id. */
  readonly reason: string;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  /** All errors of the answer, in the API's order. */
  readonly errors: readonly ApiErrorEntry[];
  /** Code of the first error. */
  readonly code?: number;
  /** Messages of all errors, or the reason where the API sent none. */
  readonly apiMessage: string;
  /** JSON pointer of the first error that has one. */
  readonly pointer?: string;
  /** The `cf-ray` header: what Cloudflare's support asks for. */
  readonly requestId?: string;
  /** What to do about it, where that is known. */
  readonly fix?: string;
  readonly outcome: RequestOutcome;
  /** The operating system's or TLS's name of a connection fault, e.g. `ECONNREFUSED`; a refusing proxy's status. */
  readonly networkCode?: string;
  /** Whether there was a connection to the server, so that it may have seen the request. */
  readonly reached: boolean;
  /** The answer was JSON that ends too early. */
  readonly cutOff: boolean;
  /** How long the server asks to wait (429, 503). */
  readonly retryAfterSeconds?: number;
  /** Ids of the policies that a create may have made; several, since a single one would have been taken. */
  readonly candidates?: readonly string[];
  /** When the first request of a create was sent whose outcome is unknown, by the server's clock. */
  readonly sentAt?: Date;

  constructor(details: ApiErrorDetails) {
    super(messageOf(details));
    const errors = details.errors ?? [];
    this.operation = details.operation;
    this.kind = details.kind;
    this.reason = details.reason;
    this.status = details.status;
    this.errors = errors;
    this.code = errors[0]?.code;
    this.apiMessage = errors.map((error) => error.message).join("; ") || details.reason;
    this.pointer = errors.find((error) => error.pointer !== undefined)?.pointer;
    this.requestId = details.requestId;
    this.fix = details.fix;
    this.outcome = details.outcome ?? "no";
    this.networkCode = details.networkCode;
    this.reached = details.reached ?? details.status !== undefined;
    this.cutOff = details.cutOff ?? false;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.candidates = details.candidates;
    this.sentAt = details.sentAt;
  }
}

function messageOf({ operation, reason, outcome, fix, requestId }: ApiErrorDetails): string {
  const parts = [`Could not ${operation}: ${reason}.`];
  if (outcome === "unknown") parts.push("It may have been carried out.");
  if (fix !== undefined) parts.push(fix);
  if (requestId !== undefined) parts.push(`(Request id: ${requestId})`);
  return parts.join(" ");
}
