/**
 * Looks for requests that change, where an exact comparison takes too long: for every step that only one side has, requests
 * that satisfy it, judged on both sides. What it finds is true; what it does not find may exist.
 */

import { canonicalJson } from "../../model";
import { answersOf } from "../answers";
import { type Condition, evaluate } from "../condition";
import type { Identity } from "../identity";
import { type Judgment, NOTHING_MATCHES, type Outcome } from "../outcome";
import type { ChangeKind } from "./compare-judgments";
import { BudgetExceeded, Diagrams } from "./diagram";
import { Encoding } from "./encoding";
import { outcomeChange } from "./outcome-change";
import { identityOf, namedValues, sampleOf } from "./witness";

export interface FoundChange {
  readonly witness: Identity;
  readonly kind: ChangeKind;
  readonly how: readonly string[];
}

const NODES_A_STEP = 20_000;
const MOST_STEPS = 400;

export function searchChanges(before: Judgment, after: Judgment): FoundChange[] {
  const found: FoundChange[] = [];
  for (const condition of differing(before, after)) {
    const witness = requestOf(condition);
    if (witness === undefined) continue;
    const [old, next] = [outcomeOf(before, witness), outcomeOf(after, witness)];
    if (old === undefined || next === undefined) continue;
    const { kind, weaker, stricter } = outcomeChange(old, next);
    if (kind === "gain" || kind === "loss") found.push({ witness, kind, how: [] });
    if (weaker.length > 0) found.push({ witness, kind: "weaker", how: weaker });
    if (stricter.length > 0) found.push({ witness, kind: "stricter", how: stricter });
  }
  return found;
}

/** The conditions of steps that only one side has, or has with another outcome. */
function differing(before: Judgment, after: Judgment): Condition[] {
  const keys = ({ steps }: Judgment) =>
    new Map(steps.map(({ when, outcome }) => [canonicalJson([when, outcome]), when] as const));
  const [old, next] = [keys(before), keys(after)];
  const only = (a: ReadonlyMap<string, Condition>, b: ReadonlyMap<string, Condition>) =>
    [...a].filter(([key]) => !b.has(key)).map(([, when]) => when);
  return [...only(next, old), ...only(old, next)].slice(0, MOST_STEPS);
}

function requestOf(condition: Condition): Identity | undefined {
  try {
    const diagrams = new Diagrams(NODES_A_STEP);
    const encoding = new Encoding(diagrams, [condition]);
    const set = diagrams.and(encoding.build(condition), encoding.possible);
    return set === diagrams.no ? undefined : identityOf(sampleOf(encoding, set), namedValues(encoding));
  } catch (error) {
    if (error instanceof BudgetExceeded) return undefined;
    throw error;
  }
}

function outcomeOf({ steps, portal }: Judgment, identity: Identity): Outcome | undefined {
  const answers = answersOf(identity);
  if (portal !== undefined) return undefined;
  for (const { when, outcome } of steps) {
    const truth = evaluate(when, answers);
    if (truth === "unknown") return undefined;
    if (truth === "yes") return outcome;
  }
  return NOTHING_MATCHES;
}
