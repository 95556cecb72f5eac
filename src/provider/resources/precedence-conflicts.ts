/*
 * What happens when the API refuses a precedence because another policy of the application holds it (error 12130).
 *
 * - A policy of this run without a configured number yields: it moves behind all others.
 * - A holder that this run is changing or deleting right now is waited for. Where such waits form a cycle (two policies that
 *   swap numbers), one policy of the cycle, an allow policy if there is one, moves to a free number behind all others and
 *   gets its own number by its own write.
 * - Any other holder is an error that names it. No policy outside of this run is ever changed.
 *
 * Nothing is promised about moments in between: `cfaccess_application_policies` is for that.
 */
import {
  ApiError,
  isPrecedenceConflict,
  type PolicyAnswer,
  type PolicyEndpoint,
  type RequestOptions,
} from "../../client";
import { AccessDecision, type WirePolicy } from "../../model";
import { quoted, shownId } from "../../text";
import { asAnswered } from "./policy-wire";
import type { PlacingEndpoint } from "./present-place";

/** One create, update or delete that this run has under way. */
class Write {
  /** The request was refused and another write is waited for: it holds no number that it did not hold before. */
  waitsFor: Write | undefined;
  /** How many writes had ended when the list last showed that nobody holds the number. */
  foundFreeAt: number | undefined;
  #wake: () => void = () => {};
  #freed = this.#next();

  /**
   * @param id absent while a policy is created
   * @param precedence absent where none is configured
   */
  constructor(
    readonly id: string | undefined,
    readonly precedence: number | undefined,
  ) {}

  /** Resolves when the policy's number at this moment may be free: the write has ended, or the policy was moved. */
  get freed(): Promise<void> {
    return this.#freed;
  }

  /** Wakes those who wait, as the policy was moved. */
  moved(): void {
    this.#wake();
    this.#freed = this.#next();
  }

