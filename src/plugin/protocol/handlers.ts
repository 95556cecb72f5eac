import type { DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { Provider } from "./gen/provider_pb";

type Methods = typeof Provider.method;

/** What a handler gets besides the request. */
export interface CallContext {
  /** Aborted when the engine gives up on this call. */
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
 * One function for every call of the protocol, named as the call is (`planResourceChange`). It answers with the fields
 * it sets, as a plain object. What it throws reaches the engine as a gRPC error with the error's message.
 */
export type Handlers = { readonly [Name in keyof Methods]: Handler<Methods[Name]> };
