import { DEFERRED, isPlainObject, type Json } from "../model";
import { resourceReferences } from "./references";
import type { ResourceValues } from "./resource-values";

/**
 * Replaces ids that are known after the apply by the address of the new object that they belong to, where that is
 * certain. So a policy that is made and attached in one plan is the same policy on both sides.
 *
 * @param configuration the member of the plan. Of a configuration in JSON, as cdktf writes it, it has each value as it is
 *   written; of one in HCL only which objects an attribute refers to, not where in the attribute
 */
export function resolveReferences(
  resources: readonly ResourceValues[],
  configuration: unknown,
): ResourceValues[] {
  const created = new Set(resources.filter(({ isNew }) => isNew).map(({ address }) => address));
  const expressions = expressionsByAddress(configuration);
  return resources.map((resource) => {
    const expression = expressions.get(resource.address);
    if (expression === undefined) return resource;
    const exact = resolveExactly(resource.values, writtenIn(expression), created);
    return { ...resource, values: resolveOnly(exact, expression, created) as Json };
  });
}

/** The values of an expression as they are written, where the plan has them. */
function writtenIn(expression: unknown): unknown {
  if (Array.isArray(expression)) return expression.map(writtenIn);
  if (!isPlainObject(expression)) return undefined;
  if (expression.constant_value !== undefined) return expression.constant_value;
  if (Array.isArray(expression.references)) return undefined;
  return Object.fromEntries(Object.entries(expression).map(([name, member]) => [name, writtenIn(member)]));
}

type Created = ReadonlySet<string>;

function resolveExactly(value: unknown, written: unknown, created: Created): unknown {
  if (value === DEFERRED) return (typeof written === "string" && newText(written, created)) || DEFERRED;
  if (Array.isArray(value)) return resolveElements(value, written, created);
  if (!isPlainObject(value) || !isPlainObject(written)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, resolveExactly(member, written[name], created)]),
  );
}

/** The elements of a set stand in another order than they were written in; those of a list do not. */
function resolveElements(values: readonly unknown[], written: unknown, created: Created): unknown[] {
  const elements: unknown[] = Array.isArray(written) ? written : [];
  const texts = elements.flatMap((element) =>
    typeof element === "string" ? (newText(element, created) ?? []) : [],
  );
  const unknown = values.filter((value) => value === DEFERRED).length;
  let next = 0;
  return values.map((value, index) => {
    if (value === DEFERRED) return texts.length === unknown ? texts[next++] : DEFERRED;
    return isPlainObject(value) ? resolveExactly(value, elements[index], created) : value;
  });
}

/** A written text with the addresses of new objects instead of references to them; undefined where it has others. */
function newText(written: string, created: Created): string | undefined {
  const references = resourceReferences(written);
  if (references.length === 0 || !references.every(({ address }) => created.has(address))) return undefined;
  const text = references.reduce(
    (rest, { expression, address }) => rest.replace(expression, address),
    written,
  );
  return text.includes("${") ? undefined : text;
}

/** What each attribute of a resource refers to, by the resource's address. */
function expressionsByAddress(configuration: unknown): ReadonlyMap<string, unknown> {
  const module = isPlainObject(configuration) ? configuration.root_module : undefined;
  const resources: unknown[] =
    isPlainObject(module) && Array.isArray(module.resources) ? module.resources : [];
  return new Map(
    resources.flatMap((resource): [string, unknown][] =>
      isPlainObject(resource) ? [[String(resource.address), resource.expressions]] : [],
    ),
  );
}

/** Where an attribute holds one unknown and refers to the id of one new object, the two belong together. */
function resolveOnly(value: unknown, expression: unknown, created: Created): unknown {
  if (Array.isArray(expression) && Array.isArray(value))
    return value.map((element, index) => resolveOnly(element, expression[index], created));
  if (!isPlainObject(expression)) return value;
  if (Array.isArray(expression.references)) {
    const targets = new Set(
      expression.references.flatMap((reference: unknown) => {
        const [, address] = /^([\w-]+\.[\w-]+)\.id$/.exec(String(reference)) ?? [];
        return address !== undefined && created.has(address) ? [address] : [];
      }),
    );
    const [target] = targets;
    return target !== undefined && targets.size === 1 && countUnknown(value) === 1
      ? replaceUnknown(value, target)
      : value;
  }
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, resolveOnly(member, expression[name], created)]),
  );
}

function countUnknown(value: unknown): number {
  if (value === DEFERRED) return 1;
  const members = Array.isArray(value) ? value : isPlainObject(value) ? Object.values(value) : [];
  return members.reduce((sum: number, member) => sum + countUnknown(member), 0);
}

function replaceUnknown(value: unknown, replacement: string): unknown {
  if (value === DEFERRED) return replacement;
  if (Array.isArray(value)) return value.map((element) => replaceUnknown(element, replacement));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, replaceUnknown(member, replacement)]),
  );
}
