import { paced } from "./pacing";
import type { Send } from "./request";
import { type RetryOptions, retried } from "./retry";
import { createSender, type SenderOptions } from "./sender";

export interface RequestStackOptions extends SenderOptions {
  readonly retry?: RetryOptions;
  /** Called when requests have to wait, for the limit or to be tried again, with a line for people; nothing secret. */
  readonly onWarn?: (line: string) => void;
}

/**
 * How a request travels, from the inside out: one HTTP request (which ends soon after it is asked to stop), its turn
 * among the others, and its repetition where that is safe. What answers from memory belongs around this.
 */
export function requestStack({ retry, onWarn, ...sender }: RequestStackOptions): Send {
  return retried(paced(createSender(sender), { onWarn }), { ...retry, onWarn });
}
