import type { AccessAccount } from "../access";
import { DEFERRED, isPlainObject, type Json } from "../model";
import type { AccountListName } from "./account-part";
import { resourceReferences } from "./references";
import { isAccessResource, type ResourceValues } from "./resource-values";
import { ReviewError } from "./review-error";

/**
 * Reads the resources of a `cdk.tf.json` as they are written. A reference to an object of the stack is that object; one to
 * a data source is what the snapshot has under that name. Every other reference is not known.
 *
 * An object of the stack is the one of its name in the snapshot, where one and only one has it.
 *
 * @throws ReviewError for anything else than a synthesized stack
 */
export function resourcesOfStack(
  stack: unknown,
  snapshot: AccessAccount | undefined,
): readonly ResourceValues[] {
  if (!isPlainObject(stack) || !(isPlainObject(stack.resource) || isPlainObject(stack.terraform)))
    throw new ReviewError(
      "This is not a synthesized stack. Expected a cdk.tf.json, such as cdktf.out/stacks/<stack>/cdk.tf.json.",
    );
  const resources = blocksIn(stack.resource).filter(({ type }) => isAccessResource(type));
  const ids = new Map<string, string>();
  for (const { address, type, values } of resources)
    ids.set(address, idInSnapshot(type, values, snapshot) ?? address);
  for (const { address, type, values } of blocksIn(stack.data)) {
    const id = idInSnapshot(type, values, snapshot);
    if (id !== undefined) ids.set(`data.${address}`, id);
  }
  const locals = isPlainObject(stack.locals) ? stack.locals : {};
  return resources.map(({ address, type, values }) => {
    const id = ids.get(address)!;
    // How many objects a loop makes is for Terraform to say.
    const isLoop = values.for_each !== undefined || values.count !== undefined;
    const written = isLoop ? everyMemberUnknown(values) : (resolved(values, ids, locals) as Json);
    return { address, type, values: { ...written, id }, ...(id === address ? { isNew: true } : {}) };
  });
}

interface Block {
  readonly address: string;
  readonly type: string;
  readonly values: Json;
}

function blocksIn(section: unknown): Block[] {
  if (!isPlainObject(section)) return [];
  return Object.entries(section).flatMap(([type, named]) =>
    Object.entries(isPlainObject(named) ? named : {}).flatMap(([name, values]): Block[] =>
      isPlainObject(values) ? [{ address: `${type}.${name}`, type, values: values as Json }] : [],
    ),
  );
}

/** Which list of an account has the objects of a type of resource or data source. */
const LISTS: readonly (readonly [pattern: RegExp, list: AccountListName | "applications"])[] = [
  [/_access_application$|^cfaccess_application$/, "applications"],
  [/_access_policy$|^cfaccess_policy$/, "policies"],
  [/_group$/, "groups"],
  [/_list$/, "lists"],
  [/_identity_provider$/, "identity_providers"],
  [/_service_token$/, "service_tokens"],
];

function idInSnapshot(type: string, values: Json, snapshot: AccessAccount | undefined): string | undefined {
  const list = LISTS.find(([pattern]) => pattern.test(type))?.[1];
  if (list === undefined) return undefined;
  const entries = (snapshot?.[list] ?? []) as readonly Json[];
  const isSame = (entry: Json) =>
    typeof values.domain === "string" && list === "applications"
      ? entry.domain === values.domain
      : typeof values.name === "string" && entry.name === values.name;
  const [found, another] = entries.filter(isSame);
  return found !== undefined && another === undefined ? String(found.id) : undefined;
}

/** The value with references replaced; what refers to anything else is DEFERRED. */
function resolved(value: unknown, ids: ReadonlyMap<string, string>, locals: Json): unknown {
  if (typeof value === "string") return resolvedText(value, ids, locals);
  if (Array.isArray(value)) return value.map((element) => resolved(element, ids, locals));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, resolved(member, ids, locals)]),
  );
}

function resolvedText(text: string, ids: ReadonlyMap<string, string>, locals: Json): unknown {
  const [, local] = /^\$\{local\.([\w-]+)\}$/.exec(text) ?? [];
  if (local !== undefined && Object.hasOwn(locals, local)) {
    const { [local]: value, ...others } = locals;
    return resolved(value, ids, others);
  }
  const rest = resourceReferences(text).reduce(
    (written, { expression, address }) => written.replace(expression, () => ids.get(address) ?? expression),
    text,
  );
  // Doubled, these signs begin a text, not an expression.
  const literal = rest.split("$${").join("").split("%%{").join("");
  if (literal.includes("${") || literal.includes("%{")) return DEFERRED;
  return rest.split("$${").join("${").split("%%{").join("%{");
}

function everyMemberUnknown(values: Json): Json {
  const members = Object.keys(values).filter((name) => name !== "for_each" && name !== "count");
  return Object.fromEntries(members.map((name) => [name, DEFERRED]));
}
