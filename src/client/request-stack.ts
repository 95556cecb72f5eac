import { type PacingOptions, paced } from "./pacing";
import type { Send } from "./request";
import { type RetryOptions, retried } from "./retry";
import { createSender, type SenderOptions } from "./sender";

export interface RequestStackOptions extends SenderOptions {
  readonly pacing?: PacingOptions;
  readonly retry?: RetryOptions;
}

/**
 * How a request travels, from the inside out: one HTTP request (which ends soon after it is asked to stop), its turn
 * among the others, and its repetition where that is safe. What answers from memory belongs around this.
 */
export function requestStack({ pacing, retry, ...sender }: RequestStackOptions): Send {
  return retried(paced(createSender(sender), pacing), retry);
}
