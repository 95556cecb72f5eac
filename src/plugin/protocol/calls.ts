import type { Calls, UnaryCall } from "./grpc-server";
import type { CallContext, Handlers } from "./handlers";
import { decodeMessage, ENUMS, encodeMessage, type Method, SERVICES } from "./wire";

type AnyHandler = (request: never, context: CallContext) => unknown;

/** Everything the engine may call: the provider's calls, and those of the engine's plugin library. */
export function allCalls(handlers: Handlers, shutDown: () => void): Calls {
  return new Map([
    ...callsOf("tfplugin6.Provider", handlers as unknown as Record<string, AnyHandler>),
    ...callsOf("plugin.GRPCController", {
      shutdown: () => {
        shutDown();
        return {};
      },
    }),
    ...callsOf("grpc.health.v1.Health", {
      check: () => ({ status: ENUMS.HealthCheckResponse_ServingStatus.SERVING }),
    }),
    ...callsOf("plugin.GRPCStdio", {}),
    ...callsOf("plugin.GRPCBroker", {}),
  ]);
}

function callsOf(service: string, handlers: Readonly<Record<string, AnyHandler>>): Calls {
  return new Map(
    SERVICES[service]!.map((method): [string, UnaryCall | "hold"] => {
      const [name, , , stream] = method;
      const path = `/${service}/${name}`;
      if (stream) return [path, "hold"];
      const handler = handlers[name.charAt(0).toLowerCase() + name.slice(1)];
      if (handler === undefined) throw new Error(`There is no handler for ${path}.`);
      return [path, unaryCall(method, handler)];
    }),
  );
}

function unaryCall([, input, output]: Method, handler: AnyHandler): UnaryCall {
  return async (bytes, signal) => {
    const context: CallContext = {
      get signal() {
        return signal();
      },
    };
    const response = await handler(decodeMessage(input, bytes) as never, context);
    return encodeMessage(output, response as object);
  };
}
