import {
  type CreateEvent,
  isPrecedenceConflict,
  type PolicyAnswer,
  type PolicyEndpoint,
  type RequestOptions,
} from "../../../client";
import {
  type AccessDecision,
  type ListPlan,
  type ListStep,
  type PlannedPolicy,
  type PolicyContent,
  planList,
  type TransitionalAccess,
  type WirePolicy,
} from "../../../model";
import { asAnswered } from "../policy-values";
import { contentOfAnswer, isTemporary, temporaryName } from "./list-values";

/** A policy that the list is to have. */
export interface WantedElement {
  readonly key: string;
  /** Absent for a new policy. */
  readonly id?: string;
  readonly content: PolicyContent;
  /** Whether the plan changes the policy: an unchanged one is left as the API has it. */
  readonly changed: boolean;
  /** The body of a write, without a precedence. */
  readonly body: WirePolicy;
  readonly matches: (policy: PolicyAnswer) => boolean;
}

export interface WantedList {
  /** In the order of judgment. */
  readonly wanted: readonly WantedElement[];
  /** Ids of policies that the list had and has no more. */
  readonly removed: readonly string[];
  readonly allowTransitionalAccess: boolean;
  /** Called for a create that the user has to know of. */
  readonly report: (key: string, event: CreateEvent) => void;
}

/** How far a change came. */
export interface ChangedList {
  /** The policies that are managed here and exist, by id, as the API answered them last. */
  readonly answers: ReadonlyMap<string, PolicyAnswer>;
  /** The wanted policies that exist, by key: their ids. */
  readonly ids: ReadonlyMap<string, string>;
  /** Keys of policies with the wanted content, written by this change. */
  readonly written: ReadonlySet<string>;
  /** Policies that this change made, oldest first. */
  readonly created: readonly string[];
  /** Why it stopped: an error of the API. */
  readonly error?: unknown;
  /** What was being written then. */
  readonly body?: WirePolicy;
  readonly key?: string;
  /** Why nothing was written. */
  readonly refusal?: { readonly unsafe: TransitionalAccess } | { readonly missing: readonly string[] };
  /** All policies of the application before the change, attached ones too. */
  readonly present: readonly PolicyAnswer[];
}

/** Somebody else may take a number between the list and the write. */
const MOST_ATTEMPTS = 3;

/** Changes the policies of an application, one request after the other, as planned by `planList` for the list as it is. */
export async function changeList(
  endpoint: PolicyEndpoint,
  list: WantedList,
  options: RequestOptions,
): Promise<ChangedList> {
  const run = new ListRun(endpoint, list, options);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const refusal = await run.attempt();
      return run.outcome({ refusal });
    } catch (error) {
      if (isPrecedenceConflict(error) && attempt < MOST_ATTEMPTS) continue;
      return run.outcome({ error });
    }
  }
}

/** Deletes what a failed create made, newest first; what is left is in the outcome. */
export async function rollBack(
  endpoint: PolicyEndpoint,
  changed: ChangedList,
  options: RequestOptions,
): Promise<{ readonly answers: ReadonlyMap<string, PolicyAnswer>; readonly errors: readonly unknown[] }> {
  const answers = new Map(changed.answers);
  const errors: unknown[] = [];
  for (const id of [...changed.created].reverse()) {
    if (!answers.has(id)) continue;
    try {
      await endpoint.delete(id, options);
      answers.delete(id);
    } catch (error) {
      errors.push(error);
      // Deleting an older one alone may let in what a newer one allows.
      break;
    }
  }
  return { answers, errors };
}

class ListRun {
  readonly #answers = new Map<string, PolicyAnswer>();
  readonly #ids = new Map<string, string>();
  readonly #written = new Set<string>();
  readonly #created: string[] = [];
  #present: readonly PolicyAnswer[] = [];
  /** As the list showed them when the present attempt began. */
  #listed = new Map<string, PolicyAnswer>();
  /** Policies that are turned into block policies for a moment, as they were before. */
  readonly #blocked = new Map<string, PolicyAnswer>();
  #temporaries = new Map<number, string>();
  #current: { readonly body: WirePolicy; readonly key?: string } | undefined;

  constructor(
    private readonly endpoint: PolicyEndpoint,
    private readonly list: WantedList,
    private readonly options: RequestOptions,
  ) {
    for (const { key, id } of list.wanted) if (id !== undefined) this.#ids.set(key, id);
  }

