import { type ServeOptions, serve } from "../../../src/plugin/protocol";
import { parseSchema } from "./schema-text";

type Handlers = Exclude<ServeOptions["handlers"], (...args: never) => unknown>;

/**
 * Serves a schema and answers every call at once with what came in: no value is opened, nothing is asked of anybody.
 * What a command then takes is the engine's, and that of starting a plugin.
 *
 * @param schema from `schemaText`
 */
export function serveFloor(schema: string, version: string): void {
  void serve({ name: "floor", version, handlers: () => floorHandlers(schema) });
}

function floorHandlers(schema: string): Handlers {
  const nothing = () => ({});
  return {
    getProviderSchema: () => parseSchema(schema) as ReturnType<Handlers["getProviderSchema"]>,
    getFunctions: nothing,
    validateProviderConfig: nothing,
    configureProvider: nothing,
    stopProvider: nothing,
    validateResourceConfig: nothing,
    validateDataResourceConfig: nothing,
    upgradeResourceState: ({ rawState }) => ({ upgradedState: { json: rawState!.json } }),
    readResource: (request) => ({ newState: request.currentState, private: request.private }),
    planResourceChange: (request) => ({
      plannedState: request.proposedNewState,
      plannedPrivate: request.priorPrivate,
    }),
    applyResourceChange: (request) => ({
      newState: request.plannedState,
      private: request.plannedPrivate,
    }),
    importResourceState: nothing,
    moveResourceState: nothing,
    readDataSource: nothing,
  };
}
