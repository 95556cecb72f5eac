/** Decides one request. */
import type { AccessAccount, AccessApplication } from "./account";
import { indexOf, plain } from "./account-index";
import { type AccessTarget, type Answering, answeringApplication } from "./answering-application";
import { answersOf, type Need, needsOf } from "./answers";
import { type Answers, type Condition, evaluate } from "./condition";
import type { Decision } from "./decision";
import type { Identity } from "./identity";
import { judgmentOf } from "./judgment";
import {
  type Judgment,
  type JudgmentOptions,
  type JudgmentStep,
  NOTHING_MATCHES,
  type Outcome,
} from "./outcome";
import { sessionOutcome } from "./session";
import { type AccessTerms, conditionsOf, isUnknownTerm, type UnknownTerm } from "./terms";
import { traceOf } from "./trace";

export interface DecideOptions {
  /** When the request is made: tokens that expired before do not count. @default now */
  readonly at?: Date;
}

/**
 * Decides whether a request is let in, as far as what is known of the account and of the request says. What is not known
 * counts neither as true nor as false: the decision is "undecided" where it may come out either way, and `needs` says
 * what would have to be known.
 *
 * @param target an application's id or name, a URL, or a private host name or address
 * @throws {@link AccessUsageError} for an application that does not exist
 */
export function decide(
  account: AccessAccount,
  target: AccessTarget,
  identity: Identity,
  options: DecideOptions = {},
): Decision {
  const answering = answeringApplication(account, target);
  if (answering.is !== "application") return withoutApplication(answering);
  const { application, url } = answering;
  const request = url === undefined ? identity : { ...identity, url };
  return decideApplication(account, application, request, options);
}

function decideApplication(
  account: AccessAccount,
  application: AccessApplication,
  identity: Identity,
  { at = new Date() }: DecideOptions,
): Decision {
  const index = indexOf(account);
  const options: JudgmentOptions = { at: at.getTime() };
  const judgment = judgmentOf(application, index, options);
  const answers = answersOf(identity);
  const trace = traceOf(application, judgment, answers, index, options, certainStep(judgment, answers));
  const name = typeof application.name === "string" ? application.name : application.id;
  const notes = notesOf(application, identity);
  const common = { application: { id: application.id, name }, trace, notes };
  const decided = decideJudgment(judgment, identity);
  return { ...common, ...decided, notes: [...notes, ...unknownTerms(decided.terms)] };
}

interface Found {
  /** Every outcome that is possible, by what is known. */
  readonly possible: readonly Outcome[];
  /** What was unknown on the way. */
  readonly doubtful: readonly Condition[];
  readonly needs: readonly Need[];
}

function certainStep({ steps }: Judgment, answers: Answers): JudgmentStep | undefined {
  return steps.find(({ when }) => evaluate(when, answers) === "yes");
}

function outcomesOf(judgment: Judgment, answers: Answers, identity: Identity): Found {
  const possible: Outcome[] = [];
  const doubtful: Condition[] = [];
  let isCertain = false;
  for (const { when, outcome } of judgment.steps) {
    const truth = evaluate(when, answers);
    if (truth === "no") continue;
    possible.push(outcome);
    if (truth === "yes") {
      isCertain = true;
      break;
    }
    doubtful.push(when);
  }
  if (!isCertain) possible.push(NOTHING_MATCHES);
  const needs = new Map<string, Need>();
  for (const condition of doubtful)
    for (const need of needsOf(condition, identity)) needs.set(`${need.field} ${need.key ?? ""}`, need);
  return { possible, doubtful, needs: [...needs.values()] };
}

/** A portal has to let the request in, too; it asks for nothing besides. */
function withPortal(judgment: Judgment, answers: Answers, identity: Identity): Found {
  const own = outcomesOf(judgment, answers, identity);
  const inSession =
    identity.in_session === true ? sessionOutcome(judgment, answers, own.possible) : undefined;
  const server: Found = inSession === undefined ? own : { possible: [inSession], doubtful: [], needs: [] };
  if (judgment.portal === undefined) return server;
  const portal = outcomesOf(judgment.portal, answers, identity);
  const refusals = portal.possible.filter(({ decision }) => decision === "deny");
  if (refusals.length === portal.possible.length) return portal;
  if (server.possible.every(({ decision }) => decision === "deny")) return server;
  return {
    possible: [...refusals, ...server.possible],
    doubtful: [...portal.doubtful, ...server.doubtful],
    needs: [...portal.needs, ...server.needs],
  };
}

