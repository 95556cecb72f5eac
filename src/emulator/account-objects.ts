import { randomUUID } from "node:crypto";

/** Something of an account that rules refer to by its id. */
export interface GivenObject {
  /** @default every account has it */
  readonly accountId?: string;
  /** @default a new UUID */
  readonly id?: string;
  readonly name: string;
}

export interface GivenTypedObject extends GivenObject {
  /** As the API spells it, e.g. `okta`, `EMAIL`, `disk_encryption`. */
  readonly type: string;
}

/** What is given of each kind. */
export interface GivenObjects {
  readonly groups: GivenObject;
  readonly identityProviders: GivenTypedObject;
  readonly serviceTokens: GivenObject;
  readonly lists: GivenTypedObject;
  readonly postureRules: GivenTypedObject;
}

export type ObjectKind = keyof GivenObjects;

export interface ObjectRecord {
  readonly kind: ObjectKind;
  /** Absent: every account has it. */
  readonly accountId?: string;
  readonly id: string;
  readonly name: string;
  readonly type?: string;
  readonly createdAt: string;
}

const KINDS: readonly ObjectKind[] = [
  "groups",
  "identityProviders",
  "serviceTokens",
  "lists",
  "postureRules",
];

/** Knows the objects that rules refer to, in memory only. The API's endpoints for them read. */
export class AccountObjects {
  private records: ObjectRecord[] = [];

  constructor(
    private readonly given: { readonly [Kind in ObjectKind]?: readonly GivenObjects[Kind][] },
    readonly now: () => number,
  ) {
    this.clear();
  }

  /** Leaves what was given at the start. */
  clear(): void {
    this.records = [];
    for (const kind of KINDS) for (const object of this.given[kind] ?? []) this.add(kind, object);
  }

  add<Kind extends ObjectKind>(kind: Kind, object: GivenObjects[Kind]): string {
    // Field by field: whatever else a caller's object holds, such as a secret, is never answered.
    const { accountId, id = randomUUID(), name, type } = object as GivenObject & { type?: string };
    const createdAt = new Date(this.now()).toISOString();
    this.records.push({ kind, accountId, id, name, type, createdAt });
    return id;
  }

  /** Throws when there is none. */
  remove(kind: ObjectKind, id: string): void {
    const kept = this.records.filter((record) => record.kind !== kind || record.id !== id);
    if (kept.length === this.records.length) throw new Error(`The emulator has no ${id} among its ${kind}.`);
    this.records = kept;
  }

  list(kind: ObjectKind, accountId: string): readonly ObjectRecord[] {
    return this.records.filter(
      (record) => record.kind === kind && (record.accountId ?? accountId) === accountId,
    );
  }
}
