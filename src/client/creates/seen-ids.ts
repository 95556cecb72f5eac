import { isPlainId, shownId } from "../../text";
import { malformedAnswer } from "../answer-limits";
import type { ApiReply, ApiRequest, Send } from "../request";

/**
 * The ids that answers have shown, and when first. An answer that gives one of them to a policy that is being created is
 * about another policy: nothing can have shown the new one before its request was sent.
 */
export class SeenIds {
  /** By `performance.now()`. */
  readonly #first = new Map<string, number>();

  /** Returns the same `send`, whose answers are noted. */
  listening(send: Send): Send {
    return async (request) => {
      const reply = await send(request);
      // What a POST answers is what has to be judged.
      if (request.method !== "POST") this.#note(reply.result);
      return reply;
    };
  }

  /** Whether an answer showed the id before a time, by `performance.now()`. */
  isOlder(id: string, than: number): boolean {
    const first = this.#first.get(id);
    return first !== undefined && first < than;
  }

  /**
   * Checks the id that an answer gives to a new policy.
   *
   * @param sentAt when its request was sent, by `performance.now()`
   * @param made ids of policies that this client created
   * @throws ApiError of kind "malformed" with outcome "unknown", as for any answer about another policy
   */
  checkNew(
    request: ApiRequest,
    reply: ApiReply,
    id: string,
    { sentAt, made }: { readonly sentAt: number; readonly made: ReadonlySet<string> },
  ): void {
    const problem = !isPlainId(id)
      ? "does not have the form of an id"
      : made.has(id) || this.isOlder(id, sentAt)
        ? "is the id of another policy, which was there before"
        : undefined;
    if (problem === undefined) return;
    throw malformedAnswer(
      request,
      reply,
      `the answer gives the new policy the id ${shownId(id)}, which ${problem}`,
    );
  }

  /** Notes the ids of objects and lists, and of the policies in applications. */
  #note(result: unknown): void {
    for (const entry of Array.isArray(result) ? result : [result]) {
      if (typeof entry !== "object" || entry === null) continue;
      const { id, policies } = entry as { readonly id?: unknown; readonly policies?: unknown };
      if (typeof id === "string" && !this.#first.has(id)) this.#first.set(id, performance.now());
      if (Array.isArray(policies)) this.#note(policies);
    }
  }
}
