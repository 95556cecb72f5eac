import type { AccessAccount, AccessPolicy, Known } from "../access";
import type { Json } from "../model";

/** The lists of an account whose entries a plan or a stack may hold, beside its applications. */
export const ACCOUNT_LISTS = [
  "policies",
  "groups",
  "lists",
  "identity_providers",
  "service_tokens",
] as const satisfies readonly (keyof AccessAccount)[];
export type AccountListName = (typeof ACCOUNT_LISTS)[number];

export type Entry = Json & { readonly id: string };

/** A policy of one application. */
export type OwnPolicy = AccessPolicy & { readonly id: string };

/** What a plan or a stack says of one application. */
export interface ApplicationPart {
  /** Settings, from a resource of the whole application. */
  settings?: Json;
  /** Policies, from a resource of the whole application: ids, links or policies in full. */
  embedded?: Known<readonly Known<Json | string>[]>;
  /** Ids of the attached reusable policies, in the order of judgment, from a resource of that list alone. */
  attached?: Known<readonly Known<string>[]>;
  readonly own: OwnPolicy[];
  /** The list of own policies that is a resource: whether its apply deletes others. Its first apply does not. */
  list?: "exclusive" | "beside others";
  /** Whether the application is made by the plan. */
  isNew: boolean;
}

/** What a plan or a stack says of an account. */
export class AccountPart {
  readonly applications = new Map<string, ApplicationPart>();
  readonly entries: Readonly<Record<AccountListName, Map<string, Entry>>> = {
    policies: new Map(),
    groups: new Map(),
    lists: new Map(),
    identity_providers: new Map(),
    service_tokens: new Map(),
  };
  organization: Json | undefined;
  /** What could not be read, in sentences. */
  readonly remarks: string[] = [];

  application(id: string): ApplicationPart {
    let part = this.applications.get(id);
    if (part === undefined) {
      part = { own: [], isNew: false };
      this.applications.set(id, part);
    }
    return part;
  }

  add(list: AccountListName, entry: Entry): void {
    this.entries[list].set(entry.id, entry);
  }

  /** The ids of all objects, those of applications' own policies too. */
  ids(): ReadonlySet<string> {
    return new Set([
      ...ACCOUNT_LISTS.flatMap((list) => [...this.entries[list].keys()]),
      ...[...this.applications].flatMap(([id, { settings, own }]) => [
        ...(settings === undefined ? [] : [id]),
        ...own.map((policy) => policy.id),
      ]),
    ]);
  }
}
