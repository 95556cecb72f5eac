import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Emulator } from "../../../../src/emulator";
import { writeWantedLists } from "../../../../src/model";
import { type Entry, ListedApplication, slippedIn, startQuiet } from "./support/listed";

const PEOPLE = "abcd";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startQuiet();
});
afterAll(() => emulator.close());

const content = fc.record({
  decision: fc.constantFrom("allow" as const, "deny" as const),
  people: fc.subarray([...PEOPLE], { minLength: 1 }).map((people) => people.join("")),
});

interface Edit {
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
}

/** A list, and the same one in another order, with another content of one policy, and others in it if `around`. */
function edits({ around }: { around: boolean }): fc.Arbitrary<Edit> {
  const most = 6;
  return fc
    .record({
      contents: fc.array(content, { minLength: most, maxLength: most }),
      count: fc.integer({ min: 2, max: 4 }),
      made: fc.integer({ min: 0, max: around ? 2 : 0 }),
      left: fc.integer({ min: 0, max: around ? 1 : 0 }),
      order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: most }),
      changed: fc.nat({ max: 1 }),
      next: content,
    })
    .map(({ contents, count, made, left, order, changed, next }) => {
      const entries = contents.map((it, index) => ({ key: `k${index}`, ...it }));
      const changedKey = `k${left + (changed % (count - left))}`;
      const after = order
        .filter((index) => index >= left && index < count + made)
        .map((index) => entries[index]!)
        .map((entry) => (entry.key === changedKey ? { key: entry.key, ...next } : entry));
      return { before: entries.slice(0, count), after };
    });
}

async function applied({ before, after }: Edit) {
  const application = ListedApplication.over(emulator, randomUUID());
  expect((await application.apply(before)).diagnostics).toEqual([]);
  const old = application.inForce();
  const outcome = await application.apply(after);
  expect(application.inForce()).toBe(textOf(after));
  return { slipped: slippedIn(PEOPLE, old, outcome), told: outcome.diagnostics };
}

const textOf = (entries: readonly Entry[]) =>
  entries.map(({ decision, people }) => `${decision} ${people}`).join(", ");

/** `p deny a` and so on: key, decision, who matches. */
function list(text: string): Entry[] {
  return text.split(", ").map((entry) => {
    const [key, decision, people] = entry.split(" ") as [string, "allow" | "deny", string];
    return { key, decision, people };
  });
}

const WARNING = {
  severity: "warning",
  summary: expect.stringContaining("got its new content before its list was in order"),
};

describe("a policy of an ordered list that changes its content and its place in one apply", () => {
  it("lets nobody slip in", async () => {
    await fc.assert(
      fc.asyncProperty(edits({ around: false }), async (edit) => {
        expect(await applied(edit)).toEqual({ slipped: [], told: [] });
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it("lets nobody slip in without a warning, whatever else comes and goes", async () => {
    await fc.assert(
      fc.asyncProperty(edits({ around: true }), async (edit) => {
        const { slipped, told } = await applied(edit);
        if (told.length === 0) expect(slipped).toEqual([]);
        else expect(told).toMatchObject([WARNING]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it.each([
    [
      "moves with its new content, which takes no write of its own",
      { before: "p deny c, q deny d", after: "q deny d, p allow d" },
      { seen: ["deny d, allow d"], requests: ["GET list", "PUT", "GET list"] },
    ],
    [
      "changes where it stands, if no place changes",
      { before: "p deny c, q allow d", after: "p deny d, q allow d" },
      { seen: ["deny d, allow d"], requests: ["GET list", "PUT"] },
    ],
    [
      "changes where it stands, if nobody can slip in by that",
      { before: "p allow c, q deny d", after: "q deny d, p deny c" },
      {
        seen: ["deny c, deny d", "deny d, deny c"],
        requests: ["GET list", "PUT", "GET list", "PUT"],
      },
    ],
  ])("%s", async (_, { before, after }, { seen, requests }) => {
    const application = ListedApplication.over(emulator, randomUUID());
    await application.apply(list(before));
    const outcome = await application.apply(list(after));
    expect(outcome.diagnostics).toEqual([]);
    expect(outcome.seen).toEqual(seen);
    expect(outcome.requests).toEqual(requests);
  });

  it("is warned of where it relies on a block policy that is still to be made", async () => {
    const application = ListedApplication.over(emulator, randomUUID());
    await application.apply(list("p deny a, q allow ab"));
    const { diagnostics } = await application.apply(list("p deny b, r deny a, q allow ab"));
    expect(diagnostics).toMatchObject([WARNING]);
    expect(application.inForce()).toBe("deny b, deny a, allow ab");
  });

  it.each([
    ["nothing is told of its list", () => ""],
    [
      "the application's list is not the one that is told of",
      () => writeWantedLists([{ appId: "another", policies: [{ name: "p" }, { name: "q" }] }]),
    ],
    [
      "two lists may be meant",
      () =>
        writeWantedLists([
          { policies: [{ name: "p" }, { name: "q" }] },
          { policies: [{ name: "q" }, { name: "p" }] },
        ]),
    ],
  ])("changes its content first where %s", async (_, told) => {
    const application = ListedApplication.over(emulator, randomUUID(), told);
    await application.apply(list("p deny c, q deny d"));
    const { seen, diagnostics } = await application.apply(list("q deny d, p allow d"));
    expect(seen).toEqual(["allow d, deny d", "deny d, allow d"]);
    expect(diagnostics).toEqual([]);
  });

  it("finds its list by a name that no other has, where the application was not known at synth", async () => {
    const told = (entries: readonly Entry[]) =>
      writeWantedLists([
        { policies: [{ name: "p" }, { name: "other" }] },
        { policies: entries.map(({ key, decision }) => ({ name: key, denies: decision === "deny" })) },
      ]);
    const application = ListedApplication.over(emulator, randomUUID(), told);
    await application.apply(list("p deny c, q deny d"));
    expect((await application.apply(list("q deny d, p allow d"))).seen).toEqual(["deny d, allow d"]);
  });
});
