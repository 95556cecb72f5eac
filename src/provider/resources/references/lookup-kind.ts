import type { AccountDirectory, AccountObject, LookUpOptions } from "../../../client";
import type { Attributes, ObjectValue } from "../../../plugin";
import type { AccessMeta } from "../access-meta";

/** One object that a look-up may find; with a type where its kind has types. */
export interface Candidate extends AccountObject {
  readonly type?: string;
}

/** A kind of object that an account lists. */
export interface ListedKind<Item extends Candidate = Candidate> {
  /** What one and several are called in a sentence. */
  readonly noun: string;
  readonly plural: string;
  readonly list: (directory: AccountDirectory, options: LookUpOptions) => Promise<readonly Item[]>;
}

/** What sets one kind of look-up apart from the others. */
export interface LookupKind<Item extends Candidate> extends ListedKind<Item> {
  /** Terraform's type name, e.g. `cfaccess_group`. */
  readonly typeName: string;
  readonly description: string;
  /** What `type` tells, on a kind that has types. It narrows a look-up by name, or stands alone. */
  readonly types?: string;
  /** What one is looked up by besides id and name, by attribute. */
  readonly keys?: Readonly<Record<string, LookupKey<Item>>>;
  /** Further attributes, all computed, and their values. */
  readonly attributes?: Attributes;
  readonly values?: (item: Item, accountId: string, meta: AccessMeta) => ObjectValue;
}

export interface LookupKey<Item extends Candidate> {
  readonly description: string;
  /** Leads from what is looked for to the value, as in `no Access group called "Engineering"`. */
  readonly relation: string;
  /** The values that find the item. The first is the item's own, which the state shows when it was found otherwise. */
  readonly of: (item: Item) => readonly string[];
  /** Takes away what makes no difference between two values. @default nothing */
  readonly plain?: (value: string) => string;
}

export type LookupKeys<Item extends Candidate> = Readonly<Record<string, LookupKey<Item>>>;

/** The relation and the values of an id, which every kind has. */
export const BY_ID = { relation: "with the id", of: ({ id }: Candidate) => [id] } as const;

/** Which values find an item of the kind, by attribute. Exactly one is given, but for `type`. */
export function keysOf<Item extends Candidate>(kind: LookupKind<Item>): LookupKeys<Item> {
  return {
    id: {
      description: `ID of the ${kind.noun}.`,
      ...BY_ID,
    },
    name: {
      description: `Exact name of the ${kind.noun}.`,
      relation: "called",
      of: ({ name }) => [name],
      // Terraform's strings are in this form, the API's in any.
      plain: (name) => name.normalize("NFC"),
    },
    ...kind.keys,
    ...(kind.types === undefined
      ? {}
      : { type: { description: kind.types, relation: "of type", of: ({ type = "" }) => [type] } }),
  };
}

/** One value that a configuration looks something up by. */
export interface Question<Item extends Candidate> {
  readonly attribute: string;
  readonly key: LookupKey<Item>;
  readonly value: string;
}

export function fits<Item extends Candidate>(item: Item, { key, value }: Question<Item>): boolean {
  const { of, plain = (text) => text } = key;
  const wanted = plain(value);
  return of(item).some((text) => plain(text) === wanted);
}