  outcome(end: Pick<ChangedList, "error" | "refusal">): ChangedList {
    return {
      ...end,
      ...(end.error === undefined ? {} : this.#current),
      answers: this.#answers,
      ids: new Map([...this.#ids].filter(([, id]) => this.#answers.has(id))),
      written: this.#written,
      created: this.#created,
      present: this.#present,
    };
  }

  async attempt(): Promise<ChangedList["refusal"]> {
    const all = await this.endpoint.list(this.options);
    const own = new Map(all.filter(({ reusable }) => reusable !== true).map((policy) => [policy.id, policy]));
    if (this.#present.length === 0) this.#present = all;
    const leftovers = [...own.values()].filter(isTemporary).map(({ id }) => id);
    const removed = new Set([...this.list.removed, ...leftovers].filter((id) => own.has(id)));
    this.#answers.clear();
    for (const id of [...this.#ids.values(), ...removed])
      if (own.has(id)) this.#answers.set(id, own.get(id)!);
    const missing = this.list.wanted.filter(({ key }) => this.#ids.has(key) && !own.has(this.#ids.get(key)!));
    if (missing.length > 0) return { missing: missing.map(({ key }) => key) };
    const plan = this.#plan(all, removed);
    if (plan.transitionalAccess !== undefined && !this.list.allowTransitionalAccess)
      return { unsafe: plan.transitionalAccess };
    this.#listed = new Map(this.#answers);
    for (const step of plan.steps) await this.#carryOut(step);
    return undefined;
  }

  #plan(all: readonly PolicyAnswer[], removed: ReadonlySet<string>): ListPlan {
    const present = all.flatMap((policy) => {
      const { id, precedence } = policy;
      return typeof precedence === "number" ? [{ id, precedence, content: contentOfAnswer(policy) }] : [];
    });
    const contents = new Map(present.map(({ id, content }) => [id, content]));
    const wanted = this.list.wanted.map(({ key, content, changed }) => {
      const id = this.#ids.get(key);
      if (id === undefined) return { key, content };
      if (changed && !this.#written.has(key)) return { key, id, content, rewritten: true };
      const blocked = this.#blocked.get(id);
      if (blocked !== undefined) return { key, id, content: contentOfAnswer(blocked), rewritten: true };
      return { key, id, content: contents.get(id)! };
    });
    return planList({ present, wanted, removed });
  }

  async #carryOut(step: ListStep): Promise<void> {
    const { policy } = step;
    const key = "key" in policy ? policy.key : undefined;
    if (step.action === "delete") {
      const id = this.#idOf(policy);
      this.#current = { body: { name: this.#answers.get(id)?.name }, ...(key === undefined ? {} : { key }) };
      await this.endpoint.delete(id, this.options);
      this.#answers.delete(id);
      return;
    }
    const body = { ...this.#bodyOf(step), precedence: step.precedence };
    this.#current = { body, ...(key === undefined ? {} : { key }) };
    if (step.action === "create") await this.#create(policy, body);
    else {
      const id = this.#idOf(policy);
      const before = this.#answers.get(id)!;
      this.#answers.set(id, await this.endpoint.replace(id, body, this.options));
      if (step.content === "blocked") this.#blocked.set(id, before);
      if (step.content !== "wanted") return;
      this.#blocked.delete(id);
      if (this.#elementOf(policy)!.changed) this.#written.add(key!);
    }
  }

  async #create(policy: PlannedPolicy, body: WirePolicy): Promise<void> {
    const element = this.#elementOf(policy);
    const answer = await this.endpoint.create(body, {
      ...this.options,
      matches: element?.matches ?? (({ name }) => name === body.name),
      report: (event) => {
        if (element !== undefined) this.list.report(element.key, event);
      },
    });
    this.#answers.set(answer.id, answer);
    this.#created.push(answer.id);
    if ("temporary" in policy) this.#temporaries.set(policy.temporary, answer.id);
    else {
      this.#ids.set(policy.key!, answer.id);
      this.#written.add(policy.key!);
    }
  }

  #bodyOf(step: Exclude<ListStep, { action: "delete" }>): WirePolicy {
    const { policy } = step;
    if ("temporary" in policy) return this.#temporaryBody(policy.temporary, policy.like);
    const element = this.#elementOf(policy);
    if (step.action === "create") return element!.body;
    if (step.content === "wanted")
      return element!.changed ? element!.body : asAnswered(this.#blocked.get(this.#idOf(policy))!);
    const listed = this.#listed.get(policy.id!)!;
    return step.content === "blocked" ? blocking(listed.name, listed) : asAnswered(listed);
  }

  /** The rules come from a policy that has them, before the change or after it. */
  #temporaryBody(temporary: number, like: PolicyContent): WirePolicy {
    const isLike = (content: PolicyContent) => content.decision === "deny" && content.rules === like.rules;
    const wanted = this.list.wanted.find(({ content }) => isLike(content));
    const rules =
      wanted?.body ?? [...this.#listed.values()].find((policy) => isLike(contentOfAnswer(policy)));
    return blocking(temporaryName(temporary), rules!);
  }

  #elementOf(policy: PlannedPolicy): WantedElement | undefined {
    return "key" in policy ? this.list.wanted.find(({ key }) => key === policy.key) : undefined;
  }

  #idOf(policy: PlannedPolicy): string {
    if ("temporary" in policy) return this.#temporaries.get(policy.temporary)!;
    return policy.id ?? this.#ids.get(policy.key!)!;
  }
}

/** A block policy with the rules of another one, and nothing that only an allow policy can have. */
function blocking(name: unknown, { include, exclude, require }: WirePolicy): WirePolicy {
  const decision: AccessDecision = "deny";
  return { name, decision, include, exclude: exclude ?? [], require: require ?? [] };
}
