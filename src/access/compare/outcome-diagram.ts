/** What happens to every request at an application, as one diagram: its ends are outcomes. */

import { canonicalJson } from "../../model";
import type { Condition } from "../condition";
import { type Judgment, NOTHING_MATCHES, type Outcome } from "../outcome";
import type { Node } from "./diagram";
import type { Encoding } from "./encoding";

/** Outcomes by number: two that say the same are one. */
export class Outcomes {
  readonly #list: Outcome[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<Outcome, number>();

  numberOf(outcome: Outcome): number {
    let number = this.#known.get(outcome);
    if (number === undefined) {
      const { decision, policy, terms, reason } = outcome;
      const key = canonicalJson({ decision, policy, terms, reason });
      number = this.#numbers.get(key) ?? this.#list.push(outcome) - 1;
      this.#numbers.set(key, number);
      this.#known.set(outcome, number);
    }
    return number;
  }

  at(number: number): Outcome {
    return this.#list[number]!;
  }
}

export function conditionsIn({ steps, portal }: Judgment): Condition[] {
  return [...steps.map(({ when }) => when), ...(portal === undefined ? [] : conditionsIn(portal))];
}

export function outcomeDiagram(encoding: Encoding, judgment: Judgment, outcomes: Outcomes): Node {
  const { diagrams } = encoding;
  const end = (outcome: Outcome) => diagrams.end(outcomes.numberOf(outcome));
  const own = judgment.steps.reduceRight(
    (rest, { when, outcome }) => diagrams.choose(encoding.build(when), end(outcome), rest),
    end(NOTHING_MATCHES),
  );
  if (judgment.portal === undefined) return own;
  const portal = outcomeDiagram(encoding, judgment.portal, outcomes);
  return diagrams.combine(own, portal, (server, through) =>
    outcomes.at(through).decision === "deny" ? through : server,
  );
}
