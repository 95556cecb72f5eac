import type { Decision, DecisionName, TraceStep, Truth } from "../access";
import { withoutHidden } from "../text";
import type { StyleName, Styles } from "./styles";

const WORDS: Readonly<Record<DecisionName, readonly [word: string, style: StyleName]>> = {
  allow: ["ALLOWED", "green"],
  bypass: ["BYPASSED: let in without a login", "yellow"],
  service_auth: ["ALLOWED by Service Auth", "green"],
  deny: ["DENIED", "red"],
  undecided: ["UNDECIDED", "yellow"],
};

const SIGNS: Readonly<Record<Truth, readonly [sign: string, style: StyleName]>> = {
  yes: ["✓", "green"],
  no: ["✗", "red"],
  unknown: ["?", "yellow"],
};

const CONDITIONS = {
  mfa: "a second factor",
  approval: "approval",
  justification: "a justification",
  isolation: "browser isolation",
  session: "its own session duration",
} as const;

/** A decision for people: the result, why, each policy with its rules, and what is missing. */
export function decisionText(decision: Decision, styles: Styles): string {
  const { application, reason, conditions, trace, needs, notes } = decision;
  const [word, style] = WORDS[decision.decision];
  const asked = conditions.map((kind) => CONDITIONS[kind] ?? kind);
  const lines = [
    `${styles.bold(styles[style](word))}${application === null ? "" : `  ${clean(application.name)}`}`,
    `  ${clean(reason)}`,
    ...(asked.length > 0 ? [`  asks for: ${asked.join(", ")}`] : []),
    ...(trace.length > 0 ? ["", ...trace.flatMap((step) => stepLines(step, decision, styles))] : []),
    ...section("What is missing", needs.map(needLine), styles),
    ...section("Notes", notes, styles),
  ];
  return `${lines.join("\n")}\n`;
}

function stepLines(step: TraceStep, { policy }: Decision, styles: Styles): string[] {
  const { decision, matches, reached, rules } = step;
  const name = step.policy === null ? step.words : `${step.policy.name}`;
  const decides =
    step.policy !== null && policy !== null && step.policy.id === policy.id && matches === "yes";
  const title = `${sign(matches, styles)} ${clean(name)}  ${styles.dim(decision)}${decides ? styles.bold("  decides") : ""}`;
  if (!reached) return [styles.dim(`  ${withoutStyle(matches)} ${clean(name)}  ${decision}  not reached`)];
  return [
    `  ${title}`,
    ...rules.map(
      ({ list, words, holds }) =>
        `      ${sign(holds, styles)} ${styles.dim(list.padEnd(7))} ${clean(words)}`,
    ),
  ];
}

function withoutStyle(truth: Truth): string {
  return SIGNS[truth][0];
}

function sign(truth: Truth, styles: Styles): string {
  const [text, style] = SIGNS[truth];
  return styles[style](text);
}

function needLine({ field, words, key }: Decision["needs"][number]): string {
  return `${field}${key === undefined ? "" : ` ${JSON.stringify(key)}`}: ${words}`;
}

function section(title: string, lines: readonly string[], styles: Styles): string[] {
  if (lines.length === 0) return [];
  return ["", styles.bold(title), ...lines.map((line) => `  ${clean(line)}`)];
}

/** Names and values come from the account: nothing in them may act on the terminal. */
function clean(text: string): string {
  return withoutHidden(text);
}
