import { encodeType } from "../../cty";
import { ENUMS, type tfplugin6 } from "../../protocol";
import type { CompiledAttribute, CompiledSchema } from "../compiled-schema";
import type { ProviderServer, Served } from "./provider-server";

export function getProviderSchema<Meta>(server: ProviderServer<Meta>) {
  return {
    provider: schemaMessage(server.schema),
    resourceSchemas: schemaMessages(server.resources),
    dataSourceSchemas: schemaMessages(server.dataSources),
    serverCapabilities: {
      // The plan of a destroy is null and needs no call.
      planDestroy: false,
      // Every RPC works without this one before it, so an engine may use a cached schema.
      getProviderSchemaOptional: true,
      moveResourceState: true,
    },
  };
}

function schemaMessages(served: ReadonlyMap<string, Served<unknown>>) {
  return Object.fromEntries([...served].map(([name, { schema }]) => [name, schemaMessage(schema)]));
}

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
}

/** Converts a schema to its message. There are no nested blocks: nested objects are attributes. */
function schemaMessage({ version, source, attributes }: CompiledSchema) {
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
  };
}

const NESTING = {
  single: ENUMS.Schema_Object_NestingMode.SINGLE,
  list: ENUMS.Schema_Object_NestingMode.LIST,
  set: ENUMS.Schema_Object_NestingMode.SET,
  map: ENUMS.Schema_Object_NestingMode.MAP,
} as const;
