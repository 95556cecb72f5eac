import { type ServeOptions, serve } from "../../../src/plugin";

type Handlers = Exclude<ServeOptions["handlers"], (...args: never) => unknown>;

/**
 * Serves a schema and answers every call at once with what came in: no value is decoded, no request is sent. What a
 * command then takes is the engine's, and that of starting a plugin.
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

/** Writes a schema message as text for a bundle: plain JSON has neither bytes nor long integers. */
export function schemaText(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) => {
    if (typeof value === "bigint") return { $long: String(value) };
    // A Buffer has JSON's form already when it gets here; other byte arrays are found by their class.
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
    return isBufferJson(value) ? { $bytes: Buffer.from(value.data).toString("base64") } : value;
  });
}

function parseSchema(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("$long" in value) return BigInt(String(value.$long));
    return "$bytes" in value ? Buffer.from(String(value.$bytes), "base64") : value;
  });
}

function isBufferJson(value: unknown): value is { data: number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer";
}
