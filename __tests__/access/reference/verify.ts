/** Compares decisions and comparisons with the second interpreter over random worlds. */
import { accountFromApi, compareAccess, decide, type Identity } from "../../../src/access";
import { indexOf } from "../../../src/access/account-index";
import { type ChangeKind, compareJudgments } from "../../../src/access/compare/compare-judgments";
import { judgmentOf } from "../../../src/access/judgment";
import { AT } from "../support/decision-table";
import { possibleDecisions, SILENT } from "./interpreter";
import { membership } from "./membership";
import { edited, forgetful, Rng, randomAccount, randomRequest } from "./random-worlds";

/** JSON, unchecked: the worlds are well-formed. */
type Json = ReturnType<typeof JSON.parse>;

export interface Mismatch {
  readonly seed: number;
  readonly what: string;
  readonly world: Json;
}

const BUDGET = 300_000;

/** Decisions of known and of partly known requests: the same possibilities as the second interpreter's. */
export function verifyDecisions(seed: number, requests: number): Mismatch[] {
  const rng = new Rng(seed);
  const json = randomAccount(rng);
  if (rng.chance(0.1)) delete json.organization;
  const account = accountFromApi(json);
  const found: Mismatch[] = [];
  for (let count = 0; count < requests; count++) {
    const complete = randomRequest(rng);
    const request = rng.chance(0.5) ? complete : forgetful(complete, rng);
    const { decision, possible } = decide(account, "app", request as Identity, { at: AT });
    const got = possible.map((one) =>
      one.policy === null ? one.decision : `${one.decision} by ${one.policy.name}`,
    );
    const wanted = possibleDecisions({ account: json, request, oracle: SILENT }, "app");
    const words = new Set([...wanted].map((one) => one.split(" ")[0]));
    const expected = words.size === 1 ? [...words][0] : "undecided";
    const same = [...new Set(got)].sort().join() === [...wanted].sort().join();
    if (same && decision === expected) continue;
    found.push({
      seed,
      what: `decided ${decision} of ${got}, expected ${expected} of ${[...wanted]}`,
      world: { json, request },
    });
  }
  return found;
}

const LET_IN = /^(allow|bypass|service_auth)/;
const ASKED: Readonly<Record<string, number>> = { bypass: 0, service_auth: 1, allow: 2 };

function changeOf(before: string, after: string): ChangeKind | undefined {
  const [a, b] = [before.split(" ")[0]!, after.split(" ")[0]!];
  if (!LET_IN.test(a)) return LET_IN.test(b) ? "gain" : undefined;
  if (!LET_IN.test(b)) return "loss";
  if (a === b) return undefined;
  return ASKED[b]! < ASKED[a]! ? "weaker" : "stricter";
}

/** A request with more open questions has too many combinations of answers. */
const MOST_QUESTIONS = 10;

/**
 * Every change between the decisions before and after, over the answers to open questions that both sides share; undefined
 * for a request with too many of them.
 */
function changesOf(before: Json, after: Json, request: Json): Set<ChangeKind | undefined> | undefined {
  let isTooLarge = false;
  const changes = new Set<ChangeKind | undefined>();
  const explore = (answers: ReadonlyMap<string, boolean>): void => {
    if (isTooLarge || answers.size > MOST_QUESTIONS) {
      isTooLarge = true;
      return;
    }
    let asked: string | undefined;
    const oracle = (key: string) => {
      const answer = answers.get(key);
      if (answer === undefined) asked ??= key;
      return answer ?? false;
    };
    const decide = (account: Json) => [...possibleDecisions({ account, request, oracle }, "app")][0]!;
    const change = changeOf(decide(before), decide(after));
    if (asked === undefined) {
      changes.add(change);
      return;
    }
    for (const answer of [true, false]) explore(new Map([...answers, [asked, answer]]));
  };
  explore(new Map());
  return isTooLarge ? undefined : changes;
}

/** Comparisons: each request is in exactly the sets that the second interpreter puts it in. */
export function verifyComparisons(seed: number, requests: number): Mismatch[] {
  const rng = new Rng(seed);
  const before = randomAccount(rng);
  let after = edited(before, rng);
  for (let more = rng.below(3); more > 0; more--) after = edited(after, rng);
  const accounts = [accountFromApi(before), accountFromApi(after)] as const;
  const sides = ["before", "after"] as const;
  const judgments = accounts.map((account, index) =>
    judgmentOf(account.applications[0]!, indexOf(account), { at: AT.getTime(), side: sides[index]! }),
  );
  const { encoding, changed } = compareJudgments(judgments[0]!, judgments[1]!, BUDGET);
  const found: Mismatch[] = [];
  const report = (what: string, request?: Json) =>
    found.push({ seed, what, world: { before, after, request } });
  for (let count = 0; count < requests; count++) {
    const request = randomRequest(rng);
    const changes = changesOf(before, after, request);
    if (changes === undefined) continue;
    for (const kind of ["gain", "loss", "weaker", "stricter"] as const) {
      const expected =
        changes.size === 1 && changes.has(kind) ? "certain" : changes.has(kind) ? "possible" : "none";
      const holding = changed.filter(
        (one) => one.kind === kind && membership(encoding, one.set, request as Identity) !== "none",
      );
      const got = holding.some(({ certain }) => certain)
        ? "certain"
        : holding.length > 0
          ? "possible"
          : "none";
      if (got !== expected) report(`${kind}: got ${got}, expected ${expected}`, request);
    }
  }
  const { applications, complete } = compareAccess(accounts[0], accounts[1], { at: AT });
  if (!complete) report("not complete");
  for (const { gains, losses, weaker, stricter } of applications)
    for (const change of [...gains, ...losses, ...weaker, ...stricter]) {
      const isDoubtful = change.because.some((words) => words.startsWith("the decision of this one request"));
      if (isDoubtful) report(`a witness is not confirmed: ${JSON.stringify(change)}`);
    }
  const isEmpty = applications.every(({ gains, undecided }) => gains.length + undecided.length === 0);
  if (isEmpty && changed.some(({ kind }) => kind === "gain")) report("a gain is not reported");
  return found;
}
