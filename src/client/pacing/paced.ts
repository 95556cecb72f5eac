import { ApiError } from "../api-error";
import { rateLimitStand } from "../rate-limit";
import type { ApiRequest, Send } from "../request";
import type { HttpReply } from "../transport";
import { type Ending, Pace } from "./pace";
import { WaitingLine, type WaitingLineOptions } from "./waiting-line";

export type PacingOptions = Partial<WaitingLineOptions>;

/** A request and what hears its answer's headers, whatever the answer is. */
type SendHeard = (request: ApiRequest, hear: (headers: HttpReply["headers"]) => void) => ReturnType<Send>;

/** A `Send` that gives every request its turn: it follows the rate limit that the answers tell, see {@link Pace}. */
export function paced(send: SendHeard, { now = () => performance.now(), onWarn }: PacingOptions = {}): Send {
  const pace = new Pace();
  const line = new WaitingLine(pace, { now, ...(onWarn && { onWarn }) });

  return async (request) => {
    const turn = line.take(request);
    if (turn !== undefined) await turn;
    const begunAt = now();
    let told = false;
    const hear = (headers: HttpReply["headers"]) => {
      const stand = rateLimitStand(headers);
      told = stand !== undefined;
      pace.hear(stand, now());
    };
    let ending: Omit<Ending, "told"> = { outcome: "well" };
    try {
      return await send(request, hear);
    } catch (error) {
      ending = endingOf(error);
      throw error;
    } finally {
      pace.end(begunAt, { ...ending, told }, now());
      line.next();
    }
  };
}

function endingOf(error: unknown): Omit<Ending, "told"> {
  if (!(error instanceof ApiError)) return { outcome: "other" };
  if (error.kind === "rate-limited") {
    const { retryAfterSeconds } = error;
    return { outcome: "refused", ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  }
  const overload =
    error.kind === "server" || (error.kind === "timeout" && error.reached) || (error.status ?? 0) >= 500;
  return { outcome: overload ? "overload" : error.status === undefined ? "other" : "well" };
}
