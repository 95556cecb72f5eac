/*
 * What happens when the API refuses a precedence because another policy of the application holds it (error 12130).
 *
 * Writes are sent at once. A refused one waits until those under way have ended, keeps new ones back, and then looks who holds
 * its number:
 *
 * - A policy that this run wrote without a configured number moves behind all others.
 * - A policy that another write of this run is about to change or delete: that write goes first. Where such writes form a
 *   cycle (two policies that swap numbers), one policy of the cycle, an allow policy if there is one, moves behind all
 *   others and gets its number by its own write.
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
import type { ObjectValue } from "../../plugin";
import { quoted, shownId } from "../../text";
import { asAnswered } from "./policy-values";

/** A collection whose policies have precedences. */
export interface PrecedenceEndpoint extends PolicyEndpoint {
  /** Replaces a policy and keeps the precedence that it has at that moment. */
  readonly replaceKeepingPrecedence?: PolicyEndpoint["replace"];
}

/**
 * Writes an update. Where the configuration has no precedence, the state's number may be an old one: an order was changed
 * in the dashboard since, or earlier in this run. The answer keeps the state's, and the next read brings the present one.
 */
export async function replaceAsConfigured(
  endpoint: PrecedenceEndpoint,
  id: string,
  wire: WirePolicy,
  config: ObjectValue,
  options: RequestOptions,
): Promise<PolicyAnswer> {
  const keeps = wire.precedence !== undefined && (config.precedence ?? null) === null;
  if (!keeps || endpoint.replaceKeepingPrecedence === undefined) return endpoint.replace(id, wire, options);
  const answer = await endpoint.replaceKeepingPrecedence(id, wire, options);
  return { ...answer, precedence: wire.precedence };
}

/** A create, update or delete that has not ended. */
class Write<Result = unknown> {
  /** Of the last time that it was sent; undefined before the first. */
  result: Promise<Result> | undefined;

  /**
   * @param id absent while a policy is created
   * @param precedence absent where none is configured
   */
  constructor(
    readonly id: string | undefined,
    readonly precedence: unknown,
    private readonly request: () => Promise<Result>,
  ) {}

