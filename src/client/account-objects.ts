import { type ReferenceKind, referenceOf } from "../model";
import { listIn, malformed } from "./policy-answer";
import type { ApiReply, ApiRequest } from "./request";

/** What an account has that rules and policies refer to by id. */
export type AccountObjectKind = ReferenceKind | "reusable_policy";

/** Where an account lists one kind of object. */
export interface AccountObjectDefinition {
  /** Below the account. */
  readonly path: string;
  /** What several are called in a sentence. */
  readonly plural: string;
  /** Whether the API gives the list in pages; otherwise one answer holds all of it. */
  readonly paged: boolean;
  /** What a token needs to read the list, where that is not the permission that policies need. */
  readonly permission?: string;
}

const IDENTITY = "Access: Organizations, Identity Providers, and Groups Read";

/** The one place that knows where each kind of object is listed; a cached list is found by its path. */
export const ACCOUNT_OBJECTS = {
  group: { path: "access/groups", plural: referenceOf("group").plural, paged: true, permission: IDENTITY },
  identity_provider: {
    path: "access/identity_providers",
    plural: referenceOf("identity_provider").plural,
    paged: true,
    permission: IDENTITY,
  },
  service_token: {
    path: "access/service_tokens",
    plural: referenceOf("service_token").plural,
    paged: true,
    permission: "Access: Service Tokens Read",
  },
  list: {
    path: "gateway/lists",
    plural: referenceOf("list").plural,
    paged: false,
    permission: "Zero Trust Read",
  },
  device_posture_rule: {
    path: "devices/posture",
    plural: referenceOf("device_posture_rule").plural,
    paged: false,
    permission: "Zero Trust Read",
  },
  application: { path: "access/apps", plural: referenceOf("application").plural, paged: true },
  reusable_policy: { path: "access/policies", plural: "reusable policies", paged: true },
} as const satisfies Readonly<Record<AccountObjectKind, AccountObjectDefinition>>;

/**
 * Path of the list of a kind, below the base URL.
 *
 * @param account the account's id as a segment of a path
 */
export function listPath(account: string, kind: AccountObjectKind): string {
  return `/accounts/${account}/${ACCOUNT_OBJECTS[kind].path}`;
}

/** An object of an account. Names need not be unique. */
export interface AccountObject {
  readonly id: string;
  /** `""` where the API has none. */
  readonly name: string;
}

/** An object of a kind that has types, each as the API spells it. */
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

/** Keeps what identifies an application; the policies that the list embeds are not kept. */
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

/** Returns the entries of one page of a list, each with an id. */
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
