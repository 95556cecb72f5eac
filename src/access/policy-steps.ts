/** The steps that the policies of an application become: two stages, each by precedence. */
import { DEFERRED, isPlainObject } from "../model";
import type { AccessApplication, AccessPolicy, Known } from "./account";
import { type AccountIndex, plain } from "./account-index";
import { ALWAYS, all, any, type Condition, fact, leaf, NEVER } from "./condition";
import { assumption } from "./fact";
import {
  denied,
  type JudgmentOptions,
  type JudgmentStep,
  type LetIn,
  type Outcome,
  type PolicyReference,
  whether,
} from "./outcome";
import { groupCondition, policyCondition } from "./policy-condition";
import { knownAfterApply, type RuleContext } from "./rule-condition";
import { termsOf } from "./terms";

type Stage = "first" | "second";

const STAGES: Readonly<Record<Stage, readonly string[]>> = {
  first: ["bypass", "non_identity"],
  second: ["allow", "deny"],
};
const ANY_DECISION = [...STAGES.first, ...STAGES.second];

/** The steps of an application's policies. */
export class PolicySteps {
  readonly #side: string;
  readonly #where: string;
  readonly #viaPortal: boolean;

  constructor(
    private readonly application: AccessApplication,
    private readonly index: AccountIndex,
    private readonly options: JudgmentOptions,
  ) {
    this.#side = options.side ?? "";
    this.#where = `application ${plain(application.name ?? application.id)}`;
    const { via_portal: via } = application;
    this.#viaPortal = application.type === "mcp" && via !== undefined && via !== null && via !== false;
  }

  first(): JudgmentStep[] {
    return this.#stage("first");
  }

  second(): JudgmentStep[] {
    return this.#stage("second");
  }

