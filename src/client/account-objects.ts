import { listIn, malformed } from "./policy-answer";
import type { ApiReply, ApiRequest } from "./request";

/** Something of an account that rules or policies refer to by id. Names need not be unique. */
export interface AccountObject {
  readonly id: string;
  /** `""` where the API has none. */
  readonly name: string;
}

/** One of a kind that has types, each as the API spells it. */
export interface TypedObject extends AccountObject {
  readonly type: string;
}

export interface ApplicationEntry extends TypedObject {
  /** The application's main domain, with its path; absent on types that have none. */
  readonly domain?: string;
  /** All domains it is reached under, the main one first, each once. */
  readonly domains: readonly string[];
}

type Entry = Readonly<Record<string, unknown>>;

export function objectIn(entry: Entry): AccountObject {
  return { id: String(entry.id), name: text(entry.name) };
}

export function typedObjectIn(entry: Entry): TypedObject {
  return { ...objectIn(entry), type: text(entry.type) };
}

/** As much of an application as tells which one is meant: the policies in the list are not kept. */
export function applicationIn(entry: Entry): ApplicationEntry {
  const domain = text(entry.domain);
  const others = [...arrayIn(entry.self_hosted_domains), ...arrayIn(entry.destinations).map(publicAddress)];
  const domains = [domain, ...others].filter(
    (name): name is string => typeof name === "string" && name !== "",
  );
  return { ...typedObjectIn(entry), ...(domain === "" ? {} : { domain }), domains: [...new Set(domains)] };
}

/** A destination is `{ type: "public", uri }`, or one of a private network, which has no `uri`. */
function publicAddress(destination: unknown): unknown {
  return (destination as { readonly uri?: unknown } | null)?.uri;
}

/** The entries of one page of a list, each with an id. */
export function entriesIn(request: ApiRequest, reply: ApiReply): readonly Entry[] {
  const entries = listIn(reply);
  if (!entries?.every(isEntry)) throw malformed(request, reply, "a list of objects with ids in its result");
  return entries;
}

function isEntry(value: unknown): value is Entry {
  return text((value as Entry | null | undefined)?.id) !== "";
}

function arrayIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
