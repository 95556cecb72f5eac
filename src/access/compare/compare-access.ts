/** Compares two accounts: who gains access, who loses it, whose access gets weaker or stricter, and what is not known. */
import type { AccessAccount, AccessApplication } from "../account";
import { type AccountIndex, indexOf } from "../account-index";
import { ALWAYS, fact } from "../condition";
import { decideJudgment } from "../decide";
import { assumption } from "../fact";
import type { Identity } from "../identity";
import { isStrictUnsaid, judgmentOf } from "../judgment";
import {
  denied,
  type Judgment,
  type JudgmentOptions,
  type Outcome,
  open,
  type PolicyReference,
} from "../outcome";
import { canonicalSet } from "./canonical-set";
import { ChangedObjects } from "./changed-objects";
import {
  type ChangedSet,
  type ChangeKind,
  type ComparedJudgments,
  compareJudgments,
} from "./compare-judgments";
import { describeSet } from "./described-set";
import { BudgetExceeded } from "./diagram";
import { outcomeChange } from "./outcome-change";
import { nameOf, type PlaceChange, placeChanges, type Responder } from "./place-change";
import { searchChanges } from "./search-changes";

export interface CompareOptions {
  /** When requests are made: tokens that expired before do not count. @default now */
  readonly at?: Date;
  /** Nodes of decision diagrams for one application; past it the result is not complete. @default 300,000 */
  readonly budget?: number;
  /** Makes `digest` of the text that identifies a set exactly: a hash. @default no digests */
  readonly digest?: (text: string) => string;
}

/** What happens to the requests of a set on one side. */
export interface SideOfChange {
  readonly decision: Outcome["decision"];
  readonly policy: PolicyReference | null;
}

/** Requests for which the same changes. */
export interface AccessChange {
  /** The requests, in words. */
  readonly who: string;
  /** One of them. What is not certain is assumed in it. */
  readonly witness: Identity;
  readonly before: SideOfChange;
  readonly after: SideOfChange;
  /** What is weaker or stricter, in words. */
  readonly how: readonly string[];
  /** False: only if what `because` names turns out so. */
  readonly certain: boolean;
  readonly because: readonly string[];
  /** The host and path, where the change is not about all of the application. */
  readonly at?: string;
  /** Identifies the set of requests; another set has another one. Absent where the comparison is not complete. */
  readonly digest?: string;
}

/** Requests for which it is not known whether anything changes. */
export interface UndecidedChange {
  readonly who: string;
  readonly witness: Identity;
  readonly because: readonly string[];
  /** What may happen. */
  readonly may: readonly ChangeKind[];
  readonly at?: string;
}

export interface ApplicationComparison {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly gains: readonly AccessChange[];
  readonly losses: readonly AccessChange[];
  readonly weaker: readonly AccessChange[];
  readonly stricter: readonly AccessChange[];
  readonly undecided: readonly UndecidedChange[];
  /** False: the application was too large for an exact comparison, and more may change. */
  readonly complete: boolean;
}

export interface AccessComparison {
  /** The applications where something changes or is undecided. */
  readonly applications: readonly ApplicationComparison[];
  readonly complete: boolean;
}

const BUDGET = 300_000;

export function compareAccess(
  before: AccessAccount,
  after: AccessAccount,
  { at = new Date(), budget = BUDGET, digest }: CompareOptions = {},
): AccessComparison {
  const comparison = new Comparison(before, after, at, budget, digest);
  const unchanged = new ChangedObjects(before, after);
  const found = new Map<string, ApplicationComparison>();
  for (const change of placeChanges(before, after)) {
    if (unchanged.isSame(change)) continue;
    const { application } = change;
    const compared = comparison.compare(change);
    const known = found.get(application.id);
    found.set(application.id, known === undefined ? compared : joined(known, compared));
  }
  const applications = [...found.values()].filter(hasContent);
  return { applications, complete: applications.every(({ complete }) => complete) };
}

function joined(a: ApplicationComparison, b: ApplicationComparison): ApplicationComparison {
  return {
    ...a,
    gains: [...a.gains, ...b.gains],
    losses: [...a.losses, ...b.losses],
    weaker: [...a.weaker, ...b.weaker],
    stricter: [...a.stricter, ...b.stricter],
    undecided: [...a.undecided, ...b.undecided],
    complete: a.complete && b.complete,
  };
}

