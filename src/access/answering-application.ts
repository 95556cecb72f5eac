/**
 * Which application answers a URL or a private address. Source of the rules: the vendor's documentation of application
 * paths, private applications and Require Access protection.
 *
 * 1. The application whose host and path are the most specific of those that cover the place; nothing is inherited from
 *    the others. A path without an application of its own is its parent's. Where two are neither more nor less specific,
 *    the documents are silent: open.
 * 2. A public destination comes before a Worker's, a private host name before a private IP range, a longer prefix before a
 *    shorter one.
 * 3. No application: the request is not held back, unless the organization sets `deny_unmatched_requests` and does not
 *    exempt the zone.
 * 4. Bookmarks, SaaS and infrastructure applications, and those of the device client, answer no URL.
 */
import { DEFERRED } from "../model";
import { quoted } from "../text";
import type { AccessAccount, AccessApplication, Destination } from "./account";
import { plain } from "./account-index";
import { type Interval, intervalOf } from "./address-line";
import { hasWorkerDestination, privateDestinations, publicDestinations } from "./destinations";
import { covers, hostMatches, isWithin, type Place, placeOf } from "./url-pattern";
import { AccessUsageError, didYouMean } from "./usage-error";

/** A private host name or address, with what else a destination may name. */
export interface PrivateTarget {
  readonly hostname?: string;
  readonly ip?: string;
  readonly port?: number;
  readonly protocol?: "tcp" | "udp";
}

/** What a decision is asked for: a text is the id or the name of an application, or a URL. */
export type AccessTarget =
  | string
  | { readonly application: string }
  | { readonly url: string }
  | { readonly private: PrivateTarget };

export type Answering =
  | { readonly is: "application"; readonly application: AccessApplication; readonly url?: string }
  /** No application: open, or denied by the organization. */
  | { readonly is: "unmatched"; readonly decision: "bypass" | "deny"; readonly reason: string }
  | { readonly is: "unknown"; readonly because: string };

const ANSWER_NO_URL: ReadonlySet<unknown> = new Set([
  "bookmark",
  "saas",
  "infrastructure",
  "dash_sso",
  "warp",
  "biso",
]);

/**
 * Returns what answers.
 *
 * @throws {@link AccessUsageError} for an application that does not exist, or a name that several have
 */
export function answeringApplication(account: AccessAccount, target: AccessTarget): Answering {
  if (typeof target === "object" && "private" in target) return atPrivateTarget(account, target.private);
  if (typeof target === "object" && "url" in target) return atUrl(account, target.url);
  const word = typeof target === "string" ? target : target.application;
  const application = applicationNamed(account, word);
  if (application !== undefined) return { is: "application", application };
  if (typeof target === "string" && /[./]/.test(word)) return atUrl(account, word);
  throw noApplication(account, word);
}

function applicationNamed({ applications }: AccessAccount, word: string): AccessApplication | undefined {
  const byId = applications.find(({ id }) => id === word);
  if (byId !== undefined) return byId;
  const byName = applications.filter(({ name }) => name === word);
  const found =
    byName.length > 0
      ? byName
      : applications.filter(
          ({ name }) => typeof name === "string" && name.toLowerCase() === word.toLowerCase(),
        );
  if (found.length > 1) {
    const ids = found.map(({ id }) => plain(id)).join(", ");
    throw new AccessUsageError("Ambiguous application", [
      `${found.length} applications have the name ${quoted(word)}. Use an id: ${ids}.`,
    ]);
  }
  return found[0];
}

function noApplication({ applications }: AccessAccount, word: string): AccessUsageError {
  const names = applications.flatMap(({ id, name }) => (typeof name === "string" ? [name, id] : [id]));
  const hint = didYouMean(word, names);
  const list = names.length === 0 ? "there is none" : `there are ${names.slice(0, 10).map(plain).join(", ")}`;
  return new AccessUsageError("No such application", [
    `got ${quoted(word)}; ${hint === "" ? `${list}.` : hint.trim()}`,
  ]);
}

