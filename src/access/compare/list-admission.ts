/**
 * Whether a list of policies on the way from one list to another lets in a request that both deny. What is not known counts
 * as free: it may hold of a request or not, and what it does in one list it does in the others.
 */
import type { AccessAccount, AccessApplication } from "../account";
import { type AccountIndex, indexOf } from "../account-index";
import { judgmentOf } from "../judgment";
import type { Judgment } from "../outcome";
import { BudgetExceeded, Diagrams, type Node } from "./diagram";
import { Encoding } from "./encoding";
import { conditionsIn, Outcomes, outcomeDiagram } from "./outcome-diagram";

export type PolicyEntries = AccessApplication["policies"];

export interface AdmissionOptions {
  /** The application that has the lists; its own policies do not count. @default one of the type self_hosted */
  readonly application?: AccessApplication;
  /** Groups, lists and tokens that rules refer to. @default nothing is known of them */
  readonly account?: AccessAccount;
  /** When requests are made. @default now */
  readonly at?: Date;
  /** Nodes of decision diagrams. @default 100,000 */
  readonly budget?: number;
}

const BUDGET = 100_000;

/**
 * Judges lists of policies of one application. All of them are named at the start, so that they share their conditions; a
 * judgment of a list that is asked for twice is made once.
 */
export class ListAdmission {
  readonly #index: AccountIndex;
  readonly #judgments: readonly Judgment[];
  readonly #encoding: Encoding;
  readonly #outcomes = new Outcomes();
  readonly #letIn = new Map<Judgment, Node>();

  /** @throws BudgetExceeded never here: see {@link admitsBeyond} */
  constructor(
    readonly lists: readonly PolicyEntries[],
    { application = SELF_HOSTED, account = NOTHING, at = new Date(), budget = BUDGET }: AdmissionOptions = {},
  ) {
    this.#index = indexOf(account);
    this.#judgments = lists.map((policies) =>
      // Denials by a login that does not count are the same in every list.
      judgmentOf({ ...application, policies }, this.#index, { at: at.getTime(), withoutStrict: true }),
    );
    this.#encoding = new Encoding(new Diagrams(budget), this.#judgments.flatMap(conditionsIn));
  }

  /**
   * Whether one list lets in a request that every one of the others denies, by their numbers; undefined where that would
   * take too long to find out.
   */
  admitsBeyond(list: number, others: readonly number[]): boolean | undefined {
    const { diagrams, possible } = this.#encoding;
    try {
      const beyond = others.reduce(
        (node, other) => diagrams.without(node, this.#admitted(other)),
        diagrams.and(this.#admitted(list), possible),
      );
      return beyond !== diagrams.no;
    } catch (error) {
      if (error instanceof BudgetExceeded) return undefined;
      throw error;
    }
  }

  #admitted(list: number): Node {
    const judgment = this.#judgments[list]!;
    let node = this.#letIn.get(judgment);
    if (node === undefined) {
      const all = outcomeDiagram(this.#encoding, judgment, this.#outcomes);
      node = this.#encoding.diagrams.mapEnds(all, (end) =>
        this.#outcomes.at(end).decision === "deny" ? 0 : 1,
      );
      this.#letIn.set(judgment, node);
    }
    return node;
  }
}

const SELF_HOSTED: AccessApplication = { id: "application" };
const NOTHING: AccessAccount = { applications: [], partial: true };

/**
 * Whether list C lets in a request that both list A and list B deny; undefined where that would take too long to find out.
 */
export function admitsBeyondBoth(
  c: PolicyEntries,
  a: PolicyEntries,
  b: PolicyEntries,
  options?: AdmissionOptions,
): boolean | undefined {
  return new ListAdmission([a, b, c], options).admitsBeyond(2, [0, 1]);
}
