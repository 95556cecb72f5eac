/**
 * Hosts and paths with wildcards. Source of the rules: the vendor's documentation of application paths and of
 * destinations.
 *
 * 1. `*` in a host stands for any part of one label, also for none: `*.example.com` does not cover `example.com` or
 *    `a.b.example.com`, `*test.example.com` covers `test.example.com`.
 * 2. A star in a path stands for any characters, also for several segments: the path /foo, star, /bar covers
 *    /food/stuff/bar. A star behind /alpha/ does not cover /alpha; one behind the first slash covers the root.
 * 3. The path of a destination also covers the paths below it. The path pattern of an override does not.
 * 4. Port, query and fragment do not count.
 */

export interface Place {
  readonly host: string;
  /** Begins with `/`. */
  readonly path: string;
}

/** Splits `https://host:port/path?query`, `host/path` or `host`. A host is compared without regard to case. */
export function placeOf(url: string): Place {
  const bare = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").replace(/[?#].*$/s, "");
  const slash = bare.indexOf("/");
  const host = (slash < 0 ? bare : bare.slice(0, slash)).replace(/^[^@]*@/, "").replace(/:\d*$/, "");
  const path = slash < 0 ? "/" : bare.slice(slash);
  return { host: host.toLowerCase().replace(/\.$/, ""), path };
}

/** Whether the pattern of a destination covers a place. */
export function covers(pattern: Place, place: Place): boolean {
  return hostMatches(pattern.host, place.host) && pathCovers(pattern.path, place.path);
}

export function hostMatches(pattern: string, host: string): boolean {
  return matches(pattern, host, (character) => character !== ".");
}

/** With the paths below it. */
function pathCovers(pattern: string, path: string): boolean {
  let end = pattern.length;
  while (pattern[end - 1] === "/") end--;
  const trimmed = pattern.slice(0, end);
  return (
    pathMatches(pattern, path) || pathMatches(trimmed, path) || matches(`${trimmed}/*`, path, () => true)
  );
}

/** The very path, without the paths below it. */
export function pathMatches(pattern: string, path: string): boolean {
  return matches(pattern === "" ? "/" : pattern, path, () => true);
}

/** Matches a pattern with `*` in time that grows with the product of both lengths only. */
function matches(pattern: string, text: string, wild: (character: string) => boolean): boolean {
  let reached = new Set([0]);
  const skipStars = (positions: Set<number>): Set<number> => {
    for (const position of positions) if (pattern[position] === "*") positions.add(position + 1);
    return positions;
  };
  reached = skipStars(reached);
  for (const character of text) {
    const next = new Set<number>();
    for (const position of reached) {
      if (pattern[position] === "*") {
        if (wild(character)) next.add(position);
      } else if (pattern[position] === character) next.add(position + 1);
    }
    reached = skipStars(next);
    if (reached.size === 0) return false;
  }
  return reached.has(pattern.length);
}

/** Stands for a `*` in an example: no pattern that people write has it. */
const WILD_EXAMPLE = "example-x";

/** A place that the pattern covers and no pattern that is more specific, unless it covers all of them. */
export function exampleOf(pattern: Place): Place {
  return {
    host: pattern.host.replaceAll("*", WILD_EXAMPLE),
    path: pattern.path.replaceAll("*", WILD_EXAMPLE),
  };
}

/** A URL that the pattern covers. */
export function exampleUrl(pattern: string): string {
  const { host, path } = exampleOf(placeOf(pattern));
  return `https://${host}${path}`;
}

/** Whether everything that one pattern covers is covered by the other one. */
export function isWithin(inner: Place, outer: Place): boolean {
  return (
    covers(outer, exampleOf(inner)) &&
    (inner.path !== "/*" || covers(outer, { ...exampleOf(inner), path: "/" }))
  );
}
