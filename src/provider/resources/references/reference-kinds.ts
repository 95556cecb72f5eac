import type {
  AccountDirectory,
  AccountObject,
  ApplicationEntry,
  LookUpOptions,
  TypedObject,
} from "../../../client";
import { type ReferenceKind, referenceOf } from "../../../model";
import type { Attributes, ObjectValue } from "../../../plugin";
import type { AccessMeta } from "../request-options";

/** An object that a lookup may find; with a type where its kind has types. */
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

/** What distinguishes one kind of lookup. */
export interface LookupKind<Item extends Candidate> extends ListedKind<Item> {
  /** Terraform's type name, e.g. `cfaccess_group`. */
  readonly typeName: string;
  readonly description: string;
  /** Describes `type` on a kind that has types. It narrows a lookup by name, or is the only criterion. */
  readonly types?: string;
  /** What an object is looked up by besides id and name, by attribute. */
  readonly keys?: Readonly<Record<string, LookupKey<Item>>>;
  /** Further attributes, all computed, and their values. */
  readonly attributes?: Attributes;
  readonly values?: (item: Item, accountId: string, meta: AccessMeta) => ObjectValue;
}

export interface LookupKey<Item extends Candidate> {
  readonly description: string;
  /** Joins the noun and the value, as in `no Access group called "Engineering"`. */
  readonly relation: string;
  /** The values that find the item. The first is the item's own, which the state shows when it was found otherwise. */
  readonly of: (item: Item) => readonly string[];
  /** Removes what makes no difference between two values. @default nothing */
  readonly plain?: (value: string) => string;
}

export type LookupKeys<Item extends Candidate> = Readonly<Record<string, LookupKey<Item>>>;

/** The relation and the values of an id, which every kind has. */
export const BY_ID = { relation: "with the id", of: ({ id }: Candidate) => [id] } as const;

/** Returns what an object of the kind is looked up by, by attribute. Exactly one is configured, besides `type`. */
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

/** A value that a configuration looks something up by. */
export interface LookupCriterion<Item extends Candidate> {
  readonly attribute: string;
  readonly key: LookupKey<Item>;
  readonly value: string;
}

export function matches<Item extends Candidate>(item: Item, { key, value }: LookupCriterion<Item>): boolean {
  const { of, plain = (text) => text } = key;
  const wanted = plain(value);
  return of(item).some((text) => plain(text) === wanted);
}

/** Returns what follows from the model's table of references. */
function referred<Kind extends ReferenceKind>(kind: Kind) {
  const { dataSource: typeName, noun, plural } = referenceOf(kind);
  const list = (directory: AccountDirectory, options: LookUpOptions) => directory.list(kind, options);
  return { typeName, noun, plural, list };
}

const GROUP: LookupKind<AccountObject> = {
  ...referred("group"),
  description: "An Access group, looked up by its exact name or its id; `group` rules take its `id`.",
};

const IDENTITY_PROVIDER: LookupKind<TypedObject> = {
  ...referred("identity_provider"),
  description:
    "An identity provider of Access, looked up by its exact name, its id, or its type where it is the only one; " +
    "`login_method` rules and the rules on groups of an identity provider take its `id`.",
  types: "Type of the identity provider as the API spells it, e.g. `onetimepin`, `azureAD`, `okta`, `saml`.",
};

const SERVICE_TOKEN: LookupKind<AccountObject> = {
  ...referred("service_token"),
  description:
    "A service token of Access, looked up by its exact name or its id; `service_token` rules take its `id`. Its " +
    "secret is never read.",
};

const LIST: LookupKind<TypedObject> = {
  ...referred("list"),
  description:
    "A Zero Trust list, looked up by its exact name or its id; `email_list` rules, `ip_list` rules and approval " +
    "groups take its `id`. Its items are not read.",
  types: "Type of the list as the API spells it, e.g. `EMAIL`, `IP`.",
};

const DEVICE_POSTURE_RULE: LookupKind<TypedObject> = {
  ...referred("device_posture_rule"),
  description:
    "A device posture rule, looked up by its exact name or its id; `device_posture` rules take its `id`.",
  types: "Type of the device posture rule as the API spells it, e.g. `disk_encryption`, `warp`.",
};

export const APPLICATION: LookupKind<ApplicationEntry> = {
  ...referred("application"),
  description:
    "An Access application, looked up by its exact name, a domain of it, or its id; the policies of an application " +
    "take its `id` as their `app_id`.",
  types: "Type of the application as the API spells it, e.g. `self_hosted`, `infrastructure`.",
  keys: {
    domain: {
      description:
        "A domain that the application is reached under, with its path where it has one, e.g. `wiki.example.com/admin`.",
      relation: "with the domain",
      of: ({ domains }) => domains,
      plain: plainAddress,
    },
  },
  attributes: {
    domains: {
      type: { set: "string" },
      computed: true,
      description: "All domains that the application is reached under.",
    },
  },
  values: ({ domains }) => ({ domains }),
};

/** The lookups of what rules and policies refer to by id, in the order of the documentation. */
export const REFERENCE_LOOKUPS = {
  group: GROUP,
  identity_provider: IDENTITY_PROVIDER,
  service_token: SERVICE_TOKEN,
  list: LIST,
  device_posture_rule: DEVICE_POSTURE_RULE,
  application: APPLICATION,
} as const satisfies Readonly<Record<ReferenceKind, unknown>>;

/** Returns a kind without the type of its objects, so that all kinds are handled in the same way. */
export function listedKind(kind: ReferenceKind): ListedKind {
  return REFERENCE_LOOKUPS[kind];
}

/** The account's reusable policies, which applications and lookups refer to by id. */
export const REUSABLE_POLICY = {
  noun: "reusable policy",
  plural: "reusable policies",
  list: listReusablePolicies,
} satisfies ListedKind;

async function listReusablePolicies(directory: AccountDirectory, options: LookUpOptions) {
  const answers = await directory.list("reusable_policy", options);
  return answers.map((answer) => ({
    id: answer.id,
    name: typeof answer.name === "string" ? answer.name : "",
    answer,
  }));
}

/** A host's case and a slash at the end make no difference; a path's case does. */
function plainAddress(address: string): string {
  const [host = "", ...path] = address.split("/");
  while (path.at(-1) === "") path.pop();
  return [host.toLowerCase(), ...path].join("/");
}
