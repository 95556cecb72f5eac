import type { DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { Provider } from "./gen/provider_pb";
import type { Rpcs, UnaryRpc } from "./grpc-server";
import { decodeMessage, ENUMS, encodeMessage, type Method, SERVICES } from "./wire";

type Methods = typeof Provider.method;

/** What a handler gets besides the request. */
export interface CallContext {
  /** Aborted when the engine cancels this call. */
  readonly signal: AbortSignal;
}

type Handler<Method> =
  Method extends DescMethodUnary<infer Input, infer Output>
    ? (
        request: MessageShape<Input>,
        context: CallContext,
      ) => MessageInitShape<Output> | Promise<MessageInitShape<Output>>
    : never;

/**
 * One function for every RPC of the provider protocol, by its name (`planResourceChange`). It returns the fields it sets
 * as a plain object. What it throws becomes a gRPC error with the error's message.
 */
export type Handlers = { readonly [Name in keyof Methods]: Handler<Methods[Name]> };

type AnyHandler = (request: never, context: CallContext) => unknown;

/** Returns every RPC that the engine may call: the provider's, and those of the engine's plugin library. */
export function rpcsOf(handlers: Handlers, shutDown: () => void): Rpcs {
  return new Map([
    ...serviceRpcs("tfplugin6.Provider", handlers as unknown as Record<string, AnyHandler>),
    ...serviceRpcs("plugin.GRPCController", {
      shutdown: () => {
        shutDown();
        return {};
      },
    }),
    ...serviceRpcs("grpc.health.v1.Health", {
      check: () => ({ status: ENUMS.HealthCheckResponse_ServingStatus.SERVING }),
    }),
    ...serviceRpcs("plugin.GRPCStdio", {}),
    ...serviceRpcs("plugin.GRPCBroker", {}),
  ]);
}

function serviceRpcs(service: string, handlers: Readonly<Record<string, AnyHandler>>): Rpcs {
  return new Map(
    SERVICES[service]!.map((method): [string, UnaryRpc | "hold"] => {
      const [name, , , stream] = method;
      const path = `/${service}/${name}`;
      if (stream) return [path, "hold"];
      const handler = handlers[name.charAt(0).toLowerCase() + name.slice(1)];
      if (handler === undefined) throw new Error(`There is no handler for ${path}.`);
      return [path, unaryRpc(method, handler)];
    }),
  );
}

function unaryRpc([, input, output]: Method, handler: AnyHandler): UnaryRpc {
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
