import {
  type AccountObject,
  type ApplicationEntry,
  entriesIn,
  objectIn,
  type TypedObject,
  typedObjectIn,
} from "./account-objects";
import { applicationsPath, reusablePoliciesPath } from "./account-paths";
import type { ListMemory } from "./list-memory";
import type { OwnWrites } from "./own-writes";
import { listAll } from "./pages";
import type { PolicyAnswer } from "./policy-answer";
import type { RequestOptions } from "./policy-endpoint";
import { readApplications, readPolicies } from "./reads";
import type { ApiReply, ApiRequest, Send } from "./request";

export interface LookUpOptions extends RequestOptions {
  /**
   * A list that was begun before this moment (by `performance.now()`) is asked for again.
   * @default any list that is remembered will do
   */
  readonly notBefore?: number;
}

/**
 * What an account has that rules and policies refer to by id, as whole lists. Each kind is listed once and remembered,
 * however many ask for it at once or later; a list that failed is not remembered. Every call fails with an
 * {@link ApiError} and nothing else.
 *
 * The request that is shared stops with the signal of whoever asked first.
 */
export interface AccountDirectory {
  groups(options?: LookUpOptions): Promise<readonly AccountObject[]>;
  identityProviders(options?: LookUpOptions): Promise<readonly TypedObject[]>;
  serviceTokens(options?: LookUpOptions): Promise<readonly AccountObject[]>;
  /** Zero Trust lists (of emails, IPs, …), without their items. */
  lists(options?: LookUpOptions): Promise<readonly TypedObject[]>;
  devicePostureRules(options?: LookUpOptions): Promise<readonly TypedObject[]>;
  applications(options?: LookUpOptions): Promise<readonly ApplicationEntry[]>;
  /**
   * Forgotten when this client writes a reusable policy of the account. What it wrote is shown as it was answered, also
   * where the API's list lags behind.
   */
  reusablePolicies(options?: LookUpOptions): Promise<readonly PolicyAnswer[]>;
}

/** One kind of list: where it is, what it is called, and what is kept of each entry. */
interface Kind<Item> {
  /** Below the account. */
  readonly path: string;
  readonly plural: string;
  readonly itemsIn: (request: ApiRequest, reply: ApiReply) => readonly Item[];
  /** Whether the API gives the list in pages; else it has it in one answer. */
  readonly paged: boolean;
  /** What a token needs to read it, where that is not the permission that policies need. */
  readonly permission?: string;
}

const GROUPS: Kind<AccountObject> = {
  path: "access/groups",
  plural: "Access groups",
  itemsIn: each(objectIn),
  paged: true,
  permission: "Access: Organizations, Identity Providers, and Groups Read",
};

const IDENTITY_PROVIDERS: Kind<TypedObject> = {
  path: "access/identity_providers",
  plural: "identity providers",
  itemsIn: each(typedObjectIn),
  paged: true,
  permission: "Access: Organizations, Identity Providers, and Groups Read",
};

const SERVICE_TOKENS: Kind<AccountObject> = {
  path: "access/service_tokens",
  plural: "service tokens",
  itemsIn: each(objectIn),
  paged: true,
  permission: "Access: Service Tokens Read",
};

const LISTS: Kind<TypedObject> = {
  path: "gateway/lists",
  plural: "Zero Trust lists",
  itemsIn: each(typedObjectIn),
  paged: false,
  permission: "Zero Trust Read",
};

const DEVICE_POSTURE_RULES: Kind<TypedObject> = {
  path: "devices/posture",
  plural: "device posture rules",
  itemsIn: each(typedObjectIn),
  paged: false,
  permission: "Zero Trust Read",
};

export interface DirectoryParts {
  readonly send: Send;
  readonly memory: ListMemory;
  readonly own: OwnWrites;
}

/** @param account the account's id as a segment of a path */
export function accountDirectory({ send, memory, own }: DirectoryParts, account: string): AccountDirectory {
  function list<Item extends { readonly id: string }>(kind: Kind<Item>) {
    const path = `/accounts/${account}/${kind.path}`;
    const { plural, itemsIn, paged, permission } = kind;
    return ({ notBefore, ...options }: LookUpOptions = {}): Promise<readonly Item[]> => {
      const request = { operation: `list ${plural}`, method: "GET", path, permission, ...options } as const;
      return memory.recall(path, { notBefore }, () => listAll(send, request, itemsIn, { paged }));
    };
  }
  /** What reads of policies share. */
  function shared<List>(
    path: string,
    plural: string,
    read: (send: Send, request: ApiRequest) => Promise<List>,
  ) {
    return ({ notBefore, ...options }: LookUpOptions = {}): Promise<List> => {
      const request = { operation: `list ${plural}`, method: "GET", path, ...options } as const;
      return memory.recall(path, { notBefore }, () => read(send, request));
    };
  }
  const applications = shared(applicationsPath(account), "Access applications", readApplications);
  const policiesPath = reusablePoliciesPath(account);
  const reusablePolicies = shared(policiesPath, "reusable policies", readPolicies);
  return {
    groups: list(GROUPS),
    identityProviders: list(IDENTITY_PROVIDERS),
    serviceTokens: list(SERVICE_TOKENS),
    lists: list(LISTS),
    devicePostureRules: list(DEVICE_POSTURE_RULES),
    applications: async (options) => (await applications(options)).entries,
    reusablePolicies: async (options) => own.over(policiesPath, (await reusablePolicies(options)).all),
  };
}

function each<Item>(itemIn: (entry: Readonly<Record<string, unknown>>) => Item): Kind<Item>["itemsIn"] {
  return (request, reply) => entriesIn(request, reply).map(itemIn);
}
