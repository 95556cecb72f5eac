import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, openAccount } from "./support/account";
import { expectGolden } from "./support/golden";
import { planBlocks } from "./support/plan-output";
import { Project, RUN_TYPESCRIPT, succeeded } from "./support/project";

const STACK = join("cdktf.out", "stacks", "access");
const UUID = /"[0-9a-f]{8}-[0-9a-f-]{27}"/g;

const FIRST = ["no-visitors", "staff", "contractors", "no-guests", "partners"];

/** One edit after the other: what was done, the list as it is then, the most it writes, and why its plan is good. */
const EDITS = [
  {
    name: "inserted",
    what: "A policy was put in between, in a list that had no gaps.",
    why: "One line in the order, beside the policy that is made.",
    order: ["no-visitors", "auditors", "staff", "contractors", "no-guests", "partners"],
    writes: { POST: 1, PUT: 4 },
  },
  {
    name: "inserted_again",
    what: "Another policy was put in between, where the first one left a gap.",
    why: "One line in the order, beside the policy that is made. It is made with its precedence, whatever comes after it.",
    order: ["no-visitors", "auditors", "interns", "staff", "contractors", "no-guests", "partners"],
    writes: { POST: 1 },
  },
  {
    name: "moved",
    what: "The last policy was moved up.",
    why: "Its line is removed at one index and added at another; no other line of the order changes.",
    order: ["no-visitors", "partners", "auditors", "interns", "staff", "contractors", "no-guests"],
    writes: { PUT: 1 },
  },
  {
    name: "swapped",
    what: "Two adjacent policies were swapped.",
    why: "A swap of two adjacent policies is one that passes the other.",
    order: ["no-visitors", "partners", "auditors", "staff", "interns", "contractors", "no-guests"],
    writes: { PUT: 1 },
  },
  {
    name: "removed",
    what: "A block policy was taken out, and the other one put in front.",
    why: "One line goes, another moves. The order is changed before the policy is deleted.",
    order: ["no-guests", "partners", "auditors", "staff", "interns", "contractors"],
    writes: { PUT: 1, DELETE: 1 },
  },
  {
    name: "moved_by_hand",
    what: "Somebody moved the block policy behind all others in the dashboard.",
    why: "The plan puts it back in front.",
    order: ["no-guests", "partners", "auditors", "staff", "interns", "contractors"],
    byHand: { key: "no-guests", precedence: 500 },
    writes: { PUT: 1 },
  },
  {
    name: "deleted_by_hand",
    what: "Somebody deleted a policy in the dashboard.",
    why: "It is created again, with its precedence.",
    order: ["no-guests", "partners", "auditors", "staff", "interns", "contractors"],
    byHand: { key: "auditors", precedence: undefined },
    writes: { POST: 1 },
  },
  {
    name: "turned_round",
    what: "The whole list was turned round.",
    why: "One stays, all others pass it.",
    order: ["contractors", "interns", "staff", "auditors", "partners", "no-guests"],
    writes: { PUT: 5 },
  },
] as const;

/** An order in force: policies, by the domain they match, and their precedences. What begins with "no-" blocks. */
type Order = readonly (readonly [who: string, precedence: number])[];

