/** What rules and policies refer to by its id: the kinds, the fields that refer to them, and the form of an id. */

import { quoted } from "../text";
import type { WirePolicy } from "./document";
import { type Issue, issue } from "./issue";
import { isPlainObject } from "./json";
import type { PolicyFields } from "./policy-fields";
import { selectorOf } from "./rule-set";

/** What rules and policies refer to by its id. */
export type ReferenceKind =
  | "group"
  | "identity_provider"
  | "service_token"
  | "list"
  | "device_posture_rule"
  | "application";

/** What a field that holds an id refers to. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** The only type of it that makes sense here, as the API spells it. @default any type */
  readonly type?: string;
}

/** One kind of what is referred to. */
export interface ReferenceDefinition {
  readonly kind: ReferenceKind;
  /** Name of the data source that looks one up. */
  readonly dataSource: string;
  /** Name of the construct. */
  readonly construct: string;
  /** What one and several are called in a sentence. */
  readonly noun: string;
  readonly plural: string;
  /** What one is looked up by besides its name: how the name of the prop ends a sentence. */
  readonly keys?: Readonly<Record<string, string>>;
  /** What types there are, where the kind has types. */
  readonly types?: string;
}

/**
 * Everything that can be looked up by name for a rule or a policy.
 * Sources: the list endpoints of Access groups, identity providers, service tokens and applications, of Zero Trust
 * lists, and of device posture rules.
 */
export const REFERENCES: readonly ReferenceDefinition[] = [
  {
    kind: "group",
    dataSource: "cfaccess_group",
    construct: "AccessGroup",
    noun: "Access group",
    plural: "Access groups",
  },
  {
    kind: "identity_provider",
    dataSource: "cfaccess_identity_provider",
    construct: "AccessIdentityProvider",
    noun: "identity provider",
    plural: "identity providers",
    types: "`onetimepin`, `azureAD`, `okta`, `github`, `google-apps`, `saml`, `oidc`, …",
  },
  {
    kind: "service_token",
    dataSource: "cfaccess_service_token",
    construct: "AccessServiceToken",
    noun: "service token",
    plural: "service tokens",
  },
  {
    kind: "list",
    dataSource: "cfaccess_list",
    construct: "AccessList",
    noun: "Zero Trust list",
    plural: "Zero Trust lists",
    types: "`EMAIL`, `IP`, …",
  },
  {
    kind: "device_posture_rule",
    dataSource: "cfaccess_device_posture_rule",
    construct: "DevicePostureRule",
    noun: "device posture rule",
    plural: "device posture rules",
    types: "`disk_encryption`, `firewall`, `os_version`, …",
  },
  {
    kind: "application",
    dataSource: "cfaccess_application",
    construct: "AccessApplication",
    noun: "Access application",
    plural: "Access applications",
    keys: {
      domain:
        "a domain it is reached under, with its path where it has one, such as `wiki.example.com/admin`",
    },
    types: "`self_hosted`, `saas`, `infrastructure`, …",
  },
];

const byKind = new Map(REFERENCES.map((definition) => [definition.kind, definition]));

export function referenceOf(kind: ReferenceKind): ReferenceDefinition {
  return byKind.get(kind)!;
}

/** A field that refers to something, and what it holds. */
export interface FieldReference {
  readonly path: Issue["path"];
  readonly value: unknown;
  readonly meant: Reference;
}

/** Returns the fields of a rule that refer to something. Paths begin at the selector. */
export function referencesInRule(rule: unknown): readonly FieldReference[] {
  const selector = selectorOf(rule);
  if (selector === undefined) return [];
  const content = contentOf(rule, selector.wireKey);
  if (content === undefined) return [];
  return Object.entries(selector.fields).flatMap(([name, { refersTo }]) =>
    refersTo ? [{ path: [selector.wireKey, name], value: content[name], meant: refersTo }] : [],
  );
}

/**
 * Returns the fields of a policy that refer to something of its own account. What a rule reads from another account is
 * left out.
 */
export function referencesInPolicy(
  fields: PolicyFields,
  wire: WirePolicy,
  accountId: string,
): readonly FieldReference[] {
  return referencesInFields(fields, wire, accountId);
}

