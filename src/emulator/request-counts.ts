import type { RecordedRequest } from "./recorded-request";

/** How many requests came, and what became of them. */
export interface RequestCounts {
  readonly total: number;
  /** By method and route: `GET /accounts/:accountId/access/policies`. */
  readonly byRoute: Readonly<Record<string, number>>;
  /** By status; `dropped` is for those without any answer, `open` for those under way. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** By the kinds of faults that struck; one request may count for several. */
  readonly byFault: Readonly<Record<string, number>>;
}

/** Counts requests that are remembered. */
export function countRequests(requests: readonly RecordedRequest[]): RequestCounts {
  const byRoute: Record<string, number> = {};
  const byStatus: Record<string, number> = {};
  const byFault: Record<string, number> = {};
  const count = (counts: Record<string, number>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const { method, route, status, durationMs, faults = [] } of requests) {
    count(byRoute, `${method} ${route ?? "(unknown path)"}`);
    count(byStatus, durationMs === undefined ? "open" : String(status ?? "dropped"));
    for (const kind of faults) count(byFault, kind);
  }
  return { total: requests.length, byRoute, byStatus, byFault };
}
