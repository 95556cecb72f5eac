import {
  create,
  type DescMethod,
  type DescService,
  fromBinary,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import { GRPCBroker, GRPCController, GRPCStdio } from "./gen/go-plugin_pb";
import { Health, HealthCheckResponse_ServingStatus } from "./gen/health_pb";
import { Provider } from "./gen/provider_pb";
import type { Calls, UnaryCall } from "./grpc-server";
import type { CallContext, Handlers } from "./handlers";

type AnyHandler = (request: MessageShape<DescMethod["input"]>, context: CallContext) => unknown;

/** Everything the engine may call: the provider's calls, and those of the engine's plugin library. */
export function allCalls(handlers: Handlers, shutDown: () => void): Calls {
  return new Map([
    ...callsOf(Provider, handlers as unknown as Record<string, AnyHandler>),
    ...callsOf(GRPCController, {
      shutdown: () => {
        shutDown();
        return {};
      },
    }),
    ...callsOf(Health, { check: () => ({ status: HealthCheckResponse_ServingStatus.SERVING }) }),
    ...callsOf(GRPCStdio, {}),
    ...callsOf(GRPCBroker, {}),
  ]);
}

function callsOf(service: DescService, handlers: Readonly<Record<string, AnyHandler>>): Calls {
  return new Map(
    service.methods.map((method): [string, UnaryCall | "hold"] => {
      const path = `/${service.typeName}/${method.name}`;
      if (method.methodKind !== "unary") return [path, "hold"];
      const handler = handlers[method.localName];
      if (handler === undefined) throw new Error(`There is no handler for ${path}.`);
      return [path, unaryCall(method, handler)];
    }),
  );
}

function unaryCall({ input, output }: DescMethod, handler: AnyHandler): UnaryCall {
  return async (bytes, signal) => {
    const context: CallContext = {
      get signal() {
        return signal();
      },
    };
    const response = await handler(fromBinary(input, bytes), context);
    return toBinary(output, create(output, response as Record<string, unknown>));
  };
}