  /** Anything may happen, since something is not known before the apply. */
  anything(what: string): JudgmentStep[] {
    const where = `${what} of ${this.#where}`;
    const policy = { id: null, name: `(${where})` };
    return ANY_DECISION.map((decision) => ({
      when: knownAfterApply({ side: this.#side, where }, decision),
      outcome: this.#outcome({}, policy, decision),
    }));
  }

  #stage(stage: Stage): JudgmentStep[] {
    const { policies } = this.application;
    const where = `the policies of ${this.#where}`;
    if (policies === DEFERRED)
      return this.#unknown(stage, where, (decision) =>
        knownAfterApply({ side: this.#side, where }, decision),
      );
    if (policies === undefined || policies === null)
      return this.#unknown(stage, where, (decision) =>
        fact(
          assumption(`policies of application ${this.application.id}: ${decision}`, `${where} are not known`),
        ),
      );
    const placed = policies.map((policy, position) => this.#policy(stage, policy, position));
    const floating = placed.filter((_, position) => isFloating(policies[position]!));
    if (floating.every((steps) => steps.length === 0)) return placed.flat();
    const fixed = placed.filter((_, position) => !isFloating(policies[position]!));
    return this.#anywhere(fixed.flat(), floating.flat());
  }

  /** Puts policies whose precedence is not known at every position, each as often as it takes for every order of them. */
  #anywhere(fixed: readonly JudgmentStep[], floating: readonly JudgmentStep[]): JudgmentStep[] {
    const at = (slot: number) =>
      floating.flatMap((_, round) =>
        floating.map((step) => {
          const where = `the precedence of ${placeOf(step.outcome.policy)} in ${this.#where}`;
          const here = knownAfterApply({ side: this.#side, where }, `${slot}.${round}`);
          return { ...step, when: all([step.when, here]) };
        }),
      );
    return [...fixed.flatMap((step, slot) => [...at(slot), step]), ...at(fixed.length), ...floating];
  }

  #unknown(
    stage: Stage,
    where: string,
    when: (decision: string) => Condition,
    policy: PolicyReference = { id: null, name: `(${where})` },
    index?: number,
  ): JudgmentStep[] {
    return STAGES[stage].map((decision) => ({
      when: when(decision),
      outcome: this.#outcome({}, policy, decision),
      ...(index === undefined ? {} : { index }),
    }));
  }

  #policy(stage: Stage, policy: Known<AccessPolicy>, index: number): JudgmentStep[] {
    if (policy === DEFERRED) {
      const where = `the policies at position ${index + 1} of ${this.#where}`;
      const when = (decision: string) => knownAfterApply({ side: this.#side, where }, decision);
      return this.#unknown(stage, where, when, undefined, index);
    }
    const reference = referenceOf(policy, index);
    const where = placeOf(reference);
    if (policy.decision === undefined && policy.include === undefined) {
      const because = `the content of ${where} is not known`;
      const when = (decision: string) => fact(assumption(`policy ${reference.id}: ${decision}`, because));
      return this.#unknown(stage, where, when, reference, index);
    }
    const { decision } = policy;
    if (typeof decision === "string" && ANY_DECISION.includes(decision))
      return STAGES[stage].includes(decision) ? this.#steps(policy, reference, decision, ALWAYS, index) : [];
    return STAGES[stage].flatMap((possible) => {
      const guard =
        decision === DEFERRED
          ? knownAfterApply({ side: this.#side, where: `the decision of ${where}` }, possible)
          : fact(
              assumption(`decision ${plain(decision)}: ${possible}`, `the decision of ${where} is not known`),
            );
      return this.#steps(policy, reference, possible, guard, index);
    });
  }

  #steps(
    policy: AccessPolicy,
    reference: PolicyReference,
    decision: string,
    guard: Condition,
    index: number,
  ): JudgmentStep[] {
    const context = this.context(policy, decision, index);
    const intercepted = interceptedCondition(this.application, this.#side, this.#where);
    const notRead = policy.include === undefined || policy.include === null;
    const matches = notRead
      ? fact(assumption(`rules of policy ${reference.id}`, `the rules of ${context.where} are not known`))
      : policyCondition(policy, context, intercepted);
    const when = all([guard, matches]);
    const outcome = this.#outcome(policy, reference, decision);
    if (this.application.type !== "infrastructure") return [{ when, outcome, index }];
    if (decision !== "allow") {
      const because = `what a policy with ${plain(decision)} does in an infrastructure application is not documented`;
      const really = fact(assumption(`open: ${decision} in an infrastructure application`, because));
      return [{ when: all([when, really]), outcome, index }];
    }
    const names = sshUsers(policy, this.#side, context.where);
    const other = denied(`the policy that matches, ${plain(reference.name)}, does not name this SSH user`);
    return [
      { when: all([when, names]), outcome, index },
      { when, outcome: other, index },
    ].filter((step) => names !== ALWAYS || step.outcome === outcome);
  }

  /** Where the rules of a policy are judged. */
  context(policy: AccessPolicy, decision: string, index: number): RuleContext {
    return {
      index: this.index,
      decision,
      infrastructure: this.application.type === "infrastructure",
      where: placeOf(referenceOf(policy, index)),
      side: this.#side,
      ownAccount: policy.account_id,
      at: this.options.at,
      group: groupCondition,
    };
  }

  #outcome(policy: AccessPolicy, reference: PolicyReference, decision: string): Outcome {
    const letIn = decision === "non_identity" ? "service_auth" : (decision as LetIn | "deny");
    const where = placeOf(reference);
    const options = { where, side: this.#side, viaPortal: this.#viaPortal };
    const terms = letIn === "allow" ? termsOf(policy, this.application, this.index, options) : null;
    const ownSession = [policy.session_duration, this.application.session_duration].some(
      (duration) => typeof duration === "string" && duration !== "",
    );
    return { decision: letIn, policy: reference, terms, reason: "", ownSession };
  }
}

/** The context in which the rules of one policy are judged, for a trace. */
export function contextOf(
  application: AccessApplication,
  index: AccountIndex,
  options: JudgmentOptions,
  policy: AccessPolicy,
  position: number,
): RuleContext {
  const decision = typeof policy.decision === "string" ? policy.decision : "allow";
  return new PolicySteps(application, index, options).context(policy, decision, position);
}

/** Names a policy in a way that no other policy has. */
function placeOf(reference: PolicyReference | null): string {
  const { id, name } = reference ?? { id: null, name: "" };
  return `policy ${plain(name)}${id === null || id === name ? "" : ` (${plain(id)})`}`;
}

export function referenceOf(policy: AccessPolicy, index: number): PolicyReference {
  const id = policy.id ?? null;
  const name = typeof policy.name === "string" && policy.name !== "" ? policy.name : undefined;
  return { id, name: name ?? id ?? `policy ${index + 1}` };
}

function isFloating(policy: Known<AccessPolicy>): boolean {
  return policy !== DEFERRED && policy.precedence === DEFERRED;
}

function interceptedCondition(application: AccessApplication, side: string, where: string): Condition {
  const { worker_on_route: known, destinations } = application;
  const isWorker = (destination: unknown) =>
    isPlainObject(destination) && typeof destination.type === "string" && /worker/.test(destination.type);
  if (Array.isArray(destinations) && destinations.some(isWorker)) return ALWAYS;
  return whether(known, side, `a Worker on the route of ${where}`);
}

/** The SSH user names that a policy of an infrastructure application allows. */
function sshUsers(policy: AccessPolicy, side: string, where: string): Condition {
  const rules = policy.connection_rules;
  if (rules === DEFERRED) return knownAfterApply({ side, where: `connection_rules of ${where}` });
  const ssh = isPlainObject(rules) ? rules.ssh : undefined;
  if (ssh === DEFERRED) return knownAfterApply({ side, where: `SSH rules of ${where}` });
  if (!isPlainObject(ssh)) return ALWAYS;
  const { usernames, allow_email_alias: alias } = ssh;
  if (usernames === DEFERRED) return knownAfterApply({ side, where: `SSH user names of ${where}` });
  const named = (Array.isArray(usernames) ? usernames : []).map((name, index) =>
    name === DEFERRED
      ? knownAfterApply({ side, where: `SSH user name ${index + 1} of ${where}` })
      : leaf("ssh", `n:${name}`),
  );
  const aliased =
    alias === DEFERRED
      ? all([leaf("ssh", "="), knownAfterApply({ side, where: `allow_email_alias of ${where}` })])
      : alias === true
        ? leaf("ssh", "=")
        : NEVER;
  return any([...named, aliased]);
}
