import type { Attribute, Attributes, Schema } from "./schema";

/** What Terraform keeps for itself at the top of a resource, a data source or a provider block. */
const RESERVED = {
  resource: ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"],
  "data source": ["count", "depends_on", "for_each", "lifecycle", "provider"],
  provider: ["alias", "version"],
} as const;

const NAME = /^[a-z][a-z0-9_]*$/;

/**
 * Refuses a schema that Terraform would refuse, or that planning could not follow. Run when the provider is put
 * together, so that a mistake shows in the first test rather than at a user's first plan.
 * @throws Error naming every mistake
 */
export function checkSchema(kind: keyof typeof RESERVED, name: string, schema: Schema): void {
  const problems = checkAttributes(schema.attributes, [], false);
  const reserved: readonly string[] = RESERVED[kind];
  for (const attribute of Object.keys(schema.attributes)) {
    if (reserved.includes(attribute)) problems.push(`${attribute}: Terraform reserves this name`);
  }
  if (problems.length > 0)
    throw new Error(`The schema of ${kind} ${name} is not valid:\n  ${problems.join("\n  ")}`);
}

function checkAttributes(attributes: Attributes, at: readonly string[], insideSet: boolean): string[] {
  const problems: string[] = [];
  for (const [name, attribute] of Object.entries(attributes)) {
    const path = [...at, name];
    const say = (problem: string) => problems.push(`${path.join(".")}: ${problem}`);
    if (!NAME.test(name)) say("names start with a lower-case letter and go on with those, digits and _");
    for (const problem of checkAttribute(attribute)) say(problem);
    if (insideSet && attribute.requiresReplace)
      say("Terraform can point no deeper than a set: put requiresReplace on the set");
    if (!attribute.nested) continue;
    const computedOnly = isComputedOnly(attribute);
    for (const [child, definition] of Object.entries(attribute.nested.attributes)) {
      if (computedOnly && !isComputedOnly(definition)) say(`${child} must be computed, as what holds it is`);
    }
    const inSet = insideSet || attribute.nested.nesting === "set";
    problems.push(...checkAttributes(attribute.nested.attributes, path, inSet));
  }
  return problems;
}

function* checkAttribute(attribute: Attribute): Generator<string> {
  const { required = false, optional = false, computed = false } = attribute;
  if ((attribute.type === undefined) === (attribute.nested === undefined))
    yield "exactly one of type and nested is given";
  if (required ? optional || computed : !optional && !computed)
    yield "exactly one of required, optional, computed, optional and computed holds";
  const fillable = optional && computed;
  if (attribute.default !== undefined && !fillable) yield "default needs optional and computed";
  if (attribute.unset !== undefined && !fillable) yield "unset needs optional and computed";
  if (attribute.default !== undefined && attribute.unset !== undefined)
    yield "default already says what an unset attribute is planned as: leave out unset";
  if (attribute.volatile && !computed) yield "volatile needs computed";
  if (attribute.requiresReplace && isComputedOnly(attribute))
    yield "requiresReplace needs something the configuration can change";
  if (attribute.description === "") yield "a description is missing";
}

function isComputedOnly({ required, optional, computed }: Attribute): boolean {
  return computed === true && !required && !optional;
}