function referencesInFields(
  fields: PolicyFields,
  values: Readonly<Record<string, unknown>>,
  accountId: string,
): FieldReference[] {
  return Object.entries(fields).flatMap(([name, { type, refersTo }]) => {
    const value = values[name];
    if (refersTo) return [{ path: [name], value, meant: refersTo }];
    if (type === "rules") {
      const ofRule = (rule: unknown) => (readsFrom(rule, accountId) ? referencesInRule(rule) : []);
      return eachIn(name, value, ofRule);
    }
    if (typeof type === "string" || value === undefined || value === null) return [];
    const nested = "object" in type ? type.object : type.objects;
    const within = (object: unknown) =>
      isPlainObject(object) ? referencesInFields(nested, object, accountId) : [];
    return "object" in type ? under([name], within(value)) : eachIn(name, value, within);
  });
}

/** Whether a rule is about objects of this account. */
function readsFrom(rule: unknown, accountId: string): boolean {
  const selector = selectorOf(rule);
  const content = selector && contentOf(rule, selector.wireKey);
  if (selector === undefined || content === undefined) return false;
  return Object.entries(selector.fields).every(([name, { absentMeans }]) => {
    const account = content[name] ?? accountId;
    return absentMeans !== "own account" || account === accountId;
  });
}

function contentOf(rule: unknown, wireKey: string): Readonly<Record<string, unknown>> | undefined {
  const content = (rule as Record<string, unknown>)[wireKey];
  return isPlainObject(content) ? content : undefined;
}

function eachIn(
  name: string,
  list: unknown,
  found: (item: unknown) => readonly FieldReference[],
): FieldReference[] {
  return Array.isArray(list) ? list.flatMap((item, index) => under([name, index], found(item))) : [];
}

function under(path: Issue["path"], found: readonly FieldReference[]): FieldReference[] {
  return found.map((reference) => ({ ...reference, path: [...path, ...reference.path] }));
}

/*
 * Names in place of ids. The API accepts any text there, and the rule then matches nothing.
 *
 * Sources: the API's schemas of groups, identity providers, service tokens and applications (a UUID, or 32 hexadecimal
 * digits). For posture checks and lists, which other products of the vendor own, its examples are UUIDs, and no more is said.
 */

/** A UUID, with or without its dashes. */
const ID_FORM = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

/** What the API documents as having such ids and no other. */
const CERTAIN: ReadonlySet<ReferenceKind> = new Set([
  "group",
  "identity_provider",
  "service_token",
  "application",
]);

/** Returns whether the API documents that such ids have the form of a UUID. */
export function idIsCertain({ kind }: Reference): boolean {
  return CERTAIN.has(kind);
}

/** Finds the texts of a rule that can not be the ids that are meant. Paths begin at the selector. */
export function validateReferenceIds(rule: unknown): Issue[] {
  return referencesInRule(rule).flatMap(({ path, value, meant }) => {
    const unlikely = idIsCertain(meant) ? unlikelyId(value, meant) : undefined;
    if (unlikely === undefined) return [];
    const { fix, ...facts } = unlikely;
    return [{ ...issue("not-an-id", path, facts), fix }];
  });
}

/** Returns what to say of a text without the form of an id; undefined where it has that form, or cannot be judged. */
export function unlikelyId(value: unknown, { kind }: Reference) {
  if (typeof value !== "string" || value.trim() === "" || ID_FORM.test(value)) return undefined;
  // An expression of Terraform that was written by hand.
  if (value.includes("${")) return undefined;
  const { noun, construct, dataSource } = referenceOf(kind);
  const name = quoted(value);
  return {
    name: `${/^[AEIOU]/i.test(noun) ? "an" : "a"} ${noun}`,
    got: value,
    allowed: "a UUID, such as f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
    fix:
      kind === "service_token" && CLIENT_ID.test(value)
        ? `This is the client id of a service token. Its id is another: look it up by its name, ${construct}.fromName(stack, "…", name) or data "${dataSource}".`
        : `If it is the name, look the id up: ${construct}.fromName(stack, "…", ${name}) or data "${dataSource}" with name = ${name}.`,
  };
}

/** `88bf3b6d86161464f6509f7219099e57.access`, with or without the domain that follows. */
const CLIENT_ID = /^[0-9a-f]{32}\.access(\.|$)/i;