function hasContent({
  gains,
  losses,
  weaker,
  stricter,
  undecided,
  complete,
}: ApplicationComparison): boolean {
  return [gains, losses, weaker, stricter, undecided].some((list) => list.length > 0) || !complete;
}

const LISTS = { gain: "gains", loss: "losses", weaker: "weaker", stricter: "stricter" } as const;

class Comparison {
  readonly #before: Side;
  readonly #after: Side;
  readonly #indexes: readonly AccountIndex[];

  constructor(
    before: AccessAccount,
    after: AccessAccount,
    at: Date,
    private readonly budget: number,
    private readonly digest: CompareOptions["digest"],
  ) {
    // What neither account says of the organization is the same in both. Strict service token authentication takes requests
    // away from Allow on both sides alike, so nobody gains or loses by what is assumed here.
    const withoutStrict = [before, after].every((account) => isStrictUnsaid(indexOf(account)));
    this.#before = new Side(before, "before", at, withoutStrict);
    this.#after = new Side(after, "after", at, withoutStrict);
    this.#indexes = [indexOf(after), indexOf(before)];
  }

  compare(change: PlaceChange): ApplicationComparison {
    const { application } = change;
    const judgments = [this.#before.judgment(change.before), this.#after.judgment(change.after)] as const;
    const result = {
      id: application.id,
      name: nameOf(application),
      domain: typeof application.domain === "string" ? application.domain : null,
      gains: [] as AccessChange[],
      losses: [] as AccessChange[],
      weaker: [] as AccessChange[],
      stricter: [] as AccessChange[],
      undecided: [] as UndecidedChange[],
      complete: true,
    };
    let compared: ComparedJudgments;
    try {
      compared = compareJudgments(...judgments, this.budget);
      for (const set of compared.changed)
        result[LISTS[set.kind]].push(this.#described(compared, set, change));
      for (const set of compared.undecided) {
        const known = compared.encoding.diagrams.and(compared.letIn.before, compared.letIn.after);
        const { who, witness } = describeSet(compared.encoding, set.set, this.#indexes, { known });
        result.undecided.push({
          who,
          witness: withoutAssumptions(witness),
          because: set.because,
          may: set.may,
          ...place(change),
        });
      }
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) throw error;
      return { ...result, ...this.#searched(judgments, change), complete: false };
    }
    return result;
  }

  #described(compared: ComparedJudgments, set: ChangedSet, change: PlaceChange): AccessChange {
    const anyone = set.after.decision === "bypass" && set.kind === "gain" ? "the public internet" : "anyone";
    const known = { gain: compared.letIn.before, loss: compared.letIn.after }[set.kind as "gain" | "loss"];
    const { who, witness } = describeSet(compared.encoding, set.set, this.#indexes, { anyone, known });
    const because = set.certain ? [] : assumedIn(compared, witness);
    const { digest } = this;
    const identified = digest ? { digest: digest(canonicalSet(compared.encoding, set.set)) } : {};
    const details = { who, how: set.how, certain: set.certain, because, ...place(change), ...identified };
    // As little as possible is said of the request: no assumption, and the URL only where the place is one of several.
    const plain = set.certain ? withoutAssumptions(witness) : witness;
    for (const request of [atPlace(plain, change), plain, witness]) {
      const sides = this.#replay(request, change, set.kind);
      if (sides !== undefined) return { ...details, witness: request, ...sides };
    }
    // A request that the decision of single requests does not confirm is not certain.
    const side = ({ decision, policy }: Outcome): SideOfChange => ({ decision, policy });
    const doubt = [...because, "the decision of this one request does not confirm it"];
    return {
      ...details,
      witness,
      before: side(set.before),
      after: side(set.after),
      certain: false,
      because: doubt,
    };
  }

  /** Decides a request on both sides; undefined where that is not the change that was found. */
  #replay(witness: Identity, change: PlaceChange, kind: ChangeKind) {
    const before = this.#before.outcome(change.before, witness);
    const after = this.#after.outcome(change.after, witness);
    if (before === undefined || after === undefined) return undefined;
    const found = outcomeChange(before, after);
    const isConfirmed =
      found.kind === kind ||
      (kind === "weaker" && found.weaker.length + found.unknown.length > 0) ||
      (kind === "stricter" && found.stricter.length + found.unknown.length > 0);
    const side = ({ decision, policy }: Outcome): SideOfChange => ({ decision, policy });
    return isConfirmed ? { before: side(before), after: side(after) } : undefined;
  }

  /** Changes of single requests, where the exact comparison would take too long. */
  #searched(judgments: readonly [Judgment, Judgment], change: PlaceChange) {
    const lists: Record<"gains" | "losses" | "weaker" | "stricter", AccessChange[]> = {
      gains: [],
      losses: [],
      weaker: [],
      stricter: [],
    };
    for (const { witness, kind, how } of searchChanges(...judgments)) {
      const sides = this.#replay(witness, change, kind);
      if (sides === undefined || lists[LISTS[kind]].length > 0) continue;
      const who = "at least this request, the comparison is not complete";
      lists[LISTS[kind]].push({ who, witness, how, certain: true, because: [], ...sides, ...place(change) });
    }
    const undecided: UndecidedChange[] = [
      {
        who: "any request",
        witness: {},
        because: ["the application is too large for an exact comparison"],
        may: ["gain", "loss", "weaker", "stricter"],
        ...place(change),
      },
    ];
    return { ...lists, undecided };
  }
}

function place({ at }: PlaceChange): { readonly at?: string } {
  return at === undefined ? {} : { at };
}

function atPlace(request: Identity, { url }: PlaceChange): Identity {
  return url !== undefined && request.url === null ? { ...request, url } : request;
}

function withoutAssumptions({ assume: _, ...identity }: Identity): Identity {
  return identity;
}

function assumedIn({ encoding }: ComparedJudgments, { assume = {} }: Identity): string[] {
  const because = encoding.facts.flatMap(({ fact }) =>
    fact.kind === "assumption" && assume[fact.key] === true ? [fact.because] : [],
  );
  const denied = encoding.facts.flatMap(({ fact }) => (fact.kind === "assumption" ? [fact.because] : []));
  return [...new Set(because.length > 0 ? because : denied)];
}

/** One of the two accounts. */
class Side {
  readonly #index: AccountIndex;
  readonly #options: JudgmentOptions;
  readonly #judgments = new Map<AccessApplication, Judgment>();

