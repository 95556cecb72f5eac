import { SELECTORS, type SelectorDefinition } from "../../src/model";
import { type Attribute, type Attributes, providerHandlers } from "../../src/plugin";
import { accessProvider } from "../../src/provider/provider";
import { measureInTurns, type Variant } from "./cells";
import { roundsOf } from "./options";
import { bundleFloor, type SchemaChange } from "./plugins";
import { type BenchPolicy, reusablePolicies } from "./subjects";
import type { Bench } from "./workspace";

/** What one shape of the schema costs the engine, served by a plugin that does nothing. */
export interface SchemaVariantCost {
  readonly name: string;
  readonly policies: number;
  /** Attributes of the reusable policy, those within others counted. */
  readonly attributes: number;
  readonly wallMs: number;
  readonly engineCpuMs: number;
  /** Of the engine's CPU time with the shape that rules had before. */
  readonly share: number;
}

interface AttributeMessage {
  readonly name: string;
  readonly type?: Uint8Array;
  readonly nestedType?: { readonly attributes: readonly AttributeMessage[] };
}

type Shape = Pick<AttributeMessage, "type" | "nestedType">;

interface SchemaMessage {
  readonly resourceSchemas: Readonly<Record<string, { block: { attributes: readonly AttributeMessage[] } }>>;
}

interface SchemaVariant {
  readonly name: string;
  /** The shape of `include`, `exclude` and `require`. @default the shape they have */
  readonly rules?: Partial<Attribute> | "dynamic";
  /** Leaves out the settings that are objects. */
  readonly withoutSettings?: boolean;
  readonly reshape?: (policy: BenchPolicy) => unknown;
}

const RULES = ["include", "exclude", "require"];
const USED = ["email", "email_domain", "ip", "geo"];

/** An attribute for each selector, those of several fields as `structured` has them. */
function selectorAttributes(structured: (selector: SelectorDefinition) => Partial<Attribute>): Attributes {
  const base = { optional: true, computed: true };
  const known = SELECTORS.map((selector) => {
    const { key, shape, description } = selector;
    const plain: Partial<Attribute> = { type: shape === "flag" ? "bool" : { set: "string" } };
    const attribute: Attribute = {
      ...base,
      description,
      ...(shape === "objects" ? structured(selector) : plain),
    };
    return [key, attribute] as const;
  });
  const other: Attribute = { ...base, type: { set: "string" }, description: "Rules as JSON." };
  return { ...Object.fromEntries(known), other };
}

function asObjects({ fields }: SelectorDefinition): Partial<Attribute> {
  const members = Object.entries(fields).map(([name, { type, required, description }]) => [
    name,
    {
      type: type === "strings" ? { set: "string" } : "string",
      description,
      ...(required ? { required } : { optional: true }),
    },
  ]);
  return { nested: { nesting: "set", attributes: Object.fromEntries(members) } };
}

const single = (attributes: Attributes): Partial<Attribute> => ({
  nested: { nesting: "single", attributes },
});

const BEFORE = selectorAttributes(asObjects);

/** The shape that rules had before, the one they have, those that could say the same, and parts of the cost. */
const SCHEMA_VARIANTS: readonly SchemaVariant[] = [
  { name: "before: an object with an attribute for each selector", rules: single(BEFORE) },
  { name: "now: a map from selector to texts" },
  { name: "the dynamic type", rules: "dynamic" },
  {
    name: "an object, selectors of several fields as texts",
    rules: single(selectorAttributes(() => ({ type: { set: "string" } }))),
  },
  {
    name: "an object with only the selectors in use",
    rules: single(Object.fromEntries(Object.entries(BEFORE).filter(([name]) => USED.includes(name)))),
  },
  {
    name: "one JSON text",
    rules: { type: "string" },
    reshape: (policy) => ({
      ...policy,
      include: JSON.stringify(policy.include),
      exclude: JSON.stringify(policy.exclude),
      require: JSON.stringify(policy.require),
    }),
  },
  { name: "now, without nested settings (groups, MFA, connections, timeouts)", withoutSettings: true },
];

/** Measures a plan without changes with each shape, in turns. */
export async function measureSchemaVariants(bench: Bench): Promise<SchemaVariantCost[]> {
  const count = bench.options.schemaPolicies;
  const attributesOf = new Map<string, number>();
  const variants: Variant[] = [];
  for (const [index, variant] of SCHEMA_VARIANTS.entries()) {
    const shape = await shapeOf(variant);
    const change: SchemaChange = (schema) => {
      const changed = withPolicy(schema as SchemaMessage, (policy) => reshaped(policy, variant, shape));
      attributesOf.set(variant.name, countAll(changed.resourceSchemas.cfaccess_policy!.block.attributes));
      return changed;
    };
    const plugin = await bundleFloor(bench.workspace.folder, `variant-${index}`, change);
    const subject = reusablePolicies(count, variant.reshape);
    variants.push({ name: variant.name, plugin, subject, until: "no-op plan" });
  }
  const cells = await measureInTurns(bench, variants, roundsOf(bench.options, count));
  const costs = cells
    .filter(({ command }) => command === "no-op plan")
    .map(({ variant: name, policies, median: { wallMs, engineCpuMs } }) => {
      return { name, policies, attributes: attributesOf.get(name)!, wallMs, engineCpuMs };
    });
  return costs.map((cost) => ({ ...cost, share: cost.engineCpuMs / costs[0]!.engineCpuMs }));
}

function withPolicy(
  message: SchemaMessage,
  change: (attributes: readonly AttributeMessage[]) => readonly AttributeMessage[],
): SchemaMessage {
  const policy = message.resourceSchemas.cfaccess_policy!;
  const changed = { ...policy, block: { ...policy.block, attributes: change(policy.block.attributes) } };
  return { ...message, resourceSchemas: { ...message.resourceSchemas, cfaccess_policy: changed } };
}

function reshaped(
  attributes: readonly AttributeMessage[],
  { withoutSettings }: SchemaVariant,
  shape: Shape | undefined,
): readonly AttributeMessage[] {
  const kept = withoutSettings ? attributes.filter(({ nestedType }) => nestedType === undefined) : attributes;
  return kept.map((attribute) =>
    shape && RULES.includes(attribute.name) ? { ...attribute, ...shape } : attribute,
  );
}

/** The type of an attribute as the protocol has it. */
async function shapeOf({ rules }: SchemaVariant): Promise<Shape | undefined> {
  if (rules === undefined) return undefined;
  if (rules === "dynamic") return { type: Buffer.from('"dynamic"'), nestedType: undefined };
  const provider = accessProvider("0.0.0", {});
  const attribute: Attribute = { description: "Rules.", optional: true, ...rules };
  const schema = { description: "A policy.", attributes: { rules: attribute } };
  const resources = [{ ...provider.resources[0]!, typeName: "cfaccess_rules", schema }];
  const handlers = providerHandlers({ ...provider, resources, dataSources: [] });
  const message = (await handlers.getProviderSchema({} as never, {} as never)) as unknown as SchemaMessage;
  const { type, nestedType } = message.resourceSchemas.cfaccess_rules!.block.attributes[0]!;
  return { type, nestedType };
}

function countAll(attributes: readonly AttributeMessage[]): number {
  return attributes.reduce((sum, { nestedType }) => sum + 1 + countAll(nestedType?.attributes ?? []), 0);
}