/** Decides a request as an application judges it, without a trace. */
export function decideJudgment(judgment: Judgment, identity: Identity): JudgmentResult {
  return result(withPortal(judgment, answersOf(identity), identity));
}

export type JudgmentResult = Pick<
  Decision,
  "decision" | "policy" | "reason" | "conditions" | "terms" | "needs" | "possible"
>;

function result({ possible, needs }: Found): JudgmentResult {
  const [first] = possible;
  const decisions = new Set(possible.map(({ decision }) => decision));
  const policies = new Set(possible.map(({ policy }) => policy));
  const listed = distinct(possible);
  if (decisions.size > 1) {
    const reason = `possible are ${listed.map(inWords).join(" or ")}`;
    return {
      decision: "undecided",
      policy: null,
      reason,
      conditions: [],
      terms: null,
      needs,
      possible: listed,
    };
  }
  const outcome = first!;
  const policy = policies.size === 1 ? outcome.policy : null;
  const isOne = policies.size === 1;
  const reason = isOne ? reasonOf(outcome) : `one of ${listed.map(inWords).join(", ")}`;
  const terms = isOne ? outcome.terms : null;
  return {
    decision: outcome.decision,
    policy,
    reason,
    conditions: conditionsOf(terms, outcome.ownSession),
    terms,
    needs: [],
    possible: listed,
  };
}

function distinct(outcomes: readonly Outcome[]): Decision["possible"] {
  const found = new Map<string, Decision["possible"][number]>();
  for (const { decision, policy } of outcomes)
    found.set(`${decision} ${policy?.id} ${policy?.name}`, { decision, policy });
  return [...found.values()];
}

function inWords({ decision, policy }: Decision["possible"][number]): string {
  return policy === null ? decision : `${decision} by ${plain(policy.name)}`;
}

function reasonOf({ policy, decision, reason }: Outcome): string {
  if (policy === null) return reason;
  const verb = {
    allow: "lets in",
    bypass: "lets in without a login",
    service_auth: "lets in",
    deny: "denies",
  };
  return `policy ${plain(policy.name)} ${verb[decision]}`;
}

function unknownTerms(terms: AccessTerms | null): string[] {
  const unknown = Object.entries(terms ?? {}).filter(([, term]) => isUnknownTerm(term));
  return unknown.map(
    ([name, term]) => `The condition ${name} is not known: ${(term as UnknownTerm).unknown}.`,
  );
}

function notesOf(application: AccessApplication, identity: Identity): string[] {
  const notes: string[] = [];
  const { type, destinations } = application;
  const hasOverrides =
    Array.isArray(destinations) && destinations.some((one) => (one as { overrides?: unknown }).overrides);
  if (hasOverrides && (identity.url === undefined || identity.url === null))
    notes.push("Some paths of the application are public; the decision is about the others.");
  if (type === "saas") notes.push("A SaaS application is judged at sign-on only.");
  if (type === "bookmark") notes.push("The policies of a bookmark only hide its tile.");
  if (identity.in_session === true)
    notes.push("What a running session was let in by may be lost only when the session ends.");
  return notes;
}

function withoutApplication(answering: Exclude<Answering, { is: "application" }>): Decision {
  const none = { application: null, policy: null, conditions: [], terms: null, trace: [], notes: [] };
  if (answering.is === "unmatched") {
    const { decision, reason } = answering;
    return { ...none, decision, reason, needs: [], possible: [{ decision, policy: null }] };
  }
  const needs = [{ field: "account", words: answering.because }];
  return { ...none, decision: "undecided", reason: answering.because, needs, possible: [] };
}
