import type { Resource } from "../../../../src/plugin";
import { FakeTerraformCore, type Stored } from "../../../fake-terraform-core";
import { type NoteStore, note, noteProvider } from "../support/note-provider";

/** Returns a core whose resource counts its writes in the private state, and the private states that its reads got. */
async function counting(overrides: Partial<Resource<NoteStore>> = {}) {
  const read: (object | undefined)[] = [];
  const core = new FakeTerraformCore(
    noteProvider({
      create: async (context, request) => ({
        ...(await note.create(context, request)),
        privateState: { writes: "1" },
      }),
      read: async (context, request) => {
        read.push(request.privateState);
        return note.read(context, request);
      },
      update: async (context, request) => ({
        ...(await note.update(context, request)),
        privateState: { writes: "2" },
      }),
      ...overrides,
    }),
  );
  await core.configure();
  return { core, read };
}

const failure = { severity: "error", summary: "It broke", detail: "Somewhere." } as const;
const run = async (core: FakeTerraformCore<NoteStore>, prior: Stored | null, config: object) =>
  (await core.run("test_note", prior, { ...config })).stored as Stored;

describe("the private state of a resource", () => {
  test("is given to every read, and stays when the read returns none", async () => {
    const { core, read } = await counting();
    const made = await run(core, null, { title: "a" });
    const once = await core.refresh("test_note", made);
    await core.refresh("test_note", once.stored!);
    expect(read).toEqual([{ writes: "1" }, { writes: "1" }]);
  });

  test("is replaced by the one that an update returns", async () => {
    const { core, read } = await counting();
    const changed = await run(core, await run(core, null, { title: "a" }), { title: "b" });
    await core.refresh("test_note", changed);
    expect(read).toEqual([{ writes: "2" }]);
  });

  test.each([
    ["returns none", async () => ({ state: null })],
    ["fails", async () => ({ state: null, diagnostics: [failure] })],
  ])("stays when an update %s", async (_, outcome) => {
    const update: Resource<NoteStore>["update"] = async (_context, { prior, planned }) => {
      const { diagnostics } = (await outcome()) as { diagnostics?: [typeof failure] };
      return diagnostics ? { state: prior, diagnostics } : { state: { ...planned } };
    };
    const { core, read } = await counting({ update });
    const changed = await run(core, await run(core, null, { title: "a" }), { title: "b" });
    await core.refresh("test_note", changed);
    expect(read).toEqual([{ writes: "1" }]);
  });

  test("is replaced by the one that a read returns", async () => {
    const { core, read } = await counting({
      read: async (context, request) => {
        read.push(request.privateState);
        return { ...(await note.read(context, request)), privateState: { seen: "yes" } };
      },
    });
    const made = await run(core, null, { title: "a" });
    const { stored } = await core.refresh("test_note", made);
    await core.refresh("test_note", stored!);
    expect(read).toEqual([{ writes: "1" }, { seen: "yes" }]);
  });

  test("is empty for the resource that replaces it", async () => {
    const { core, read } = await counting();
    const first = await run(core, null, { title: "a" });
    const plan = await core.plan("test_note", first, { title: "a", shelf: "top" });
    expect(plan.action).toBe("replace");
    expect(new TextDecoder().decode(plan.private)).not.toContain("writes");
    expect(read).toEqual([]);
  });

  test("is empty after an import", async () => {
    const { core, read } = await counting({
      importState: async (_, id) => ({ state: { id, title: null, tags: null, owner: null, shelf: null } }),
    });
    await run(core, null, { title: "a" });
    await core.importState("test_note", "note-1");
    expect(read).toEqual([{}]);
  });
});

describe("the plan diagnostics of a resource", () => {
  const warning = { severity: "warning", summary: "There is one already", detail: "Look." } as const;

  test("get the planned state once for each time core plans, and are added to the plan's", async () => {
    const seen: object[] = [];
    const { core } = await counting({
      planDiagnostics: async (_, { prior, planned, config }) => {
        seen.push({ prior: prior?.title, planned: planned.title, config: config.title });
        return [warning];
      },
    });
    const plan = await core.plan("test_note", null, { title: "a" });
    expect(plan.diagnostics).toEqual([warning]);
    expect(seen).toEqual([{ prior: undefined, planned: "a", config: "a" }]);
  });

  test("do not fail a plan when the resource throws", async () => {
    const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const { core } = await counting({
      planDiagnostics: async () => {
        throw new Error("no network");
      },
    });
    const { diagnostics, action } = await core.plan("test_note", null, { title: "a" });
    expect([diagnostics, action]).toEqual([[], "create"]);
    stderr.mockRestore();
  });

  test("are not asked for when the plan has errors or the provider is not configured", async () => {
    const seen: string[] = [];
    const planDiagnostics = async () => {
      seen.push("called");
      return [];
    };
    const { core } = await counting({
      planDiagnostics,
      plan: ({ planned }) => ({ planned, diagnostics: [failure] }),
    });
    await core.plan("test_note", null, { title: "a" });
    await new FakeTerraformCore(noteProvider({ planDiagnostics })).plan("test_note", null, { title: "a" });
    expect(seen).toEqual([]);
  });
});
