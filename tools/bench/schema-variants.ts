import { oneLife, roundsOf } from "./commands";
import type { Life } from "./life";
import { median } from "./median";
import type { Bench } from "./parts";
import { bundleFloor, type SchemaChange } from "./plugins";
import type { benchPolicy } from "./policies";

/** What one shape of the schema costs the engine, served by a plugin that does nothing. */
export interface SchemaVariantCost {
  readonly name: string;
  readonly policies: number;
  /** Attributes of the reusable policy, those within others counted. */
  readonly attributes: number;
  readonly wallMs: number;
  readonly engineCpuMs: number;
  /** Of the engine's CPU time with the schema as it is. */
  readonly share: number;
}

interface AttributeMessage {
  readonly name: string;
  readonly type?: Uint8Array;
  readonly nestedType?: { readonly attributes: readonly AttributeMessage[] };
}

type Policy = ReturnType<typeof benchPolicy>;
type Edit = (attributes: readonly AttributeMessage[]) => AttributeMessage[];

interface SchemaVariant {
  readonly name: string;
  readonly edit: Edit;
  readonly reshape?: (policy: Policy) => unknown;
}

const RULES = ["include", "exclude", "require"];
const USED = ["email", "email_domain", "ip", "geo", "other"];
const leaf = (type: string) => ({ type: Buffer.from(type), nestedType: undefined });
const inRules =
  (edit: Edit): Edit =>
  (attributes) =>
    attributes.map((attribute) =>
      RULES.includes(attribute.name)
        ? {
            ...attribute,
            nestedType: { ...attribute.nestedType, attributes: edit(attribute.nestedType!.attributes) },
          }
        : attribute,
    );

/** Shapes that could say the same, and two that could not: they tell what a part of the schema costs. */
const SCHEMA_VARIANTS: readonly SchemaVariant[] = [
  { name: "as it is", edit: (attributes) => [...attributes] },
  {
    name: "selectors of several fields as sets of JSON texts",
    edit: inRules((selectors) =>
      selectors.map((selector) =>
        selector.nestedType ? { ...selector, ...leaf('["set","string"]') } : selector,
      ),
    ),
  },
  {
    name: "selectors of several fields left out",
    edit: inRules((selectors) => selectors.filter(({ nestedType }) => nestedType === undefined)),
  },
  {
    name: "only the selectors in use",
    edit: inRules((selectors) => selectors.filter(({ name }) => USED.includes(name))),
  },
  {
    name: "each list of rules as one JSON text",
    edit: (attributes) =>
      attributes.map((attribute) =>
        RULES.includes(attribute.name) ? { ...attribute, ...leaf('"string"') } : attribute,
      ),
    reshape: (policy) => ({
      ...policy,
      include: JSON.stringify(policy.include),
      exclude: JSON.stringify(policy.exclude),
      require: JSON.stringify(policy.require),
    }),
  },
  {
    name: "each list of rules as a map from selector to values",
    edit: (attributes) =>
      attributes.map((attribute) =>
        RULES.includes(attribute.name) ? { ...attribute, ...leaf('["map",["set","string"]]') } : attribute,
      ),
  },
  {
    name: "no nested settings (groups, MFA, connections, timeouts)",
    edit: (attributes) => attributes.filter(({ name, nestedType }) => !nestedType || RULES.includes(name)),
  },
];

/** A plan without changes, with each shape, in turns. */
export async function measureSchemaVariants(bench: Bench): Promise<SchemaVariantCost[]> {
  const count = bench.options.schemaPolicies;
  const rounds = roundsOf(bench.options, count);
  const prepared = [];
  for (const [index, variant] of SCHEMA_VARIANTS.entries()) {
    let attributes = 0;
    const change: SchemaChange = (schema) => {
      const changed = editPolicy(schema, variant.edit);
      attributes = changed.count;
      return changed.schema;
    };
    const plugin = await bundleFloor(bench.workspace.folder, `variant-${index}`, change);
    prepared.push({ ...variant, plugin, attributes, lives: [] as Life[] });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { name, plugin, reshape, lives } of prepared) {
      const title = `schema, ${name}, round ${round}/${rounds}`;
      lives.push(
        await oneLife(bench, plugin, { subject: "reusable", count, reshape }, { until: "no-op plan" }, title),
      );
    }
  }
  const costs = prepared.map(({ name, attributes, lives }) => {
    const of = (figure: "wallMs" | "engineCpuMs") => median(lives.map((life) => life["no-op plan"]![figure]));
    return { name, attributes, policies: count, wallMs: of("wallMs"), engineCpuMs: of("engineCpuMs") };
  });
  return costs.map((cost) => ({ ...cost, share: cost.engineCpuMs / costs[0]!.engineCpuMs }));
}

function editPolicy(schema: object, edit: Edit): { schema: object; count: number } {
  const message = schema as {
    resourceSchemas: Record<string, { block: { attributes: readonly AttributeMessage[] } }>;
  };
  const policy = message.resourceSchemas.cfaccess_policy!;
  const attributes = edit(policy.block.attributes);
  const changed = { ...policy, block: { ...policy.block, attributes } };
  return {
    schema: { ...message, resourceSchemas: { ...message.resourceSchemas, cfaccess_policy: changed } },
    count: countAll(attributes),
  };
}

function countAll(attributes: readonly AttributeMessage[]): number {
  return attributes.reduce((sum, { nestedType }) => sum + 1 + countAll(nestedType?.attributes ?? []), 0);
}