  constructor(
    account: AccessAccount,
    private readonly side: string,
    at: Date,
    withoutStrict: boolean,
  ) {
    this.#index = indexOf(account);
    this.#options = { side, at: at.getTime(), withoutStrict };
  }

  judgment(responder: Responder): Judgment {
    if (responder.is !== "application") return placeJudgment(responder, this.side);
    let judgment = this.#judgments.get(responder.application);
    if (judgment === undefined) {
      judgment = judgmentOf(responder.application, this.#index, this.#options);
      this.#judgments.set(responder.application, judgment);
    }
    return judgment;
  }

  /** What the decision of one request says; undefined where it is undecided. */
  outcome(responder: Responder, identity: Identity): Outcome | undefined {
    const { decision, policy, terms, reason } = decideJudgment(this.judgment(responder), identity);
    if (decision === "undecided") return undefined;
    return { decision, policy, terms, reason, ownSession: false };
  }
}

/** A place without an application, as an application with one answer. */
function placeJudgment(responder: Exclude<Responder, { is: "application" }>, side: string): Judgment {
  switch (responder.is) {
    case "open":
      return { login: ALWAYS, steps: [{ when: ALWAYS, outcome: open(responder.reason) }] };
    case "denied":
      return { login: ALWAYS, steps: [{ when: ALWAYS, outcome: denied(responder.reason) }] };
    default: {
      const { because } = responder as Extract<Responder, { is: "unknown" }>;
      const isOpen = fact(assumption(`${side}: no application: ${because}`, because));
      return { login: ALWAYS, steps: [{ when: isOpen, outcome: open(because) }] };
    }
  }
}
