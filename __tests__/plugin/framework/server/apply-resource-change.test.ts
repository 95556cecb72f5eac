import type { Resource } from "../../../../src/plugin";
import { UNKNOWN } from "../../../../src/plugin/cty";
import { FakeTerraformCore, type Stored } from "../../../fake-terraform-core";
import { type NoteStore, note, noteProvider } from "../support/note-provider";

async function coreWith(overrides: Partial<Resource<NoteStore>> = {}) {
  const provider = noteProvider(overrides);
  const core = new FakeTerraformCore(provider);
  await core.configure();
  return { core, store: provider.store };
}

const created = async (core: FakeTerraformCore<NoteStore>, config = { title: "a" }) =>
  (await core.run("test_note", null, config)).stored as Stored;

const failure = { severity: "error", summary: "It broke", detail: "Somewhere." } as const;

/** Debug lines of thrown failures do not belong between the test results. */
const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
afterAll(() => stderr.mockRestore());

describe("an apply", () => {
  test("creates without a prior state, updates with one, deletes without a planned state", async () => {
    const { core, store } = await coreWith();
    const first = await created(core);
    expect([...store.notes.values()]).toEqual([expect.objectContaining({ id: "note-1", title: "a" })]);
    const second = await core.run("test_note", first, { title: "b" });
    expect([...store.notes.values()]).toEqual([expect.objectContaining({ id: "note-1", title: "b" })]);
    expect(await core.run("test_note", second.stored, null)).toEqual({ stored: null, diagnostics: [] });
    expect(store.notes.size).toBe(0);
  });

  test("replaces by deleting and creating", async () => {
    const { core, store } = await coreWith();
    const first = await created(core);
    const plan = await core.plan("test_note", first, { title: "a", shelf: "top" });
    expect(plan).toMatchObject({ action: "replace", requiresReplace: [["shelf"]] });
    await core.apply("test_note", plan);
    expect([...store.notes.values()]).toEqual([expect.objectContaining({ shelf: "top" })]);
  });

  test("gives create and update the configuration beside the plan", async () => {
    const seen: unknown[] = [];
    const { core } = await coreWith({
      create: async (context, request) => {
        seen.push([request.planned.owner, request.config.owner]);
        return note.create(context, request);
      },
    });
    await created(core);
    expect(seen).toEqual([[UNKNOWN, null]]);
  });
});

describe("the state after a failed apply", () => {
  test("is what a create returned, tainted", async () => {
    const { core } = await coreWith({
      create: async (_, { planned }) => ({ state: { ...planned, id: "note-9" }, diagnostics: [failure] }),
    });
    const { stored, diagnostics } = await core.run("test_note", null, { title: "a" });
    expect(stored).toMatchObject({ value: { id: "note-9", title: "a", owner: null }, tainted: true });
    expect(diagnostics).toEqual([failure]);
  });

  test("is empty when a create returned no state", async () => {
    const { core } = await coreWith({ create: async () => ({ state: null, diagnostics: [failure] }) });
    expect(await core.run("test_note", null, { title: "a" })).toEqual({
      stored: null,
      diagnostics: [failure],
    });
  });

  test("is the prior state when an update returned none", async () => {
    const { core } = await coreWith({ update: async () => ({ state: null, diagnostics: [failure] }) });
    const first = await created(core);
    const { stored } = await core.run("test_note", first, { title: "b" });
    expect(stored?.value).toEqual(first.value);
  });

  test("is what a partial update returned", async () => {
    const { core } = await coreWith({
      update: async (_, { prior }) => ({ state: { ...prior, title: "half" }, diagnostics: [failure] }),
    });
    const { stored } = await core.run("test_note", await created(core), { title: "b" });
    expect(stored?.value.title).toBe("half");
  });

  test("is the prior state when a delete was refused", async () => {
    const { core } = await coreWith({ delete: async () => [failure] });
    const first = await created(core);
    expect((await core.run("test_note", first, null)).stored?.value).toEqual(first.value);
  });

  test.each([
    ["create", { create: () => Promise.reject(new Error("no luck")) }],
    ["update", { update: () => Promise.reject(new Error("no luck")) }],
    ["delete", { delete: () => Promise.reject(new Error("no luck")) }],
  ])("of a %s that threw, the message is an error without a stack", async (operation, overrides) => {
    const { core } = await coreWith(overrides);
    const prior = operation === "create" ? null : await created(core);
    const { stored, diagnostics } = await core.run(
      "test_note",
      prior,
      operation === "delete" ? null : { title: "b" },
    );
    expect(stored?.value).toEqual(prior?.value);
    const doing = { create: "creating", update: "updating", delete: "deleting" }[operation];
    expect(diagnostics).toEqual([
      { severity: "error", summary: `Unexpected failure while ${doing} test_note`, detail: "no luck" },
    ]);
  });

  test("comes with an error that names the stop when the operation was aborted", async () => {
    const { core } = await coreWith({
      create: async ({ signal }) => {
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        return { state: null };
      },
    });
    const running = core.run("test_note", null, { title: "a" });
    await new Promise((resolve) => setImmediate(resolve));
    await core.handlers.stopProvider({} as never, {} as never);
    expect((await running).diagnostics).toEqual([
      expect.objectContaining({ summary: "Stopped while creating test_note" }),
    ]);
  });
});

