import { encodeType } from "../../cty";
import { ENUMS, type tfplugin6 } from "../../protocol";
import type { CompiledAttribute, CompiledSchema } from "../compiled-schema";

interface AttributeMessage {
  readonly name: string;
  readonly type?: Uint8Array;
  readonly nestedType?: { attributes: AttributeMessage[]; nesting: tfplugin6.Schema_Object_NestingMode };
  readonly description: string;
  readonly descriptionKind: tfplugin6.StringKind;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly deprecated: boolean;
}

/** A schema as Terraform asks for it. There are no blocks: nested objects are attributes. */
export function schemaMessage({ version, source, attributes }: CompiledSchema) {
  return {
    version: BigInt(version),
    block: {
      version: BigInt(version),
      attributes: attributes.map(attributeMessage),
      description: source.description,
      descriptionKind: ENUMS.StringKind.MARKDOWN,
    },
  };
}

function attributeMessage({
  name,
  definition,
  type,
  nesting,
  children,
}: CompiledAttribute): AttributeMessage {
  return {
    name,
    ...(nesting === undefined
      ? { type: encodeType(type) }
      : { nestedType: { attributes: children.map(attributeMessage), nesting: NESTING[nesting] } }),
    description: definition.description,
    descriptionKind: ENUMS.StringKind.MARKDOWN,
    required: definition.required ?? false,
    optional: definition.optional ?? false,
    computed: definition.computed ?? false,
    sensitive: definition.sensitive ?? false,
    deprecated: definition.deprecated ?? false,
  };
}

const NESTING = {
  single: ENUMS.Schema_Object_NestingMode.SINGLE,
  list: ENUMS.Schema_Object_NestingMode.LIST,
  set: ENUMS.Schema_Object_NestingMode.SET,
  map: ENUMS.Schema_Object_NestingMode.MAP,
} as const;
