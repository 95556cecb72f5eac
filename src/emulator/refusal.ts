/**
 * The API's refusals. Statuses, codes and wordings are those seen in the vendor's documentation and in reports from the
 * field; where only the status is known (policy in use, body too large, rate limit, malformed JSON) the code is a
 * stand-in that no client should depend on.
 */

/** One entry of the envelope's `errors`. */
export interface ApiErrorEntry {
  readonly code: number;
  readonly message: string;
  readonly source?: { readonly pointer: string };
  readonly error_chain?: readonly { readonly code: number; readonly message: string }[];
}

/** Thrown by whatever finds a request wanting; the server answers it in the API's envelope. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly ApiErrorEntry[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(errors.map((entry) => `${entry.message} (${entry.code})`).join("; "));
    this.name = "Refusal";
  }
}

/** The Access API's code for a request that it understood and will not carry out. */
const INVALID_REQUEST = 12130;

export function invalidRequest(detail: string, pointer?: string): Refusal {
  return new Refusal(400, [invalidRequestEntry(detail, pointer)]);
}

export function invalidRequestEntry(detail: string, pointer?: string): ApiErrorEntry {
  const message = `access.api.error.invalid_request: ${detail}`;
  return pointer === undefined
    ? { code: INVALID_REQUEST, message }
    : { code: INVALID_REQUEST, message, source: { pointer } };
}

export const precedenceTaken = () => invalidRequest("policy precedences must be unique", "/precedence");

export const invalidPrecedence = () =>
  new Refusal(400, [
    {
      code: 11018,
      message: "access.api.error.invalid_policy_precedence",
      source: { pointer: "/precedence" },
    },
  ]);

export const policyNotFound = () =>
  new Refusal(404, [{ code: 12135, message: "access.api.error.policy_not_found" }]);

export const applicationNotFound = () =>
  new Refusal(404, [{ code: 12045, message: "access.api.error.invalid_application_id" }]);

/** Of what policies refer to; its code is a stand-in for each service's own. */
export const objectNotFound = () =>
  new Refusal(404, [{ code: 12083, message: "access.api.error.not_found" }]);

export const policyInUse = (applications: readonly string[]) =>
  new Refusal(409, [
    { code: 12133, message: `access.api.error.conflict: policy is in use by ${applications.join(", ")}` },
  ]);

export const applicationExists = () =>
  new Refusal(409, [{ code: 11010, message: "access.api.error.application_already_exists" }]);

export const missingCredentials = () =>
  new Refusal(400, [{ code: 9106, message: "Missing X-Auth-Key, X-Auth-Email or Authorization headers" }]);

export const malformedAuthorization = () =>
  invalidHeaders({ code: 6111, message: "Invalid format for Authorization header" });

export const invalidContentType = () =>
  invalidHeaders({ code: 6105, message: "Invalid Content-Type header, valid values are application/json" });

function invalidHeaders(reason: { code: number; message: string }): Refusal {
  return new Refusal(400, [{ code: 6003, message: "Invalid request headers", error_chain: [reason] }]);
}

export const unknownCredentials = () => new Refusal(401, [{ code: 10000, message: "Authentication error" }]);

export const lackingPermission = () => new Refusal(403, [{ code: 10000, message: "Authentication error" }]);

export const foreignAccount = () =>
  new Refusal(403, [{ code: 9109, message: "Unauthorized to access requested resource" }]);

export const noRoute = (path: string) =>
  new Refusal(400, [
    { code: 7003, message: `Could not route to ${path}, perhaps your object identifier is invalid?` },
    { code: 7000, message: "No route for that URI" },
  ]);

export const methodNotAvailable = (method: string, allowed: readonly string[]) =>
  new Refusal(405, [{ code: 7001, message: `Method ${method} not available for that URI.` }], {
    allow: allowed.join(", "),
  });

export const malformedJson = () =>
  new Refusal(400, [{ code: 6007, message: "Malformed JSON in request body" }]);

export const bodyTooLarge = (limit: number) =>
  new Refusal(413, [{ code: 10413, message: `Request body is larger than ${limit} bytes` }]);

export const rateLimited = (headers: Readonly<Record<string, string>> = {}) =>
  new Refusal(
    429,
    [{ code: 10429, message: "Please wait and consider throttling your request speed" }],
    headers,
  );

export const internalError = (status = 500) =>
  new Refusal(status, [{ code: 10001, message: "Internal server error" }]);

/** The emulator's own: the API has other names. */
export const foreignHost = (host: string | undefined) =>
  foreign(`the Host header is ${JSON.stringify(host) ?? "missing"}`);

/** The emulator's own: the API is not asked by pages. */
export const foreignOrigin = (origin: string) => foreign(`the Origin header is ${JSON.stringify(origin)}`);

function foreign(reason: string): Refusal {
  const message = `The emulator answers requests from this machine to 127.0.0.1 or localhost only: ${reason}.`;
  return new Refusal(403, [{ code: 10403, message }]);
}
