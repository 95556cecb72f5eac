import {
  ACCOUNT_OBJECTS,
  type AccountObjectDefinition,
  type AccountObjectKind,
  entriesIn,
  listPath,
} from "./account-objects";
import { ApiError, type ApiErrorKind } from "./api-error";
import { isMembers, type Members } from "./applications";
import { listAll } from "./list-pages";
import { listIn, malformed } from "./policy-answer";
import type { RequestOptions } from "./policy-endpoint";
import type { ApiReply, ApiRequest, Sender } from "./request";

/** An object of the account as the API gives it, without secrets. */
export type SnapshotEntry = Members & { readonly id: string };

/**
 * What decides in an account who gets in, as the API gives it. A part that the credentials may not read is missing; an
 * empty list says that there is none.
 */
export interface AccountSnapshot {
  /** Each with its policies in full, its own and those that are attached to it. */
  readonly applications: readonly SnapshotEntry[];
  /** The reusable policies. */
  readonly policies: readonly SnapshotEntry[];
  readonly groups?: readonly SnapshotEntry[];
  /** Zero Trust lists; those of emails and of addresses with their `items`. */
  readonly lists?: readonly SnapshotEntry[];
  readonly identity_providers?: readonly SnapshotEntry[];
  readonly service_tokens?: readonly SnapshotEntry[];
  readonly organization?: Members;
}

export interface SnapshotOptions extends RequestOptions {
  /** Called for a part that the credentials may not read. */
  readonly onUnreadable?: (part: string, error: ApiError) => void;
}

const ORGANIZATION = { path: "access/organizations", permission: ACCOUNT_OBJECTS.group.permission };

/** How the API refuses a part that credentials may not read, or that an account does not have. */
const UNREADABLE: readonly ApiErrorKind[] = ["forbidden", "unauthorized", "not-found"];

/** The types of lists that rules refer to. */
const LIST_TYPES = ["EMAIL", "IP"];

/**
 * Reads an account by its lists: six requests, one more for the items of each list of emails or addresses, and one for each
 * further page.
 *
 * @param account the account's id as a segment of a path
 */
export async function readSnapshot(
  send: Sender,
  account: string,
  { onUnreadable, ...options }: SnapshotOptions,
): Promise<AccountSnapshot> {
  const read = new SnapshotReads(send, account, options);
  async function optional<Part>(part: string, reading: Promise<Part>): Promise<Part | undefined> {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof ApiError && UNREADABLE.includes(error.kind))) throw error;
      onUnreadable?.(part, error);
      return undefined;
    }
  }
  const [applications, policies, groups, lists, providers, tokens, organization] = await Promise.all([
    read.applications(),
    read.objects("reusable_policy"),
    optional("groups", read.objects("group")),
    optional("lists", read.lists()),
    optional("identity_providers", read.objects("identity_provider")),
    optional("service_tokens", read.objects("service_token")),
    optional("organization", read.organization()),
  ]);
  const snapshot = {
    applications,
    policies,
    groups,
    lists,
    identity_providers: providers,
    service_tokens: tokens,
    organization,
  };
  const known = Object.entries(snapshot).filter(([, part]) => part !== undefined);
  return withoutSecrets(Object.fromEntries(known)) as AccountSnapshot;
}

class SnapshotReads {
  constructor(
    private readonly send: Sender,
    private readonly account: string,
    private readonly options: RequestOptions,
  ) {}

  objects(kind: AccountObjectKind): Promise<SnapshotEntry[]> {
    const { plural, permission, paged }: AccountObjectDefinition = ACCOUNT_OBJECTS[kind];
    const request = this.request(listPath(this.account, kind), `list ${plural}`, permission);
    return listAll(this.send, request, snapshotEntriesIn, { paged });
  }

  /** An application whose policies the list does not show is asked for them. */
  async applications(): Promise<SnapshotEntry[]> {
    const applications = await this.objects("application");
    return Promise.all(
      applications.map(async (application) => {
        if (Array.isArray(application.policies)) return application;
        const path = `${listPath(this.account, "application")}/${encodeURIComponent(application.id)}/policies`;
        const request = this.request(path, "list application policies");
        return { ...application, policies: await listAll(this.send, request, snapshotEntriesIn) };
      }),
    );
  }

  async lists(): Promise<SnapshotEntry[]> {
    const lists = await this.objects("list");
    return Promise.all(
      lists.map(async (list) =>
        LIST_TYPES.includes(String(list.type)) ? { ...list, items: await this.items(list.id) } : list,
      ),
    );
  }

  private async items(list: string): Promise<Members[]> {
    const path = `${listPath(this.account, "list")}/${encodeURIComponent(list)}/items`;
    const { permission } = ACCOUNT_OBJECTS.list;
    const request = this.request(path, "list the items of a Zero Trust list", permission);
    const items = await listAll(this.send, request, itemsIn);
    return items.map(({ id: _, ...item }) => item);
  }

  async organization(): Promise<Members> {
    const { path, permission } = ORGANIZATION;
    const request = this.request(
      `/accounts/${this.account}/${path}`,
      "read the Zero Trust organization",
      permission,
    );
    const reply = await this.send(request);
    if (!isMembers(reply.result)) throw malformed(request, reply, "an organization in its result");
    return reply.result;
  }

  private request(path: string, operation: string, permission?: string): ApiRequest {
    return { operation, method: "GET", path, permission, ...this.options };
  }
}

function snapshotEntriesIn(request: ApiRequest, reply: ApiReply): readonly SnapshotEntry[] {
  return entriesIn(request, reply) as readonly SnapshotEntry[];
}

/** An item has no id: its value identifies it. The API documents a list of items, and a list of such lists. */
function itemsIn(request: ApiRequest, reply: ApiReply): (Members & { readonly id: string })[] {
  const items = listIn(reply)?.flat();
  if (!items?.every(isItem)) throw malformed(request, reply, "a list of items in its result");
  return items.map((item) => ({ ...item, id: String(item.value) }));
}

function isItem(value: unknown): value is Members {
  return isMembers(value) && typeof value.value === "string";
}

/** Members that hold credentials, or settings of other systems. None of them decides who gets in. */
const SECRETS: ReadonlySet<string> = new Set([
  "client_secret",
  "scim_config",
  "saas_app",
  "config",
  "password",
  "api_token",
  "private_key",
]);

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isMembers(value) || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const kept = Object.entries(value).filter(([name]) => !SECRETS.has(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutSecrets(member)]));
}
