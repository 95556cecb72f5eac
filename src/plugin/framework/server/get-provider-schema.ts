import type { Runtime, Served } from "./runtime";
import { schemaMessage } from "./schema-message";

export function getProviderSchema<Meta>(runtime: Runtime<Meta>) {
  return {
    provider: schemaMessage(runtime.schema),
    resourceSchemas: all(runtime.resources),
    dataSourceSchemas: all(runtime.dataSources),
    serverCapabilities: {
      // A destroy plan is null and needs no call.
      planDestroy: false,
      // Every call works without this one before it, so an engine that remembers the schema need not ask again.
      getProviderSchemaOptional: true,
      moveResourceState: true,
    },
  };
}

function all(served: ReadonlyMap<string, Served<unknown>>) {
  return Object.fromEntries([...served].map(([name, { schema }]) => [name, schemaMessage(schema)]));
}
