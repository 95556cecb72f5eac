/**
 * Judges lists between an old list O and a new list N without knowing what policies match.
 *
 * Access lets a request in when a bypass or non_identity policy matches, whatever the precedences. Otherwise the first allow
 * or deny policy that matches decides. A content is a decision and its rules. The rule has to hold whatever the contents
 * match, so a request may match any subset of the contents of O and N. Policies of equal content match together. Equal
 * rules under two decisions count as two contents: that only adds requests to consider.
 *
 * A request is the set of contents that it matches. Whether a list lets it in never changes from yes to no when it
 * matches one allow (or bypass) content more, nor from no to yes when it matches one deny content more. Let guards_X(A) be the
 * deny contents before the first policy of content A in list X.
 *
 * **Safe**: L lets in no request that both O and N deny. Take a policy of L that lets a request in.
 * - A bypass or non_identity content B: the request that matches only B and every deny content is let in by O or N exactly
 *   if O or N has B. If one has it, it lets in every request that matches B.
 * - An allow content A: L lets in the request that matches A and every deny content outside guards_L(A). It matches no other
 *   allow content, so O lets it in exactly if O has A and guards_O(A) is a subset of guards_L(A); the same for N. Where this
 *   holds for O, O lets in every request that L lets in by A: the request matches none of guards_L(A), so none of guards_O(A).
 * So L is safe exactly if each of its bypass and non_identity contents is in O or N, and for each of its allow contents A
 * guards_L(A) contains guards_O(A) (A in O) or guards_N(A) (A in N). A later policy of content A has more denies before it
 * than the first one, so the first one is judged. A deny content of neither list is allowed anywhere: it only adds denies.
 *
 * **Keeps access**: L denies no request that both O and N let in. O lets it in by some content a, N by some content b. By the
 * same monotony the hardest request of the pair (a, b) matches only a, b and every deny content outside guards_O(a) and
 * guards_N(b), where bypass and non_identity contents have no guards but may be matched with every deny content. L lets it in
 * exactly if it has one of the two as a bypass or non_identity content, or as an allow content whose guards in L lie within
 * guards_O(a) ∪ guards_N(b).
 */
import {
  inPrecedence,
  type JudgeTransition,
  type ListEntry,
  type PolicyContent,
  type PolicyList,
  type TransitionJudge,
  type UnsafeAllow,
} from "./policy-list";

/** A set of deny contents, one bit each. */
type DenySet = bigint;

/** The contents of a list that let in, with the deny contents before each; a bypass has none. */
type Admitting = ReadonlyMap<string, DenySet>;

export const judgeOpaque: JudgeTransition = (old, next) => new OpaqueTransition(old, next);

class OpaqueTransition implements TransitionJudge {
  readonly #bits = new Map<string, DenySet>();
  readonly #denies: PolicyContent[] = [];
  readonly #keys = new WeakMap<PolicyContent, string>();
  readonly #old: Admitting;
  readonly #next: Admitting;

  constructor(old: PolicyList, next: PolicyList) {
    for (const { content } of [...old, ...next]) {
      const key = this.#key(content);
      if (content.decision !== "deny" || this.#bits.has(key)) continue;
      this.#bits.set(key, 1n << BigInt(this.#denies.length));
      this.#denies.push(content);
    }
    this.#old = this.#admitting(old).by;
    this.#next = this.#admitting(next).by;
  }

  findUnsafe(list: PolicyList): UnsafeAllow | undefined {
    const { by, first } = this.#admitting(list);
    for (const [key, guards] of by) {
      const old = this.#old.get(key);
      const next = this.#next.get(key);
      if (old !== undefined && (old & ~guards) === 0n) continue;
      if (next !== undefined && (next & ~guards) === 0n) continue;
      return {
        entry: first.get(key)!,
        missingOld: old === undefined ? undefined : this.#contents(old & ~guards),
        missingNew: next === undefined ? undefined : this.#contents(next & ~guards),
      };
    }
    return undefined;
  }

  mayDeny(list: PolicyList): boolean {
    const { by } = this.#admitting(list);
    const lost = (from: Admitting) =>
      [...from].filter(([key, guards]) => {
        const now = by.get(key);
        return now === undefined || (now & ~guards) !== 0n;
      });
    const lostNext = lost(this.#next);
    if (lostNext.length === 0) return false;
    return lost(this.#old).some(([a, guardsA]) =>
      lostNext.some(([b, guardsB]) => {
        const within = guardsA | guardsB;
        return [by.get(a), by.get(b)].every((now) => now === undefined || (now & ~within) !== 0n);
      }),
    );
  }

  #admitting(list: PolicyList): { by: Admitting; first: ReadonlyMap<string, ListEntry> } {
    const by = new Map<string, DenySet>();
    const first = new Map<string, ListEntry>();
    let before: DenySet = 0n;
    for (const entry of inPrecedence(list)) {
      const { content } = entry;
      const key = this.#key(content);
      if (content.decision === "deny") before |= this.#bits.get(key) ?? this.#unrelated();
      else if (!by.has(key)) {
        by.set(key, content.decision === "allow" ? before : 0n);
        first.set(key, entry);
      }
    }
    return { by, first };
  }

  /** A deny content of neither list; all such count as one, outside of both lists' guards. */
  #unrelated(): DenySet {
    return 1n << BigInt(this.#denies.length);
  }

  #contents(denies: DenySet): PolicyContent[] {
    return this.#denies.filter((_, index) => (denies & (1n << BigInt(index))) !== 0n);
  }

  #key(content: PolicyContent): string {
    const known = this.#keys.get(content);
    if (known !== undefined) return known;
    const key = `${content.decision} ${content.rules}`;
    this.#keys.set(content, key);
    return key;
  }
}
