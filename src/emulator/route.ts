import type { Dependencies } from "./dependencies";
import type { Answer } from "./envelope";
import type { PageView } from "./pagination";
import { methodNotAvailable, noRoute } from "./refusal";

/** A request that has been routed, admitted and read. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** How the pages of a list differ from what was asked for. */
  readonly pages?: PageView;
  /** Parsed JSON; undefined on a route without a body. */
  readonly body: unknown;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the base URL; `:name` stands for one segment. */
  readonly path: string;
  /** Whether a JSON body is expected; what else is sent is ignored. */
  readonly takesBody?: boolean;
  /** Whether it answers a list of what there is. */
  readonly lists?: boolean;
  readonly handle: (call: Call, dependencies: Dependencies) => Answer;
}

/** All paths start here. */
export const BASE_PATH = "/client/v4";

/** The API's identifiers: at most 36 characters, an account's at most 32. */
const IDENTIFIER = /^[A-Za-z0-9_-]{1,36}$/;

export interface FoundRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request. Throws 7003 for an unknown path, 405 for a method that a known path does not have. */
export function findRoute(routes: readonly Route[], method: string, pathname: string): FoundRoute {
  const there = routes.flatMap((route) => {
    const params = match(BASE_PATH + route.path, pathname);
    return params ? [{ route, params }] : [];
  });
  const found = there.find(({ route }) => route.method === method);
  if (found) return found;
  if (there.length === 0) throw noRoute(pathname);
  throw methodNotAvailable(
    method,
    there.map(({ route }) => route.method),
  );
}

function match(pattern: string, pathname: string): Record<string, string> | undefined {
  const [expected, given] = [pattern.split("/"), pathname.split("/")];
  if (expected.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, segment] of expected.entries()) {
    const actual = given[at]!;
    if (!segment.startsWith(":")) {
      if (segment !== actual) return undefined;
    } else {
      if (!IDENTIFIER.test(actual)) return undefined;
      params[segment.slice(1)] = actual;
    }
  }
  return params;
}
