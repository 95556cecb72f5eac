import fc from "fast-check";
import type { PolicyKind } from "../../../src/model";
import { edited } from "../../provider/lifecycle/support/edits";
import { type PolicySpec, policies } from "../../provider/lifecycle/support/policy-spec";
import type { Chance } from "./chance";

/** One policy of the configuration. */
export interface Entry {
  /** Its name in the configuration. */
  readonly key: string;
  readonly kind: PolicyKind;
  /** The application's id, of an application's policy. */
  readonly app?: string;
  readonly meaning: PolicySpec;
  /** How it is written; another number, another representation of the same value. */
  readonly style: number;
  /** The key of the policy whose id is in one of its rules. */
  readonly refersTo?: string;
}

/** How the policies of an application are put in order. */
export type Ordering = "as they come" | "by numbers" | "by list";

export interface App {
  readonly id: string;
  readonly ordering: Ordering;
}

export const APPS: readonly App[] = [
  { id: "7b1c0d3e-1f0a-4c55-9a51-000000000001", ordering: "as they come" },
  { id: "7b1c0d3e-1f0a-4c55-9a51-000000000002", ordering: "as they come" },
  { id: "7b1c0d3e-1f0a-4c55-9a51-000000000003", ordering: "by numbers" },
  { id: "7b1c0d3e-1f0a-4c55-9a51-000000000004", ordering: "by numbers" },
  { id: "7b1c0d3e-1f0a-4c55-9a51-000000000005", ordering: "by list" },
  { id: "7b1c0d3e-1f0a-4c55-9a51-000000000006", ordering: "by list" },
];

/** Whether the policy is an element of its application's list. */
export function isListed({ app }: Pick<Entry, "app">): boolean {
  return orderingOf(app) === "by list";
}

/** The policy whose id is in one of the rules. Elements of lists are left out: lists could refer to each other in a circle. */
export function targetOf({ refersTo }: Entry, entries: readonly Entry[]): Entry | undefined {
  const target = entries.find(({ key }) => key === refersTo);
  return target && !isListed(target) ? target : undefined;
}

function orderingOf(app: string | undefined): Ordering | undefined {
  return APPS.find(({ id }) => id === app)?.ordering;
}

/** The configuration as someone keeps changing it. */
export class World {
  entries: readonly Entry[] = [];
  /** The keys of an application's policies in order, where a list orders them. */
  readonly lists = new Map<string, readonly string[]>();
  private made = 0;
  /** Numbers only grow: who changes numbers among policies uses a list. */
  private lastNumber = 0;

  constructor(
    private readonly chance: Chance,
    size: number,
  ) {
    for (let at = 0; at < size; at++) this.add();
  }

  /** Some policies change, some go, some come, some move; what is about to be done, for people. */
  edit(): string {
    const { chance } = this;
    const share = (most: number) => 1 + chance.whole(Math.ceil(this.entries.length * most));
    const changed = chance.some(this.entries, share(0.2));
    for (const entry of changed) this.put({ ...entry, ...this.changed(entry) });
    const rewritten = chance.some(this.entries, share(0.1));
    for (const entry of rewritten) this.put({ ...entry, style: chance.whole(2 ** 31) });
    const moved = chance.some(this.entries, chance.whole(3));
    for (const entry of moved) this.put({ ...entry, ...this.owner() });
    const gone = share(0.08);
    for (const entry of chance.some(this.entries, gone)) this.remove(entry);
    const come = share(0.08);
    for (let at = 0; at < come; at++) this.add();
    const reordered = APPS.filter(({ ordering }) => ordering === "by list" && chance.with(0.6));
    for (const app of reordered) this.reorder(app);
    return `${changed.length} changed, ${moved.length} moved, ${gone} removed, ${come} added, ${reordered.length} reordered`;
  }

  private add(): void {
    const { chance } = this;
    const key = `p${++this.made}`;
    // Some are duplicates of the one before, except for their key.
    const duplicate = chance.with(0.05) ? this.entries.at(-1) : undefined;
    const meaning = duplicate?.meaning ?? { ...chance.sample(policies), precedence: null };
    const owner = duplicate ? { kind: duplicate.kind, app: duplicate.app } : this.owner();
    const referable = this.entries.filter(({ refersTo }) => refersTo === undefined);
    const refersTo = referable.length > 0 && chance.with(0.15) ? chance.pick(referable).key : undefined;
    this.put({ key, style: chance.whole(2 ** 31), meaning, ...owner, ...(refersTo && { refersTo }) });
  }

  private owner(): Pick<Entry, "kind" | "app"> {
    return this.chance.with(0.5)
      ? { kind: "reusable", app: undefined }
      : { kind: "application", app: this.chance.pick(APPS).id };
  }

  private changed({ kind, meaning }: Entry): { meaning: PolicySpec } {
    const { edit } = this.chance.sample(edited(kind, fc.constant(meaning)));
    return { meaning: { ...edit.after, precedence: meaning.precedence } };
  }

  private remove(gone: Entry): void {
    this.unlist(gone.key);
    this.entries = this.entries
      .filter(({ key }) => key !== gone.key)
      .map(({ refersTo, ...entry }) => (refersTo === gone.key || !refersTo ? entry : { ...entry, refersTo }));
  }

  /** Adds or replaces it, and gives it a precedence in an order by numbers. */
  private put(entry: Entry): void {
    const others = this.entries.filter(({ key }) => key !== entry.key);
    const before = this.entries.find(({ key }) => key === entry.key);
    const numbered = orderingOf(entry.app) === "by numbers";
    if (before?.app !== entry.app) this.enlist(entry);
    const stays = before?.app === entry.app && entry.meaning.precedence !== null;
    const precedence = !numbered ? null : stays ? entry.meaning.precedence : this.free();
    const attached = { ...entry, meaning: { ...entry.meaning, precedence } };
    this.entries = before
      ? this.entries.map((it) => (it.key === entry.key ? attached : it))
      : [...others, attached];
  }

  /** Puts a newcomer somewhere into the list of its application. */
  private enlist({ key, app }: Entry): void {
    this.unlist(key);
    if (app === undefined || orderingOf(app) !== "by list") return;
    const list = this.lists.get(app) ?? [];
    this.lists.set(app, list.toSpliced(this.chance.whole(list.length + 1), 0, key));
  }

  private unlist(gone: string): void {
    for (const [app, list] of this.lists)
      this.lists.set(
        app,
        list.filter((key) => key !== gone),
      );
  }

  private free(): number {
    this.lastNumber += 1 + this.chance.whole(3);
    return this.lastNumber;
  }

  /** Moves some keys of a list. */
  private reorder({ id }: App): void {
    for (const key of this.chance.some(this.lists.get(id) ?? [], 1 + this.chance.whole(3))) {
      const others = this.lists.get(id)!.filter((it) => it !== key);
      this.lists.set(id, others.toSpliced(this.chance.whole(others.length + 1), 0, key));
    }
  }
}