  send(): Promise<Result> {
    this.result = this.request();
    return this.result;
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
  readonly #pending = new Set<Write>();
  /** Policies that this run wrote and whose number is not configured. */
  readonly #unnumbered = new Set<string>();
  /** Resolves when all conflicts so far are resolved. */
  #conflicts: Promise<unknown> = Promise.resolve();

  /** Returns the same collection, whose writes resolve conflicts of precedence. */
  resolving(endpoint: PolicyEndpoint): PrecedenceEndpoint {
    return {
      ...endpoint,
      create: (body, options = {}) => {
        const write = new Write(undefined, body.precedence, async () => {
          const created = await endpoint.create(body, options);
          if (body.precedence === undefined) this.#unnumbered.add(created.id);
          return created;
        });
        return this.#run(write, endpoint, options);
      },
      replace: (id, body, options = {}) => {
        this.#unnumbered.delete(id);
        const write = new Write(id, body.precedence, () => endpoint.replace(id, body, options));
        return this.#run(write, endpoint, options);
      },
      replaceKeepingPrecedence: (id, body, options = {}) => {
        this.#unnumbered.add(id);
        const write = new Write(id, undefined, async () => {
          const present = await endpoint.read(id, options);
          return endpoint.replace(
            id,
            { ...body, precedence: present?.precedence ?? body.precedence },
            options,
          );
        });
        return this.#run(write, endpoint, options);
      },
      delete: (id, options = {}) =>
        this.#run(new Write(id, undefined, () => endpoint.delete(id, options)), endpoint, options),
    };
  }

  async #run<Result>(
    write: Write<Result>,
    endpoint: PolicyEndpoint,
    options: RequestOptions,
  ): Promise<Result> {
    this.#pending.add(write);
    try {
      for (let known: unknown; known !== this.#conflicts; ) {
        known = this.#conflicts;
        await known;
      }
      // The conflict of another write may have sent this one.
      return await (write.result ?? write.send());
    } catch (error) {
      if (!isPrecedenceConflict(error)) throw error;
      const underWay = () => Promise.allSettled([...this.#pending].map(({ result }) => result));
      const accepted = this.#conflicts.then(underWay).then(() => this.#resolve(write, endpoint, options));
      this.#conflicts = accepted.catch(() => undefined);
      return await stoppable(accepted, options.signal, error);
    } finally {
      this.#pending.delete(write);
    }
  }

  /** Frees the number of a refused write and sends the write again, until it is accepted; no other request is under way. */
  async #resolve<Result>(
    write: Write<Result>,
    endpoint: PolicyEndpoint,
    options: RequestOptions,
  ): Promise<Result> {
    for (let wasFree = false; ; ) {
      try {
        return await write.result!;
      } catch (refusal) {
        if (!isPrecedenceConflict(refusal)) throw refusal;
        const policies = await endpoint.list(options);
        const isFree = holderOf(write, policies) === undefined;
        // Refused again although no policy holds the number.
        if (isFree && wasFree) throw refusal;
        wasFree = isFree;
        const moved = isFree ? undefined : await this.#firstToGo(write, refusal, policies);
        if (moved !== undefined) await this.#moveBehind(moved, policies, endpoint, options);
        write.send();
      }
    }
  }

  /**
   * Follows the writes that wait for one another's number, and sends the last one.
   *
   * @returns the policy that has to be moved instead, where it holds its number for no configuration or they form a cycle
   */
  async #firstToGo(
    write: Write,
    refusal: ApiError,
    policies: readonly PolicyAnswer[],
  ): Promise<PolicyAnswer | undefined> {
    const chain = [write];
    for (let last = write; ; ) {
      const holder = holderOf(last, policies);
      const next = [...this.#pending].find(({ id }) => id !== undefined && id === holder?.id);
      if (holder !== undefined && next === undefined && this.#unnumbered.has(holder.id)) return holder;
      if (next === undefined && last === write) throw heldBy(refusal, holder!);
      if (next === undefined) {
        // Where its number is not free, it fails with an error of its own, and nothing waits for it.
        await last.send().catch(() => this.#pending.delete(last));
        return undefined;
      }
      if (chain.includes(next)) return oneToMove(chain.slice(chain.indexOf(next)), policies, holder!);
      chain.push(next);
      last = next;
    }
  }

  /** Moves a policy behind all others, and behind all numbers that writes of this run are about to take. */
  async #moveBehind(
    policy: PolicyAnswer,
    policies: readonly PolicyAnswer[],
    endpoint: PolicyEndpoint,
    options: RequestOptions,
  ): Promise<void> {
    const taken = [...policies, ...this.#pending].map(({ precedence }) => Number(precedence ?? 0));
    const body = { ...asAnswered(policy), precedence: Math.max(...taken) + 1 };
    try {
      await endpoint.replace(policy.id, body, options);
    } catch (error) {
      // Somebody else took the number meanwhile: the refused write looks again.
      if (!isPrecedenceConflict(error)) throw error;
    }
  }
}

function holderOf({ id, precedence }: Write, policies: readonly PolicyAnswer[]): PolicyAnswer | undefined {
  if (precedence === undefined) return undefined;
  return policies.find((policy) => policy.precedence === precedence && policy.id !== id);
}

function oneToMove(
  cycle: readonly Write[],
  policies: readonly PolicyAnswer[],
  holder: PolicyAnswer,
): PolicyAnswer {
  const members = policies.filter(({ id }) => cycle.some((write) => write.id === id));
  return members.find(({ decision }) => decision === AccessDecision.ALLOW) ?? holder;
}

function heldBy({ operation }: ApiError, holder: PolicyAnswer): ApiError {
  const policy = `${quoted(holder.name)} (${shownId(holder.id)})`;
  const reason = `precedence ${holder.precedence} is held by ${holder.reusable === true ? "the attached policy" : "policy"} ${policy}`;
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
function stoppable<Result>(
  wait: Promise<Result>,
  signal: AbortSignal | undefined,
  refusal: ApiError,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(refusal);
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
    wait.finally(() => signal?.removeEventListener("abort", stop)).then(resolve, reject);
  });
}
