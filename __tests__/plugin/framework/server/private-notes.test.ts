import type { Resource } from "../../../../src/plugin/framework";
import { Core, type Stored } from "../support/core";
import { type Notes, note, notesProvider } from "../support/notes";

/** A resource that notes how often it was written, and tells each operation what it gets. */
async function counting(overrides: Partial<Resource<Notes>> = {}) {
  const read: (object | undefined)[] = [];
  const core = new Core(
    notesProvider({
      create: async (context, request) => ({
        ...(await note.create(context, request)),
        notes: { writes: "1" },
      }),
      read: async (context, request) => {
        read.push(request.notes);
        return note.read(context, request);
      },
      update: async (context, request) => ({
        ...(await note.update(context, request)),
        notes: { writes: "2" },
      }),
      ...overrides,
    }),
  );
  await core.configure();
  return { core, read };
}

const failure = { severity: "error", summary: "It broke", detail: "Somewhere." } as const;
const run = async (core: Core<Notes>, prior: Stored | null, config: object) =>
  (await core.run("test_note", prior, { ...config })).stored as Stored;

describe("what a resource notes beside its state", () => {
  test("is given to its reads, and stays through them", async () => {
    const { core, read } = await counting();
    const made = await run(core, null, { title: "a" });
    const once = await core.refresh("test_note", made);
    await core.refresh("test_note", once.stored!);
    expect(read).toEqual([{ writes: "1" }, { writes: "1" }]);
  });

  test("is replaced by what an update notes", async () => {
    const { core, read } = await counting();
    const changed = await run(core, await run(core, null, { title: "a" }), { title: "b" });
    await core.refresh("test_note", changed);
    expect(read).toEqual([{ writes: "2" }]);
  });

  test.each([
    ["notes nothing", async () => ({ state: null })],
    ["fails", async () => ({ state: null, diagnostics: [failure] })],
  ])("stays when an update %s", async (_, outcome) => {
    const update: Resource<Notes>["update"] = async (_context, { prior, planned }) => {
      const { diagnostics } = (await outcome()) as { diagnostics?: [typeof failure] };
      return diagnostics ? { state: prior, diagnostics } : { state: { ...planned } };
    };
    const { core, read } = await counting({ update });
    const changed = await run(core, await run(core, null, { title: "a" }), { title: "b" });
    await core.refresh("test_note", changed);
    expect(read).toEqual([{ writes: "1" }]);
  });

  test("can be changed by a read", async () => {
    const { core, read } = await counting({
      read: async (context, request) => {
        read.push(request.notes);
        return { ...(await note.read(context, request)), notes: { seen: "yes" } };
      },
    });
    const made = await run(core, null, { title: "a" });
    const { stored } = await core.refresh("test_note", made);
    await core.refresh("test_note", stored!);
    expect(read).toEqual([{ writes: "1" }, { seen: "yes" }]);
  });

  test("is not taken over by what replaces it", async () => {
    const { core, read } = await counting();
    const first = await run(core, null, { title: "a" });
    const plan = await core.plan("test_note", first, { title: "a", shelf: "top" });
    expect(plan.action).toBe("replace");
    expect(new TextDecoder().decode(plan.private)).not.toContain("writes");
    expect(read).toEqual([]);
  });

  test("is none of an import's", async () => {
    const { core, read } = await counting({
      importState: async (_, id) => ({ state: { id, title: null, tags: null, owner: null, shelf: null } }),
    });
    await run(core, null, { title: "a" });
    await core.importState("test_note", "note-1");
    expect(read).toEqual([{}]);
  });
});

describe("a look around while planning", () => {
  const warning = { severity: "warning", summary: "There is one already", detail: "Look." } as const;

  test("sees the plan that stands, once for each time core plans, and adds its warnings", async () => {
    const seen: object[] = [];
    const { core } = await counting({
      foresee: async (_, { prior, planned, config }) => {
        seen.push({ prior: prior?.title, planned: planned.title, config: config.title });
        return [warning];
      },
    });
    const plan = await core.plan("test_note", null, { title: "a" });
    expect(plan.diagnostics).toEqual([warning]);
    expect(seen).toEqual([{ prior: undefined, planned: "a", config: "a" }]);
  });

  test("does not fail a plan, whatever it throws", async () => {
    const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const { core } = await counting({
      foresee: async () => {
        throw new Error("no network");
      },
    });
    const { diagnostics, action } = await core.plan("test_note", null, { title: "a" });
    expect([diagnostics, action]).toEqual([[], "create"]);
    stderr.mockRestore();
  });

  test("is left out where the plan is refused, or the provider not configured", async () => {
    const seen: string[] = [];
    const foresee = async () => {
      seen.push("looked");
      return [];
    };
    const { core } = await counting({
      foresee,
      plan: ({ planned }) => ({ planned, diagnostics: [failure] }),
    });
    await core.plan("test_note", null, { title: "a" });
    await new Core(notesProvider({ foresee })).plan("test_note", null, { title: "a" });
    expect(seen).toEqual([]);
  });
});
