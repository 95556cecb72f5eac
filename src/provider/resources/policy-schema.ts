import {
  fieldEquality,
  type PolicyField,
  type PolicyFields,
  type PolicyType,
  ruleForm,
  SELECTORS,
} from "../../model";
import type { Attribute, Attributes, LeafType } from "../../plugin";

/** Makes the attributes of a policy from the model's tables. */
export function policyAttributes(type: PolicyType): Attributes {
  return { ...IDENTITY_ATTRIBUTES, ...fieldAttributes(type.fields) };
}

/** Where a resource is kept; without it in the provider's account. */
export const ACCOUNT_ID = {
  type: "string",
  optional: true,
  computed: true,
  requiresReplace: true,
  unset: "keep",
  description: "ID of the Cloudflare account. Defaults to the provider's `account_id`.",
} as const satisfies Attribute;

/** Attributes that stand beside the policy's own fields. */
const IDENTITY_ATTRIBUTES: Attributes = {
  id: { type: "string", computed: true, description: "ID of the policy, given by the API." },
  account_id: { ...ACCOUNT_ID, description: `${ACCOUNT_ID.description} Another one replaces the policy.` },
  created_at: { type: "string", computed: true, description: "When the policy was made, RFC 3339." },
  summary: { type: "string", computed: true, description: "What the policy does, in one line." },
};

/**
 * Fields the server fills when they are not configured. A `session_duration` that is taken out is decided again by the server, a
 * `precedence` that is taken out stays as it is.
 */
const SERVER_FILLS: Readonly<Record<string, Attribute["unset"]>> = {
  session_duration: "server",
  precedence: "keep",
};

function fieldAttributes(fields: PolicyFields): Attributes {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, topLevelAttribute(name, field)]),
  );
}

function topLevelAttribute(name: string, field: PolicyField): Attribute {
  const unset = SERVER_FILLS[name];
  const attribute = fieldAttribute(field);
  return unset === undefined ? attribute : { ...attribute, unset };
}

/**
 * An optional attribute is computed as well: only then may a plan keep `[]` or `{}` in the state after it was taken
 * out of the configuration, where the two mean the same.
 */
function fieldAttribute(field: PolicyField): Attribute {
  const presence = field.required ? { required: true } : { optional: true, computed: true };
  const description =
    field.absent === undefined ? field.description : `${field.description} Unset: ${field.absent}.`;
  const base = { ...presence, description };
  const { type } = field;
  if (type === "rules") {
    const semanticEquals = fieldEquality(field) as Attribute["semanticEquals"];
    return {
      ...base,
      type: { map: { set: "string" } },
      description: `${description} ${MEMBERS}`,
      semanticEquals,
    };
  }
  if (typeof type === "string") {
    const leaf = { ...base, type: LEAF_TYPES[type], semanticEquals: fieldEquality(field) } as Attribute;
    return type === "bool" && !field.required ? { ...leaf, default: false } : leaf;
  }
  if ("object" in type) {
    return { ...base, nested: { nesting: "single", attributes: mapFields(type.object, fieldAttribute) } };
  }
  return {
    ...base,
    nested: { nesting: "set", attributes: mapFields(type.objects, elementAttribute) },
    semanticEquals: fieldEquality(field) as Attribute["semanticEquals"],
  };
}

/** Inside the elements of a set nothing is computed: the element is compared as a whole. */
function elementAttribute(field: PolicyField): Attribute {
  return {
    type: LEAF_TYPES[field.type as keyof typeof LEAF_TYPES],
    description: field.description,
    ...(field.required ? { required: true } : { optional: true }),
  };
}

const LEAF_TYPES = {
  string: "string",
  bool: "bool",
  integer: "number",
  strings: { set: "string" },
} as const satisfies Record<string, LeafType>;

function mapFields(fields: PolicyFields, attribute: (field: PolicyField) => Attribute): Attributes {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, attribute(field)]));
}

/** How a rule set is written: what an editor can show, as a map has no attributes to complete. */
const MEMBERS = `A map from selector to values: ${SELECTORS.map(
  (selector) => `\`${selector.key}\` (\`${ruleForm(selector)}\`)`,
).join(", ")}; \`other\` for rules this version has no selector for, each as the API's JSON object.`;

/** The same attributes for a data source: all computed, but for those it is looked up by. */
export function computedAttributes(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { type, nested, description }]) => [
      name,
      {
        ...(type === undefined ? {} : { type }),
        ...(nested === undefined
          ? {}
          : { nested: { ...nested, attributes: computedAttributes(nested.attributes) } }),
        description,
        computed: true,
      } satisfies Attribute,
    ]),
  );
}