/** The application that answers a URL. */
export function atUrl(account: AccessAccount, url: string): Answering {
  const place = placeOf(url);
  const found: { application: AccessApplication; pattern: Place }[] = [];
  let doubtful = account.partial === true ? "the account may have other applications" : undefined;
  for (const application of account.applications) {
    if (ANSWER_NO_URL.has(application.type)) continue;
    for (const destination of publicDestinations(application)) {
      if (destination === "unknown")
        doubtful = `a destination of application ${plain(application.name ?? application.id)} is not known`;
      else if (covers(destination.pattern, place)) found.push({ application, pattern: destination.pattern });
    }
  }
  if (doubtful !== undefined) return { is: "unknown", because: doubtful };
  const best = found.filter(
    ({ pattern }) =>
      !found.some((other) => isWithin(other.pattern, pattern) && !isWithin(pattern, other.pattern)),
  );
  const [first, ...others] = new Set(best.map(({ application }) => application));
  if (others.length > 0) {
    const names = [first!, ...others].map(({ name, id }) => plain(name ?? id)).join(" and ");
    return { is: "unknown", because: `which of the applications ${names} answers ${plain(url)} is open` };
  }
  if (first !== undefined) return { is: "application", application: first, url };
  const privately = privateApplication(account, privateTargetOf(place));
  if (privately !== undefined) return privately.is === "application" ? { ...privately, url } : privately;
  if (account.applications.some(hasWorkerDestination))
    return {
      is: "unknown",
      because: "an application of a Worker may answer; where Workers stand is not known",
    };
  return unmatched(account, place.host);
}

function privateTargetOf({ host }: Place): PrivateTarget {
  const bare = host.replace(/^\[|\]$/g, "");
  return intervalOf(bare) === undefined ? { hostname: host } : { ip: bare };
}

function atPrivateTarget(account: AccessAccount, target: PrivateTarget): Answering {
  if (account.partial === true) return { is: "unknown", because: "the account may have other applications" };
  return privateApplication(account, target) ?? unmatched(account, target.hostname ?? target.ip ?? "");
}

/** The application of a private host name or address; undefined where none has it. */
function privateApplication(
  account: AccessAccount,
  { hostname, ip, ...target }: PrivateTarget,
): Answering | undefined {
  const destinations = account.applications.flatMap((application) =>
    privateDestinations(application).map((destination) => ({ application, destination })),
  );
  if (destinations.some(({ destination }) => destination === "unknown"))
    return { is: "unknown", because: "a private destination is not known" };
  const possible = destinations
    .map(({ application, destination }) => ({ application, destination: destination as Destination }))
    .filter(({ destination }) => portFits(destination, target));
  const named = possible.flatMap(({ application, destination }) =>
    hostname !== undefined &&
    typeof destination.hostname === "string" &&
    hostMatches(destination.hostname.toLowerCase(), hostname.toLowerCase())
      ? [{ application, size: BigInt(destination.hostname.split("*").length - 1) }]
      : [],
  );
  const address = ip === undefined ? undefined : intervalOf(ip);
  const addressed = possible.flatMap(({ application, destination }) => {
    const range = typeof destination.cidr === "string" ? intervalOf(destination.cidr) : undefined;
    return range && address && holds(range, address) ? [{ application, size: range.last - range.first }] : [];
  });
  const found = named.length > 0 ? named : addressed;
  const smallest = found.filter(({ size }) => found.every((other) => size <= other.size));
  const [first, ...others] = new Set(smallest.map(({ application }) => application));
  if (others.length > 0)
    return { is: "unknown", because: "several applications have the same private destination" };
  return first === undefined ? undefined : { is: "application", application: first };
}

function holds(range: Interval, address: Interval): boolean {
  return range.first <= address.first && address.last <= range.last;
}

function portFits(destination: Destination, { port, protocol }: PrivateTarget): boolean {
  const { port_range: ports, l4_protocol: required } = destination;
  if (protocol !== undefined && typeof required === "string" && required !== "" && required !== protocol)
    return false;
  if (port === undefined || typeof ports !== "string" || ports === "") return true;
  const [low = 0, high = low] = ports.split("-").map(Number);
  return low <= port && port <= high;
}

/** What happens where no application answers. */
export function unmatched({ organization }: AccessAccount, host: string): Answering {
  if (organization === undefined || organization === DEFERRED)
    return {
      is: "unknown",
      because: "whether the organization denies requests without an application is not known",
    };
  const { deny_unmatched_requests: deny, deny_unmatched_requests_exempted_zone_names: exempted } =
    organization;
  if (deny === DEFERRED) return { is: "unknown", because: "deny_unmatched_requests is known after apply" };
  if (deny !== true) return { is: "unmatched", decision: "bypass", reason: "no application answers" };
  if (exempted === DEFERRED)
    return { is: "unknown", because: "which zones may be without an application is known after apply" };
  const zone = (exempted ?? []).find(
    (name) => name !== DEFERRED && (host === name.toLowerCase() || host.endsWith(`.${name.toLowerCase()}`)),
  );
  if (zone !== undefined)
    return {
      is: "unmatched",
      decision: "bypass",
      reason: `no application answers, and ${plain(zone)} is exempted`,
    };
  if ((exempted ?? []).includes(DEFERRED))
    return { is: "unknown", because: "which zones may be without an application is known after apply" };
  return {
    is: "unmatched",
    decision: "deny",
    reason: "no application answers, and the organization denies such requests",
  };
}
