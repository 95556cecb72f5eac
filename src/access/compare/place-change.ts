/**
 * Who answers at the places of an application before and after: the application itself, another one, or none. An
 * application that goes away, or gives up a host, leaves its place to a broader application or to everybody; one that
 * comes to a place takes it from a broader one.
 */
import { canonicalJson, DEFERRED } from "../../model";
import type { AccessAccount, AccessApplication } from "../account";
import { plain } from "../account-index";
import { atUrl, unmatched } from "../answering-application";
import { publicDestinations } from "../destinations";
import { exampleUrl } from "../url-pattern";

/** What answers at a place. */
export type Responder =
  | { readonly is: "application"; readonly application: AccessApplication }
  | { readonly is: "open" | "denied"; readonly reason: string }
  | { readonly is: "unknown"; readonly because: string };

/** A pair to compare, for one application. */
export interface PlaceChange {
  /** The application that the change is about. */
  readonly application: AccessApplication;
  readonly before: Responder;
  readonly after: Responder;
  /** The place, where it is not all of the application. */
  readonly at?: string;
  /** A URL of the place. */
  readonly url?: string;
}

export function placeChanges(before: AccessAccount, after: AccessAccount): PlaceChange[] {
  const pairs = matchApplications(before, after);
  return [
    ...pairs.flatMap(([old, next]) => {
      if (next === undefined) return removed(old!, after);
      if (old === undefined) return added(next, before);
      return [
        { application: next, before: its(old), after: its(next) },
        ...lostPlaces(old, next, before, after),
        ...takenPlaces(old, next, before),
      ];
    }),
    ...unmatchedChange(before, after),
  ];
}

function its(application: AccessApplication): Responder {
  return { is: "application", application };
}

type Match = readonly [before: AccessApplication | undefined, after: AccessApplication | undefined];

/** Pairs applications by id. What has another id, but the same name and place, was replaced. */
function matchApplications(before: AccessAccount, after: AccessAccount): Match[] {
  const [old, next] = [before, after].map(({ applications }) => applications.filter(isProtecting));
  const later = new Map(next!.map((one) => [one.id, one]));
  const earlier = new Set(old!.map(({ id }) => id));
  const fresh = next!.filter(({ id }) => !earlier.has(id));
  const replaced = new Set<AccessApplication>();
  const pairs = old!.map((one): Match => {
    const other = later.get(one.id) ?? fresh.find((it) => !replaced.has(it) && isReplacement(one, it));
    if (other !== undefined && other.id !== one.id) replaced.add(other);
    return [one, other];
  });
  return [...pairs, ...fresh.filter((one) => !replaced.has(one)).map((next): Match => [undefined, next])];
}

/** A bookmark opens and closes nothing. */
function isProtecting({ type }: AccessApplication): boolean {
  return type !== "bookmark";
}

function isReplacement(old: AccessApplication, next: AccessApplication): boolean {
  const place = ({ type, name, domain }: AccessApplication) => [type ?? "self_hosted", name, domain ?? null];
  const known = place(next).every((part) => part !== DEFERRED);
  return known && typeof next.name === "string" && canonicalJson(place(old)) === canonicalJson(place(next));
}

/** Where nobody else stands, an application that is new lets in the first ones: nobody was let in through it before. */
function added(application: AccessApplication, before: AccessAccount): PlaceChange[] {
  const nobody: Responder = { is: "denied", reason: "the application does not exist" };
  const taken = urisOf(application).flatMap((uri): PlaceChange[] => {
    const other = responderAt(before, uri);
    return other.is === "application" ? [placeChange(application, other, its(application), uri)] : [];
  });
  return taken.length === urisOf(application).length && taken.length > 0
    ? taken
    : [{ application, before: nobody, after: its(application) }, ...taken];
}

function removed(application: AccessApplication, after: AccessAccount): PlaceChange[] {
  const uris = urisOf(application);
  const gone: Responder = { is: "denied", reason: "the application does not exist" };
  if (uris.length === 0) return [{ application, before: its(application), after: gone }];
  return uris.map((uri) => placeChange(application, its(application), responderAt(after, uri), uri));
}

function lostPlaces(
  old: AccessApplication,
  next: AccessApplication,
  _before: AccessAccount,
  after: AccessAccount,
): PlaceChange[] {
  const kept = new Set(urisOf(next));
  return urisOf(old)
    .filter((uri) => !kept.has(uri))
    .flatMap((uri) => {
      const responder = responderAt(after, uri);
      const isOwn = responder.is === "application" && responder.application === next;
      return isOwn ? [] : [placeChange(next, its(old), responder, uri)];
    });
}

function takenPlaces(old: AccessApplication, next: AccessApplication, before: AccessAccount): PlaceChange[] {
  const had = new Set(urisOf(old));
  return urisOf(next)
    .filter((uri) => !had.has(uri))
    .flatMap((uri) => {
      const responder = responderAt(before, uri);
      const isOther = responder.is === "application" && responder.application !== old;
      return isOther ? [placeChange(next, responder, its(next), uri)] : [];
    });
}

function placeChange(
  application: AccessApplication,
  before: Responder,
  after: Responder,
  uri: string,
): PlaceChange {
  return { application, before, after, at: uri, url: exampleUrl(uri) };
}

function urisOf(application: AccessApplication): string[] {
  if (application.type === "bookmark" || application.type === "saas" || application.type === "infrastructure")
    return [];
  return publicDestinations(application).flatMap((one) => (one === "unknown" ? [] : [one.uri]));
}

function responderAt(account: AccessAccount, uri: string): Responder {
  const answering = atUrl(account, exampleUrl(uri));
  if (answering.is === "application") return its(answering.application);
  if (answering.is === "unknown") return answering;
  return { is: answering.decision === "deny" ? "denied" : "open", reason: answering.reason };
}

/** Hosts without an application, where the organization changes what happens to them. */
function unmatchedChange(before: AccessAccount, after: AccessAccount): PlaceChange[] {
  const [old, next] = [before, after].map((account) => unmatched(account, ""));
  if (old!.is === "unknown" && next!.is === "unknown" && after.organization === undefined) return [];
  const responder = (one: typeof old): Responder =>
    one!.is === "unmatched"
      ? { is: one!.decision === "deny" ? "denied" : "open", reason: one!.reason }
      : { is: "unknown", because: one!.is === "unknown" ? one!.because : "" };
  if (canonicalJson(responder(old)) === canonicalJson(responder(next))) return [];
  const application: AccessApplication = { id: "", name: "hosts without an application" };
  return [{ application, before: responder(old), after: responder(next) }];
}

/** The name of an application for people. */
export function nameOf({ name, id }: AccessApplication): string {
  return typeof name === "string" && name !== "" ? name : plain(id);
}