describe("an inconsistent result", () => {
  test("is an error at the attribute, and is saved in the state", async () => {
    const { core } = await coreWith({
      create: async (_, { planned }) => ({ state: { ...planned, id: "1", owner: "o", title: "other" } }),
    });
    const { stored, diagnostics } = await core.run("test_note", null, { title: "a" });
    expect(stored?.value.title).toBe("other");
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: "error",
        summary: "Provider produced inconsistent result after apply",
        path: ["title"],
        detail: expect.stringContaining('The plan was "a", the result is "other"'),
      }),
    ]);
  });

  test("shows no sensitive value", async () => {
    const { core } = await coreWith({
      create: async (_, { planned }) => ({ state: { ...planned, id: "1", owner: "o", secret: "leaked" } }),
    });
    const { diagnostics } = await core.run("test_note", null, { title: "a", secret: "hidden" });
    expect(diagnostics).toHaveLength(1);
    expect(JSON.stringify(diagnostics)).not.toMatch(/leaked|hidden/);
  });

  test("is an error where a value is still unknown, which is saved as null", async () => {
    const { core } = await coreWith({
      create: async (_, { planned }) => ({ state: { ...planned, id: "1" } }),
    });
    const { stored, diagnostics } = await core.run("test_note", null, { title: "a" });
    expect(stored?.value).toMatchObject({ id: "1", owner: null });
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "error", path: ["owner"] })]);
  });

  test("is an error where it does not fit the schema, and the rest is saved", async () => {
    const { core } = await coreWith({
      create: async () => ({ state: { id: "1", title: 7, shell: "x" } }),
    });
    const { stored, diagnostics } = await core.run("test_note", null, { title: "a" });
    expect(stored?.value).toMatchObject({ id: "1", title: null });
    expect(diagnostics.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('the type has no attribute "shell"'),
      expect.stringContaining("title: a string is expected, got a number"),
    ]);
  });

  test("is an error when an update returns no state, and the prior state is saved", async () => {
    const { core } = await coreWith({ update: async () => ({ state: null }) });
    const { stored, diagnostics } = await core.run("test_note", await created(core), { title: "b" });
    expect(stored?.value.title).toBe("a");
    expect(diagnostics).toEqual([
      expect.objectContaining({ summary: "Nothing was there after updating test_note" }),
    ]);
  });

  test("is not found in sets with another order", async () => {
    const { core } = await coreWith({
      create: async (_, { planned }) => ({ state: { ...planned, id: "1", owner: "o", tags: ["b", "a"] } }),
    });
    expect((await core.run("test_note", null, { title: "a", tags: ["a", "b"] })).diagnostics).toEqual([]);
  });
});

describe("an attribute with unset: server", () => {
  test("is unknown in the plan that takes it out of the configuration, and kept afterwards", async () => {
    const { core } = await coreWith();
    const first = (await core.run("test_note", null, { title: "a", owner: "ann" })).stored!;
    const second = (await core.run("test_note", first, { title: "a" })).stored!;
    expect(second.value.owner).toBe("nobody");
    expect((await core.plan("test_note", second, { title: "a" })).action).toBe("no-op");
  });

  test("is unknown again after the apply that takes it out has failed", async () => {
    const { core } = await coreWith({ update: async () => ({ state: null, diagnostics: [failure] }) });
    const first = (await core.run("test_note", null, { title: "a", owner: "ann" })).stored!;
    // Core keeps the state of before when nothing comes back, and what came back with it otherwise.
    const failed = (await core.run("test_note", first, { title: "a" })).stored!;
    expect((await core.plan("test_note", failed, { title: "a" })).planned?.owner).toBe(UNKNOWN);
  });

  test("counts as configured after a refresh", async () => {
    const { core } = await coreWith();
    const first = (await core.run("test_note", null, { title: "a", owner: "ann" })).stored!;
    const refreshed = (await core.refresh("test_note", first)).stored!;
    expect((await core.plan("test_note", refreshed, { title: "a" })).planned?.owner).toBe(UNKNOWN);
  });
});
