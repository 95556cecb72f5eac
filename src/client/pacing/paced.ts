import type { Send } from "../request";

export type PacingOptions = Readonly<Record<string, never>>;

/** The same `send`, which gives every request its turn. */
export function paced(send: Send, _options: PacingOptions = {}): Send {
  return send;
}
