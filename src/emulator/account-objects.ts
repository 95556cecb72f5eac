import { randomUUID } from "node:crypto";
import type { ObjectKind, ObjectRecord, Store } from "./store";

/** Something of an account that rules refer to by its id. */
export interface GivenObject {
  /** @default every account has it */
  readonly accountId?: string;
  /** @default a new UUID */
  readonly id?: string;
  readonly name: string;
}

export interface GivenTypedObject extends GivenObject {
  /** As the API writes it, e.g. `okta`, `EMAIL`, `disk_encryption`. */
  readonly type: string;
}

/** A rule as the API has it, e.g. `{ email_domain: { domain: "example.com" } }`. */
export type GivenRule = Readonly<Record<string, unknown>>;

export interface GivenGroup extends GivenObject {
  /** @default everyone at example.com */
  readonly include?: readonly GivenRule[];
  /** @default none */
  readonly exclude?: readonly GivenRule[];
  /** @default none */
  readonly require?: readonly GivenRule[];
}

export interface GivenServiceToken extends GivenObject {
  /** @default true */
  readonly enabled?: boolean;
  /** A date and time of ISO 8601. @default a year after it was made */
  readonly expiresAt?: string;
}

export interface GivenList extends GivenTypedObject {
  /** The values. @default none */
  readonly items?: readonly string[];
}

/** What is given of each kind. */
export interface GivenObjects {
  readonly groups: GivenGroup;
  readonly identityProviders: GivenTypedObject;
  readonly serviceTokens: GivenServiceToken;
  readonly lists: GivenList;
  readonly postureRules: GivenTypedObject;
}

const KINDS: readonly ObjectKind[] = [
  "groups",
  "identityProviders",
  "serviceTokens",
  "lists",
  "postureRules",
];

/** What of a given object is kept beside its id, name and type: whatever else it holds, such as a secret, is never answered. */
const CONTENT: Readonly<Record<ObjectKind, readonly string[]>> = {
  groups: ["include", "exclude", "require"],
  identityProviders: [],
  serviceTokens: ["enabled", "expiresAt"],
  lists: ["items"],
  postureRules: [],
};

/** Knows the objects that rules refer to. Those given at the start are in memory, changes of them in the store. */
export class AccountObjects {
  private given: readonly ObjectRecord[] = [];

  constructor(
    private readonly options: { readonly [Kind in ObjectKind]?: readonly GivenObjects[Kind][] },
    private readonly store: Store,
    readonly now: () => number,
  ) {
    this.clear();
  }

  /** Leaves what was given at the start. */
  clear(): void {
    this.given = KINDS.flatMap((kind) =>
      (this.options[kind] ?? []).map((object) => this.recordOf(kind, object)),
    );
  }

  add<Kind extends ObjectKind>(kind: Kind, object: GivenObjects[Kind]): string {
    return this.store.putObject(this.recordOf(kind, object)).id;
  }

  /** Sets fields; throws when there is no such object. */
  edit<Kind extends ObjectKind>(kind: Kind, id: string, fields: Partial<GivenObjects[Kind]>): void {
    const { name, type, content, ...prior } = this.existing(kind, id);
    const edited = this.recordOf(kind, { id, name, type, ...content, ...fields } as GivenObjects[Kind]);
    this.store.putObject({ ...edited, ...prior });
  }

  /** Throws when there is none. */
  remove(kind: ObjectKind, id: string): void {
    this.store.dropObject(this.existing(kind, id));
  }

  list(kind: ObjectKind, accountId: string): readonly ObjectRecord[] {
    return this.all(kind).filter((record) => (record.accountId ?? accountId) === accountId);
  }

  private all(kind: ObjectKind): readonly ObjectRecord[] {
    const { changed, removed } = this.store.objectsOf(kind);
    const given = this.given.filter((record) => record.kind === kind && !removed.has(record.id));
    const known = new Set(given.map(({ id }) => id));
    return [
      ...given.map((record) => changed.get(record.id) ?? record),
      ...[...changed.values()].filter(({ id }) => !known.has(id)),
    ];
  }

  private existing(kind: ObjectKind, id: string): ObjectRecord {
    const found = this.all(kind).find((record) => record.id === id);
    if (found === undefined) throw new Error(`The emulator has no ${id} among its ${kind}.`);
    return found;
  }

  private recordOf<Kind extends ObjectKind>(kind: Kind, object: GivenObjects[Kind]): ObjectRecord {
    const { accountId, id = randomUUID(), name, type } = object as GivenObject & { type?: string };
    const createdAt = new Date(this.now()).toISOString();
    const given = Object.entries(object).filter(
      ([field, value]) => CONTENT[kind].includes(field) && value !== undefined,
    );
    return { kind, accountId, id, name, type, content: Object.fromEntries(given), createdAt };
  }
}
