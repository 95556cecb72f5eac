/** Where an application stands: its public destinations with the paths that bypass Access, and its private ones. */
import { DEFERRED } from "../model";
import type { AccessApplication, Destination, Known } from "./account";
import { all, any, type Condition, fact, leaf, NEVER } from "./condition";
import { assumption } from "./fact";
import { knownAfterApply } from "./rule-condition";
import { type Place, placeOf } from "./url-pattern";

export interface PublicDestination {
  readonly pattern: Place;
  readonly uri: string;
}

/** The public hosts and paths of an application; "unknown" where one of them is not known. */
export function publicDestinations(
  application: AccessApplication,
): readonly (PublicDestination | "unknown")[] {
  return urisOf(application).map((uri) => (uri === DEFERRED ? "unknown" : { uri, pattern: placeOf(uri) }));
}

function urisOf({
  destinations,
  self_hosted_domains: domains,
  domain,
}: AccessApplication): readonly Known<string>[] {
  if (destinations === DEFERRED || domains === DEFERRED) return [DEFERRED];
  if (destinations && destinations.length > 0)
    return destinations.flatMap((one): readonly Known<string>[] => {
      if (one === DEFERRED || one.type === DEFERRED) return [DEFERRED];
      return isPublic(one) && one.uri !== undefined ? [one.uri] : [];
    });
  if (domains && domains.length > 0) return domains;
  return domain === undefined || domain === null ? [] : [domain];
}

function isPublic({ type }: Destination): boolean {
  return type === undefined || type === null || type === "public";
}

/** The private destinations of an application. */
export function privateDestinations({
  destinations,
}: AccessApplication): readonly (Destination | "unknown")[] {
  if (destinations === DEFERRED) return ["unknown"];
  return (destinations ?? []).flatMap((one): readonly ("unknown" | Destination)[] => {
    if (one === DEFERRED) return ["unknown"];
    return one.type === "private" ? [one] : [];
  });
}

/** Whether Workers stand behind the application, whose addresses are not known here. */
export function hasWorkerDestination({ destinations }: AccessApplication): boolean {
  if (destinations === DEFERRED) return true;
  return (destinations ?? []).some(
    (one) => one !== DEFERRED && typeof one.type === "string" && one.type.includes("worker"),
  );
}

/** The paths that overrides of destinations make public. */
export function publicPaths({ destinations }: AccessApplication, side: string, where: string): Condition {
  if (destinations === DEFERRED) return knownAfterApply({ side, where: `the public paths of ${where}` });
  return any(
    (destinations ?? []).map((destination, position): Condition => {
      if (destination === DEFERRED) return NEVER;
      const { overrides, uri } = destination;
      if (!overrides) return NEVER;
      const place = `the overrides of destination ${position + 1} of ${where}`;
      if (overrides === DEFERRED || uri === DEFERRED) return knownAfterApply({ side, where: place });
      return any(
        overrides.map((override) => {
          if (override === DEFERRED) return knownAfterApply({ side, where: place });
          const { behavior, path_pattern: pattern } = override;
          if (pattern === DEFERRED) return knownAfterApply({ side, where: place });
          if (pattern === undefined || (behavior !== DEFERRED && behavior !== "public")) return NEVER;
          const covered = pathOf(placeOf(uri ?? ""), pattern);
          return behavior === DEFERRED ? all([covered, knownAfterApply({ side, where: place })]) : covered;
        }),
      );
    }),
  );
}

/** A path pattern counts from the root of the host. Whether it may count from the destination's own path is open. */
function pathOf({ host, path }: Place, pattern: string): Condition {
  const absolute = pattern.startsWith("/") ? pattern : `/${pattern}`;
  const base = path.replace(/\/\*?$/, "");
  const fromRoot = leaf("path", `${host}${absolute}`);
  if (base === "" || absolute === base || absolute.startsWith(`${base}/`)) return fromRoot;
  const question = assumption(
    "open: path_pattern below the path of the destination",
    "whether path_pattern counts from the root or from the destination's path is open",
  );
  return any([fromRoot, all([leaf("path", `${host}${base}${absolute}`), fact(question)])]);
}
