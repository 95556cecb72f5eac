import type { RecordedRequest } from "./recorded-request";

/**
 * What a test does to a request instead of the emulator's own answer: close the connection without one, or send this
 * one. A string body is sent as it is, anything else as JSON.
 */
export type Intervention =
  | "drop"
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

type Maybe<T> = T | undefined | Promise<T | undefined>;

/** Called when a request has arrived, before anything is done. */
export type OnRequest = (request: RecordedRequest) => Maybe<Intervention>;

/** Called when a request has been carried out (and saved), before its answer is sent. */
export type OnAnswer = (
  request: RecordedRequest,
  answer: { status: number; body: unknown },
) => Maybe<Intervention>;
