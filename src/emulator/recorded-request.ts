import type { IncomingHttpHeaders } from "node:http";
import { CREDENTIAL_HEADERS } from "./authentication";
import type { FaultKind } from "./faults/fault";
import { BASE_PATH } from "./route";

/** A request as a test may look at it. Credentials are not in it. */
export interface RecordedRequest {
  /** Counts from 1 since the emulator started. */
  readonly number: number;
  readonly method: string;
  /** Below the base URL and without the query: `/accounts/<id>/access/policies`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The path with names instead of ids; absent where there is none. */
  route?: string;
  /** Without the headers that carry credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, else the text; undefined where there was none or it has not arrived. */
  body?: unknown;
  /** Undefined until answered, and for good where the connection was dropped. */
  status?: number;
  /** The faults that struck it. */
  faults?: readonly FaultKind[];
  /** From the first byte of the request to the end of the answer, in milliseconds. */
  durationMs?: number;
  /** What the answer's `cf-ray` header says. */
  readonly requestId: string;
}

export function recordRequest(
  number: number,
  method: string,
  url: URL,
  headers: IncomingHttpHeaders,
): RecordedRequest {
  const shown = Object.entries(headers).filter(([name]) => !CREDENTIAL_HEADERS.has(name));
  return {
    number,
    method,
    path: url.pathname.startsWith(`${BASE_PATH}/`) ? url.pathname.slice(BASE_PATH.length) : url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(shown.map(([name, value]) => [name, String(value)])),
    requestId: `${number.toString(16).padStart(16, "0")}-LOC`,
  };
}
