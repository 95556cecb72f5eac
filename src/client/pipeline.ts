import { ApiError } from "./api-error";
import type { Observations } from "./observations";
import { rateLimit } from "./rate-limit";
import type { Sender } from "./request";
import { type RetryOptions, retry } from "./retry";
import { type TransportOptions, transport } from "./transport";

export interface PipelineOptions extends TransportOptions {
  readonly retry?: RetryOptions;
  /** Called after each HTTP request with a line: method, path, status (or kind of failure) and duration; nothing secret. */
  readonly onTrace?: (line: string) => void;
  /** Called when requests have to wait, for the limit or to be tried again, with a line for people; nothing secret. */
  readonly onWarn?: (line: string) => void;
}

/**
 * Builds the sender that every call passes, from the socket outwards: one HTTP request, its line in the log, its permit
 * under the rate limit, its repetition where that is safe, and what its answer shows.
 */
export function createPipeline(observations: Observations, options: PipelineOptions): Sender {
  const { onTrace, onWarn } = options;
  return compose(
    transport(options),
    log(onTrace),
    rateLimit({ onWarn }),
    retry({ ...options.retry, onWarn }),
    observations.stage,
  );
}

/** A function from one sender to another that does more. */
type Stage = (next: Sender) => Sender;

/** Wraps a sender into stages, the innermost first. */
function compose(sender: Sender, ...stages: readonly Stage[]): Sender {
  return stages.reduce((next, stage) => stage(next), sender);
}

/** Pipeline stage: writes a line for each request. */
function log(onTrace: PipelineOptions["onTrace"]): Stage {
  return (next) => async (request) => {
    const start = performance.now();
    const trace = (end: string | number) =>
      onTrace?.(`${request.method} ${request.path} ${end} ${Math.round(performance.now() - start)} ms`);
    try {
      const reply = await next(request);
      trace(reply.status);
      return reply;
    } catch (error) {
      if (error instanceof ApiError) trace(error.status ?? error.kind);
      throw error;
    }
  };
}