  ended(): void {
    this.#wake();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** The writes of one run of Terraform, which is one configured provider. */
export class RunWrites {
  readonly #applications = new Map<string, ApplicationWrites>();

  of(accountId: string, appId: string): ApplicationWrites {
    const key = `${accountId}/${appId}`.toLowerCase();
    const known = this.#applications.get(key) ?? new ApplicationWrites();
    this.#applications.set(key, known);
    return known;
  }
}

/** The writes of one application's policies in one run. */
export class ApplicationWrites {
  readonly #running = new Set<Write>();
  /** Policies that this run wrote and whose number nobody configured. */
  readonly #unnumbered = new Set<string>();
  /** Counts writes that ended: a list that was begun before one of them may show what is no longer true. */
  #ended = 0;
  #resolving: Promise<unknown> = Promise.resolve();

  /** Returns the same collection, whose writes resolve conflicts of precedence. */
  resolving(endpoint: PolicyEndpoint): PlacingEndpoint {
    return {
      ...endpoint,
      create: async (body, options = {}) => {
        const created = await this.#write(undefined, body.precedence, (write) =>
          this.#untilFree(endpoint, write, options, () => endpoint.create(body, options)),
        );
        if (body.precedence === undefined) this.#unnumbered.add(created.id);
        return created;
      },
      replace: (id, body, options = {}) => {
        this.#unnumbered.delete(id);
        return this.#write(id, body.precedence, (write) =>
          this.#untilFree(endpoint, write, options, () => endpoint.replace(id, body, options)),
        );
      },
      replaceUnplaced: (id, body, options = {}) => {
        this.#unnumbered.add(id);
        return this.#write(id, undefined, () =>
          this.#one(() => replaceWhereItStands(endpoint, id, body, options)),
        );
      },
      delete: (id, options) => this.#write(id, undefined, () => endpoint.delete(id, options)),
    };
  }

  /** Notes a write for as long as it takes. */
  async #write<Result>(
    id: string | undefined,
    precedence: unknown,
    work: (write: Write) => Promise<Result>,
  ): Promise<Result> {
    const write = new Write(id, typeof precedence === "number" ? precedence : undefined);
    this.#running.add(write);
    try {
      return await work(write);
    } finally {
      this.#running.delete(write);
      this.#ended += 1;
      write.ended();
    }
  }

  /** Sends a request again as long as it is refused and the holder of the number gives way. */
  async #untilFree(
    endpoint: PolicyEndpoint,
    write: Write,
    options: RequestOptions,
    send: () => Promise<PolicyAnswer>,
  ): Promise<PolicyAnswer> {
    for (;;) {
      try {
        return await send();
      } catch (error) {
        if (!isPrecedenceConflict(error)) throw error;
        write.waitsFor = await this.#one(() => this.#free(endpoint, write, error, options));
        await stoppable(write.waitsFor?.freed, options.signal, error);
        write.waitsFor = undefined;
      }
    }
  }

  /** Returns the write to wait for; undefined where the number is free, or has just been freed. */
  async #free(
    endpoint: PolicyEndpoint,
    write: Write,
    refusal: ApiError,
    options: RequestOptions,
  ): Promise<Write | undefined> {
    const ended = this.#ended;
    const policies = await endpoint.list(options);
    const holder = policies.find(
      (policy) => policy.precedence === write.precedence && policy.id !== write.id,
    );
    if (holder === undefined) {
      // Refused again although no policy holds the number and this run wrote nothing since: not a matter of waiting.
      if (write.foundFreeAt === ended) throw refusal;
      write.foundFreeAt = ended;
      return undefined;
    }
    const holding = [...this.#running].find(({ id }) => id === holder.id);
    if (holding !== undefined) {
      const cycle = cycleOf(write, holding);
      if (cycle === undefined) return holding;
      const moved = oneToMove(cycle, policies, holder);
      await this.#moveBehind(endpoint, moved, policies, options);
      cycle.find(({ id }) => id === moved.id)?.moved();
      return moved.id === holder.id ? undefined : holding;
    }
    // A create that was sent and not answered may have made the holder. One that waits for others was refused.
    const creating = [...this.#running].find(
      (other) => other !== write && other.id === undefined && !other.waitsFor,
    );
    if (this.#unnumbered.has(holder.id)) await this.#moveBehind(endpoint, holder, policies, options);
    else if (creating !== undefined) return creating;
    else if (ended === this.#ended) throw heldBy(refusal, write.precedence, holder);
    return undefined;
  }

  /** Moves a policy behind all others, and behind all numbers that writes of this run are about to take. */
  async #moveBehind(
    endpoint: PolicyEndpoint,
    policy: PolicyAnswer,
    policies: readonly PolicyAnswer[],
    options: RequestOptions,
  ): Promise<void> {
    const held = policies.map(({ precedence }) => Number(precedence ?? 0));
    const wanted = [...this.#running].map(({ precedence }) => precedence ?? 0);
    const last = Math.max(...held, ...wanted);
    try {
      await endpoint.replace(policy.id, { ...asAnswered(policy), precedence: last + 1 }, options);
    } catch (error) {
      // A policy that was made meanwhile took the number: the refused write looks again.
      if (!isPrecedenceConflict(error)) throw error;
    }
  }

  /** One at a time: two policies that yield must not take the same free number. */
  #one<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#resolving.then(work, work);
    this.#resolving = result.catch(() => undefined);
    return result;
  }
}

/** The writes that wait for each other, if waiting for `next` closes a cycle. */
function cycleOf(write: Write, next: Write): Write[] | undefined {
  const cycle: Write[] = [];
  for (let at: Write | undefined = next; at !== undefined; at = at.waitsFor) {
    cycle.push(at);
    if (at === write) return cycle;
  }
  return undefined;
}

function oneToMove(
  cycle: readonly Write[],
  policies: readonly PolicyAnswer[],
  holder: PolicyAnswer,
): PolicyAnswer {
  const members = policies.filter(({ id }) => cycle.some((write) => write.id === id));
  return members.find(({ decision }) => decision === AccessDecision.ALLOW) ?? holder;
}

/** The number in the state may be an old one: the policy may have moved since, also in this run. */
async function replaceWhereItStands(
  endpoint: PolicyEndpoint,
  id: string,
  body: WirePolicy,
  options: RequestOptions,
): Promise<PolicyAnswer> {
  const present = await endpoint.read(id, options);
  return endpoint.replace(id, { ...body, precedence: present?.precedence ?? body.precedence }, options);
}

function heldBy({ operation }: ApiError, precedence: number | undefined, holder: PolicyAnswer): ApiError {
  const policy = `${quoted(holder.name)} (${shownId(holder.id)})`;
  const reason = `precedence ${precedence} is held by ${holder.reusable === true ? "the attached policy" : "policy"} ${policy}`;
  return new ApiError({
    operation,
    kind: "conflict",
    reason,
    fix:
      "Use ApplicationPolicies (cfaccess_application_policies), which keeps all policies of an application in order, or choose " +
      "another precedence.",
    errors: [{ message: reason, pointer: "/precedence" }],
  });
}

/** A stop ends the wait with the refusal that led to it. */
async function stoppable(
  wait: Promise<unknown> | undefined,
  signal: AbortSignal | undefined,
  refusal: ApiError,
) {
  if (wait === undefined) return;
  await new Promise<void>((resolve, reject) => {
    const stop = () => reject(refusal);
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    wait.finally(() => signal?.removeEventListener("abort", stop)).then(() => resolve());
  });
}
