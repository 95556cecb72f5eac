/** Says of every policy of an application whether it matches a request, and by which rules. */
import { DEFERRED } from "../model";
import type { AccessApplication } from "./account";
import type { AccountIndex } from "./account-index";
import { type Answers, evaluate, type Truth } from "./condition";
import type { TraceRule, TraceStep } from "./decision";
import type { Judgment, JudgmentOptions, JudgmentStep } from "./outcome";
import { rulesOf } from "./policy-condition";
import { contextOf } from "./policy-steps";
import { ruleInWords } from "./rule-words";

/** @param decided the step that decides for certain; undefined: none of them */
export function traceOf(
  application: AccessApplication,
  judgment: Judgment,
  answers: Answers,
  index: AccountIndex,
  options: JudgmentOptions,
  decided: JudgmentStep | undefined,
): TraceStep[] {
  const end = decided === undefined ? judgment.steps.length : judgment.steps.indexOf(decided);
  const seen = new Set<string>();
  return judgment.steps.flatMap((step, position): TraceStep[] => {
    const { outcome, index: at } = step;
    const key = `${at} ${outcome.policy?.name} ${at === undefined ? outcome.decision : ""}`;
    if (outcome.policy !== null && seen.has(key)) return [];
    seen.add(key);
    const matches = truthOf(judgment.steps, step, answers);
    const reached = position <= end;
    // Settings that do not concern the request say nothing to a reader.
    if (at === undefined && outcome.policy === null)
      return matches === "no"
        ? []
        : [{ policy: null, decision: outcome.decision, matches, reached, words: outcome.reason, rules: [] }];
    const policy =
      at === undefined || !Array.isArray(application.policies) ? undefined : application.policies[at];
    const rules: TraceRule[] =
      policy === undefined || policy === DEFERRED
        ? []
        : rulesOf(policy, contextOf(application, index, options, policy, at!)).map((one) => ({
            list: one.list,
            words: ruleInWords(one.rule, index),
            holds: evaluate(one.condition, answers),
          }));
    const decision = typeof policy?.decision === "string" ? policy.decision : "unknown";
    const words = wordsOf(matches, rules, at === undefined ? outcome.reason : "its content is not known");
    return [{ policy: outcome.policy, decision, matches, reached, words, rules }];
  });
}

/** Whether any of the steps of a policy is met. */
function truthOf(steps: readonly JudgmentStep[], step: JudgmentStep, answers: Answers): Truth {
  const same = steps.filter((one) => one === step || (step.index !== undefined && one.index === step.index));
  const truths = same.map(({ when }) => evaluate(when, answers));
  if (truths.includes("yes")) return "yes";
  return truths.includes("unknown") ? "unknown" : "no";
}

function wordsOf(matches: Truth, rules: readonly TraceRule[], otherwise: string): string {
  const listed = (list: TraceRule["list"], ...truths: Truth[]) =>
    rules.filter((rule) => rule.list === list && truths.includes(rule.holds)).map(({ words }) => words);
  const met = listed("include", "yes");
  const excluded = listed("exclude", "yes");
  const missed = listed("require", "no");
  const doubtful = rules.filter(({ holds }) => holds === "unknown").map(({ words }) => words);
  if (matches === "yes") return met.length > 0 ? `matches by ${some(met)}` : "matches";
  if (matches === "unknown")
    return doubtful.length > 0 ? `not known: ${some(doubtful)}` : `not known: ${otherwise}`;
  if (excluded.length > 0) return `does not match: excluded by ${some(excluded)}`;
  if (missed.length > 0) return `does not match: requires ${some(missed)}`;
  const includes = rules.filter(({ list }) => list === "include").map(({ words }) => words);
  return includes.length > 0
    ? `does not match: includes ${some(includes)}`
    : "does not match: includes nothing";
}

const MOST_SHOWN = 3;

function some(words: readonly string[]): string {
  const more = words.length - MOST_SHOWN;
  const shown = words.slice(0, MOST_SHOWN).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