/** The domain that a policy matches; as a rule that is its name. */
function matchedDomain({ include }: Readonly<Record<string, unknown>>): string {
  return /(?<="domain":")[\w-]+/.exec(JSON.stringify(include))![0];
}

describe.each([1, 10])("an ordered list of policies, with -parallelism=%i", (parallelism) => {
  let account: Account;
  let project: Project;
  /** The order after each write. */
  let seen: Order[] = [];

  const inForce = (): Order =>
    account.emulator.policies().map(({ body, precedence }) => [matchedDomain(body), precedence!] as const);
  const names = (order: Order) => [...order].sort(([, a], [, b]) => a - b).map(([name]) => name);
  const engine = (...args: string[]) => succeeded(project.engineIn(STACK, ...args));
  const apply = () => engine("apply", "-auto-approve", `-parallelism=${parallelism}`);

  async function synth(order: readonly string[]): Promise<void> {
    project.write("order.json", order);
    await succeeded(project.node(...RUN_TYPESCRIPT.split(" ").slice(1), "main.ts"));
    // As after every synth: it completes the lock file, which OpenTofu requires before a plan.
    await engine("init");
  }

  function changeByHand({ key, precedence }: { key: string; precedence: number | undefined }): void {
    const { id } = account.emulator.policies().find(({ body }) => body.name === key)!;
    if (precedence === undefined) account.emulator.remove(id);
    else account.emulator.edit(id, (body) => ({ ...body, precedence }));
  }

  beforeAll(async () => {
    account = await openAccount({
      onAnswer: ({ method }) => {
        if (method !== "GET") seen.push(inForce());
        return undefined;
      },
    });
    project = new Project("ordered", account.variables);
    copyFileSync(join(__dirname, "fixtures", "ordered-policies.ts"), project.path("main.ts"));
    await synth(FIRST);
    await apply();
  });
  afterAll(() => account.emulator.close());

  it("is made with one write for each", async () => {
    expect(names(inForce())).toEqual(FIRST);
    expect(seen).toHaveLength(FIRST.length);
    expect(await engine("plan", "-detailed-exitcode")).toMatch(/No changes/);
  });

  it.each(EDITS)("is changed as its plan says, safely and with few writes: $name", async (edit) => {
    if ("byHand" in edit) changeByHand(edit.byHand);
    await synth(edit.order);
    // The plans are the same for both.
    if (parallelism > 1) {
      const blocks = planBlocks(await engine("plan"));
      const [, order] = [...blocks].find(([address]) => address.includes("application_policies"))!;
      expectGolden(
        join("order", edit.name),
        `${edit.what}\n\n${edit.why}\n\n${order.replace(UUID, '"<id>"')}`,
      );
    }

    const before = inForce();
    const requests = account.emulator.requests.length;
    seen = [];
    await apply();
    const writes: Record<string, number> = {};
    for (const { method } of account.emulator.requests.slice(requests))
      if (method !== "GET") writes[method] = (writes[method] ?? 0) + 1;
    expect(writes).toEqual(edit.writes);
    const after = inForce();
    expect(names(after)).toEqual(edit.order);
    for (const order of seen) {
      expect(new Set(order.map(([, precedence]) => precedence)).size).toBe(order.length);
      expect(slippedIn(order, before, after)).toEqual([]);
    }
    if (parallelism > 1) expect(await engine("plan", "-detailed-exitcode")).toMatch(/No changes/);
  });

  it("moves a policy with its new content, so that the new one lets in nobody before", async () => {
    const before = inForce();
    const [first, ...others] = names(before);
    await synth(["no-guests", `${first}=everybody`, ...others.filter((name) => name !== "no-guests")]);
    seen = [];
    const output = await apply();
    const after = inForce();
    expect(names(after).slice(0, 2)).toEqual(["no-guests", "everybody"]);
    for (const order of seen) expect(slippedIn(order, before, after)).toEqual([]);
    expect(output).not.toContain("Warning");
    if (parallelism > 1) expect(await engine("plan", "-detailed-exitcode")).toMatch(/No changes/);
  });

  it("is destroyed without letting anybody in on the way", async () => {
    const before = inForce();
    seen = [];
    await engine("destroy", "-auto-approve", `-parallelism=${parallelism}`);
    expect(inForce()).toEqual([]);
    for (const order of seen) expect(slippedIn(order, before, [])).toEqual([]);
  });
});

/** Those who get in by an order alone: each of them by the names of the policies that match. */
function slippedIn(order: Order, before: Order, after: Order): string[][] {
  const all = [...new Set([...order, ...before, ...after].map(([name]) => name))];
  const people = Array.from({ length: 2 ** all.length }, (_, person) =>
    all.filter((_name, index) => person & (1 << index)),
  );
  return people.filter((who) => letsIn(order, who) && !letsIn(before, who) && !letsIn(after, who));
}

/** The first policy that matches decides. */
function letsIn(order: Order, matching: readonly string[]): boolean {
  const [first] = [...order].sort(([, a], [, b]) => a - b).filter(([name]) => matching.includes(name));
  return first !== undefined && !first[0].startsWith("no-");
}
