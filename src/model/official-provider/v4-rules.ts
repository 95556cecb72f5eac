import { DEFERRED, type Deferred } from "../deferred";
import type { Rule } from "../rule-set";
import { selectorByKey, singleField } from "../selectors";
import { members, readList, readString, readStrings, saysNothing } from "./read-fields";
import { unheardOf, unreadable } from "./unreadable-state";

/** `true` where there is such a rule. */
const FLAGS = ["everyone", "certificate", "any_valid_service_token"];

/** Attributes that make one rule of each string, by the selector they stand for. */
const STRINGS: Readonly<Record<string, string>> = {
  email: "email",
  email_domain: "email_domain",
  email_list: "email_list",
  ip: "ip",
  ip_list: "ip_list",
  service_token: "service_token",
  group: "group",
  geo: "geo",
  login_method: "login_method",
  device_posture: "device_posture",
  // One string, and the list that takes over when there are more.
  common_name: "common_name",
  common_names: "common_name",
  auth_method: "auth_method",
};

/** A block inside a block of rules. */
interface Block {
  readonly selector: string;
  /** The list in the block that makes a rule of each of its strings, and the field these go to. */
  readonly each?: readonly [list: string, field: string];
  /** An empty list makes one rule without the field. @default an empty list makes no rule */
  readonly orNone?: boolean;
}

const BLOCKS: Readonly<Record<string, Block>> = {
  azure: { selector: "azure_ad", each: ["id", "id"] },
  okta: { selector: "okta", each: ["name", "name"] },
  gsuite: { selector: "gsuite", each: ["email", "email"] },
  github: { selector: "github_organization", each: ["teams", "team"], orNone: true },
  saml: { selector: "saml" },
  external_evaluation: { selector: "external_evaluation" },
  auth_context: { selector: "auth_context" },
};

/**
 * Rules as version 4 keeps them: a list of blocks, usually one, with a member for each selector. A member holds a
 * flag, a string, a list of strings, or further blocks, and some make several rules. Where a plan does not know how
 * many rules there are, one DEFERRED stands for them.
 */
export function readV4Rules(value: unknown, path: string): (Rule | Deferred)[] | Deferred {
  if (value === DEFERRED) return DEFERRED;
  return readList(value, path).flatMap((block, index): (Rule | Deferred)[] => {
    if (block === DEFERRED) return [DEFERRED];
    // The block of a configuration that says nothing is null.
    return block === null ? [] : readBlock(block, `${path}[${index}]`);
  });
}

function readBlock(block: unknown, path: string): (Rule | Deferred)[] {
  return members(block, path).flatMap(([name, value, at]): (Rule | Deferred)[] => {
    if (value === DEFERRED) return [DEFERRED];
    if (FLAGS.includes(name)) return readFlag(name, value, at);
    if (Object.hasOwn(STRINGS, name)) return readValues(STRINGS[name]!, value, at);
    const inner = Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined;
    if (inner === undefined) {
      if (saysNothing(value)) return [];
      throw unheardOf(at);
    }
    return readList(value, at).flatMap((item, index) =>
      item === DEFERRED ? [DEFERRED] : readInner(inner, item, `${at}[${index}]`),
    );
  });
}

function readFlag(name: string, value: unknown, path: string): Rule[] {
  if (typeof value !== "boolean") throw unreadable(path, value, "true or false");
  return value ? [{ [name]: {} }] : [];
}

function readValues(key: string, value: unknown, path: string): Rule[] {
  if (value === "") return [];
  const values = typeof value === "string" ? [value] : (readStrings(value, path) as readonly unknown[]);
  const selector = selectorByKey(key)!;
  return values.map((item) => ({ [selector.wireKey]: { [singleField(selector)]: item } }));
}

function readInner(block: Block, given: unknown, path: string): (Rule | Deferred)[] {
  const selector = selectorByKey(block.selector)!;
  const [list, field] = block.each ?? [];
  const shared: Record<string, unknown> = {};
  let values: readonly unknown[] = [];
  for (const [name, value, at] of members(given, path)) {
    if (name === list) {
      const strings = readStrings(value, at);
      if (strings === DEFERRED) return [DEFERRED];
      values = strings;
    } else if (saysNothing(value)) continue;
    else if (Object.hasOwn(selector.fields, name)) shared[name] = readString(value, at);
    else throw unheardOf(at);
  }
  const rule = (fields: Rule): Rule => ({ [selector.wireKey]: fields });
  if (field === undefined || (block.orNone && values.length === 0)) return [rule(shared)];
  return values.map((value) => rule({ ...shared, [field]: value }));
}
