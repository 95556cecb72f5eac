import {
  ACCOUNT_OBJECTS,
  type AccountObject,
  type AccountObjectDefinition,
  type AccountObjectKind,
  type ApplicationEntry,
  entriesIn,
  listPath,
  objectIn,
  type TypedObject,
  typedObjectIn,
} from "./account-objects";
import { readApplications } from "./applications";
import { listAll } from "./list-pages";
import { type PolicyAnswer, readPolicies } from "./policy-answer";
import type { RequestOptions } from "./policy-endpoint";
import type { ReadParts } from "./policy-reads";
import type { ApiReply, ApiRequest } from "./request";

export interface LookUpOptions extends RequestOptions {
  /**
   * A list that was begun before this moment (by `performance.now()`) is asked for again.
   * @default any cached list
   */
  readonly notBefore?: number;
}

/** What the list of each kind holds. */
export interface ListedObjects {
  readonly group: AccountObject;
  readonly identity_provider: TypedObject;
  readonly service_token: AccountObject;
  /** A Zero Trust list (of emails, IPs, …), without its items. */
  readonly list: TypedObject;
  readonly device_posture_rule: TypedObject;
  readonly application: ApplicationEntry;
  readonly reusable_policy: PolicyAnswer;
}

/** What an account has that rules and policies refer to by id, as whole lists. */
export interface AccountDirectory {
  /**
   * Lists all objects of a kind. Each list is requested once and cached, however many callers ask for it at once or later;
   * a list that failed is not cached. The shared request stops with the signal of its first caller.
   *
   * The list of reusable policies is dropped when this client writes one. It shows what this client wrote as it was
   * answered, also where the API's list lags.
   *
   * @throws ApiError and nothing else
   */
  list<Kind extends keyof ListedObjects>(
    kind: Kind,
    options?: LookUpOptions,
  ): Promise<readonly ListedObjects[Kind][]>;
}

type Lists = {
  readonly [Kind in keyof ListedObjects]: (options: LookUpOptions) => Promise<readonly ListedObjects[Kind][]>;
};

/** @param account the account's id as a segment of a path */
export function accountDirectory({ send, cache, writes }: ReadParts, account: string): AccountDirectory {
  function cached<List>(
    kind: AccountObjectKind,
    options: LookUpOptions,
    read: (request: ApiRequest) => Promise<List>,
  ): Promise<List> {
    const { plural, permission }: AccountObjectDefinition = ACCOUNT_OBJECTS[kind];
    const path = listPath(account, kind);
    return cache.get(path, options, (shared) =>
      read({ operation: `list ${plural}`, method: "GET", path, permission, ...shared }),
    );
  }

  function objects<Item extends AccountObject>(
    kind: AccountObjectKind,
    itemIn: (entry: Readonly<Record<string, unknown>>) => Item,
  ) {
    const { paged } = ACCOUNT_OBJECTS[kind];
    const itemsIn = (request: ApiRequest, reply: ApiReply) => entriesIn(request, reply).map(itemIn);
    return (options: LookUpOptions) =>
      cached(kind, options, (request) => listAll(send, request, itemsIn, { paged }));
  }

  const lists: Lists = {
    group: objects("group", objectIn),
    identity_provider: objects("identity_provider", typedObjectIn),
    service_token: objects("service_token", objectIn),
    list: objects("list", typedObjectIn),
    device_posture_rule: objects("device_posture_rule", typedObjectIn),
    // Reads of policies share the two lists below.
    async application(options) {
      const { entries } = await cached("application", options, (request) => readApplications(send, request));
      return entries;
    },
    async reusable_policy(options) {
      const { all } = await cached("reusable_policy", options, (request) => readPolicies(send, request));
      return writes.overlay(listPath(account, "reusable_policy"), all);
    },
  };
  return { list: (kind, options = {}) => lists[kind](options) };
}
