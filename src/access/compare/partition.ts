/** Who gets into one application through which policy: every request has one place in the partition. */
import { canonicalJson } from "../../model";
import type { AccessAccount, AccessApplication } from "../account";
import { indexOf } from "../account-index";
import { isAssumption } from "../fact";
import type { Identity } from "../identity";
import { isStrictUnsaid, judgmentOf } from "../judgment";
import type { Outcome, PolicyReference } from "../outcome";
import type { AccessTerms } from "../terms";
import { describeSet } from "./described-set";
import { BudgetExceeded, Diagrams } from "./diagram";
import { Encoding } from "./encoding";
import { conditionsIn, Outcomes, outcomeDiagram } from "./outcome-diagram";

/** Requests that the same policy decides. */
export interface PartitionPart {
  readonly decision: Outcome["decision"];
  /** Null where no policy decides: a public path, for instance. */
  readonly policy: PolicyReference | null;
  readonly terms: AccessTerms | null;
  readonly who: string;
  readonly witness: Identity;
  /** False: only if what `because` names turns out so. */
  readonly certain: boolean;
  readonly because: readonly string[];
}

export interface Partition {
  /** In the order of judgment. Requests that no policy matches are left out. */
  readonly parts: readonly PartitionPart[];
  /** False: the application is too large, and `parts` is empty. */
  readonly complete: boolean;
}

export interface PartitionOptions {
  /** When requests are made. @default now */
  readonly at?: Date;
  /** Nodes of decision diagrams. @default 300,000 */
  readonly budget?: number;
}

const BUDGET = 300_000;

/** Returns who is let in, and who is blocked, by which policy of an application. */
export function partitionOf(
  account: AccessAccount,
  application: AccessApplication,
  { at = new Date(), budget = BUDGET }: PartitionOptions = {},
): Partition {
  const index = indexOf(account);
  const options = { at: at.getTime(), withoutStrict: isStrictUnsaid(index) };
  const judgment = judgmentOf(application, index, options);
  try {
    const encoding = new Encoding(new Diagrams(budget), conditionsIn(judgment));
    const outcomes = new Outcomes();
    const { diagrams } = encoding;
    const all = outcomeDiagram(encoding, judgment, outcomes);
    const order = judgment.steps.map(({ outcome }) => outcomes.numberOf(outcome));
    const ends = diagrams.endsOf(all).sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const parts = ends.flatMap((end): PartitionPart[] => {
      const { decision, policy, terms } = outcomes.at(end);
      if (decision === "deny" && policy === null) return [];
      const set = diagrams.and(
        diagrams.mapEnds(all, (one) => (one === end ? 1 : 0)),
        encoding.possible,
      );
      if (set === diagrams.no) return [];
      const anyone = decision === "bypass" ? "the public internet" : "anyone";
      const { who, witness } = describeSet(encoding, set, [index], { anyone });
      const because = assumptionsOf(encoding, set);
      return [{ decision, policy, terms, who, witness, certain: because.length === 0, because }];
    });
    return { parts: joined(parts), complete: true };
  } catch (error) {
    if (error instanceof BudgetExceeded) return { parts: [], complete: false };
    throw error;
  }
}

/** Why it is not certain that the requests of a set are in it. */
function assumptionsOf(encoding: Encoding, set: number): string[] {
  const { diagrams } = encoding;
  const because = encoding.facts.flatMap(({ fact, level }) => {
    if (!isAssumption(fact)) return [];
    const without = diagrams.replaceFrom(set, level, (part) => diagrams.at(part, level, false));
    const having = diagrams.replaceFrom(set, level, (part) => diagrams.at(part, level, true));
    return without === having ? [] : [fact.because];
  });
  return [...new Set(because)];
}

/** Parts that say the same are one, as for a policy whose decision is not known. */
function joined(parts: readonly PartitionPart[]): PartitionPart[] {
  const byKey = new Map<string, PartitionPart>();
  for (const part of parts) {
    const { decision, policy, who, because } = part;
    const key = canonicalJson({ decision, policy, who, because });
    if (!byKey.has(key)) byKey.set(key, part);
  }
  return [...byKey.values()];
}
