import { AccessClient, ApiError, type PolicyAnswer, type PolicyEndpoint } from "../../../../src/client";
import type { WirePolicy } from "../../../../src/model";

/** Somebody who asks for the application: matched by the emails of a rule, or by `everyone`. */
export const PEOPLE = ["a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org", "f@x.org"];

/** Who is let in by a list of policies, as Access decides. */
export function admitted(policies: readonly PolicyAnswer[]): ReadonlySet<string> {
  return new Set(PEOPLE.filter((person) => letsIn(policies, person)));
}

function letsIn(policies: readonly PolicyAnswer[], person: string): boolean {
  const matching = policies.filter(({ include }) =>
    (include as readonly Record<string, { email?: string }>[]).some(
      (rule) => "everyone" in rule || rule.email?.email === person,
    ),
  );
  if (matching.some(({ decision }) => decision === "bypass" || decision === "non_identity")) return true;
  const [first] = matching
    .filter(({ decision }) => decision === "allow" || decision === "deny")
    .sort((a, b) => Number(a.precedence) - Number(b.precedence));
  return first?.decision === "allow";
}

/** One application of an API in memory: every write is judged, and some fail. */
export class SimulatedApplication {
  /** The policies after each write that was carried out. */
  readonly history: (readonly PolicyAnswer[])[] = [];
  collisions = 0;
  /** Counts down with each write; the one that brings it to 0 fails. */
  failAfter = Number.POSITIVE_INFINITY;
  /** Whether the failing write is carried out, and only its answer is lost. */
  losesAnswer = false;
  #policies = new Map<string, PolicyAnswer>();
  #made = 0;

  get policies(): readonly PolicyAnswer[] {
    return [...this.#policies.values()];
  }

  /** Makes a policy as somebody else would. */
  add(body: WirePolicy): string {
    this.#made += 1;
    const id = `policy-${this.#made}`;
    this.#policies.set(id, answerOf(id, body));
    return id;
  }

  readonly endpoint: PolicyEndpoint = {
    create: async (body) => this.#write("create", () => this.#put(`policy-${++this.#made}`, body)),
    replace: async (id, body) => this.#write("update", () => this.#put(id, body)),
    delete: async (id) =>
      this.#write("delete", () => {
        const existed = this.#policies.delete(id);
        return existed ? "deleted" : "absent";
      }),
    list: async () => this.#inOrder(),
    read: async (id) => this.#policies.get(id),
    readAll: async () => ({ policies: this.#inOrder(), isComplete: true }),
    findDuplicates: async () => [],
    cachedSnapshot: async () => undefined,
  };

  #put(id: string, body: WirePolicy): PolicyAnswer {
    if (this.policies.some((other) => other.id !== id && other.precedence === body.precedence)) {
      this.collisions += 1;
      throw new ApiError({
        operation: "write a policy",
        kind: "refused",
        status: 400,
        reason: "policy precedences must be unique",
        errors: [{ code: 12130, message: "policy precedences must be unique" }],
      });
    }
    const answer = answerOf(id, body);
    this.#policies.set(id, answer);
    return answer;
  }

  #write<Result>(operation: string, carryOut: () => Result): Result {
    this.failAfter -= 1;
    const fails = this.failAfter === 0;
    if (fails && !this.losesAnswer) throw failure(operation, "no");
    const result = carryOut();
    this.history.push(this.policies);
    if (fails) throw failure(operation, "unknown");
    return result;
  }

  #inOrder(): PolicyAnswer[] {
    return [...this.policies].sort((a, b) => Number(a.precedence) - Number(b.precedence));
  }
}

function failure(operation: string, outcome: "no" | "unknown"): ApiError {
  return new ApiError({ operation, kind: "unreachable", reason: "the simulation failed it", outcome });
}

function answerOf(id: string, body: WirePolicy): PolicyAnswer {
  return {
    exclude: [],
    require: [],
    session_duration: "24h",
    ...body,
    id,
    created_at: "2026-01-01T00:00:00Z",
  };
}

/** A client whose applications are these, by id. */
export function clientOf(applications: ReadonlyMap<string, SimulatedApplication>): AccessClient {
  return Object.assign(Object.create(AccessClient.prototype) as AccessClient, {
    applicationPolicies: (_: string, app: string) => applications.get(app)!.endpoint,
  });
}
