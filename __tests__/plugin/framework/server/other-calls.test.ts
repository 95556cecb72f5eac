import { create } from "@bufbuild/protobuf";
import type { Provider, Resource } from "../../../../src/plugin";
import { UNKNOWN } from "../../../../src/plugin/cty";
import { providerHandlers } from "../../../../src/plugin/framework/server/handlers";
import * as tfplugin6 from "../../../../src/plugin/protocol/gen/provider_pb";
import { FakeTerraformCore } from "../../../fake-terraform-core";
import { type NoteStore, note, noteProvider } from "../support/note-provider";

async function coreWith(
  overrides: Partial<Resource<NoteStore>> = {},
  provider: Partial<Provider<NoteStore>> = {},
) {
  const served = noteProvider(overrides, provider);
  const core = new FakeTerraformCore(served);
  const diagnostics = await core.configure();
  return { core, store: served.store, diagnostics };
}

const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
afterAll(() => stderr.mockRestore());

const failure = { severity: "error", summary: "It broke", detail: "Somewhere." } as const;

describe("the schema", () => {
  const schema = async () =>
    create(
      tfplugin6.GetProviderSchemaResponseSchema,
      await providerHandlers(noteProvider()).getProviderSchema({} as never, {} as never),
    );

  test("is a block of attributes with their types, descriptions and flags", async () => {
    const { resourceSchemas, dataSourceSchemas, provider } = await schema();
    expect(Object.keys(resourceSchemas)).toEqual(["test_note"]);
    expect(Object.keys(dataSourceSchemas)).toEqual(["test_note"]);
    expect(provider?.block?.attributes.map(({ name }) => name)).toEqual(["folder"]);
    const { version, block } = resourceSchemas.test_note!;
    expect(version).toBe(2n);
    const owner = block?.attributes.find(({ name }) => name === "owner");
    expect(owner).toMatchObject({
      description: "Whose it is.",
      descriptionKind: tfplugin6.StringKind.MARKDOWN,
      required: false,
      optional: true,
      computed: true,
    });
    const tags = block?.attributes.find(({ name }) => name === "tags");
    expect(new TextDecoder().decode(tags?.type)).toBe('["set","string"]');
    expect(block?.attributes.find(({ name }) => name === "secret")?.sensitive).toBe(true);
  });

  test("has nested objects as nested attributes", async () => {
    const provider = noteProvider({
      schema: {
        description: "Nested.",
        attributes: {
          group: {
            nested: {
              nesting: "set",
              attributes: { key: { type: "string", required: true, description: "k" } },
            },
            optional: true,
            description: "g",
          },
        },
      },
    });
    const response = create(
      tfplugin6.GetProviderSchemaResponseSchema,
      await providerHandlers(provider).getProviderSchema({} as never, {} as never),
    );
    const [group] = response.resourceSchemas.test_note!.block!.attributes;
    expect(group).toMatchObject({
      type: new Uint8Array(),
      nestedType: {
        nesting: tfplugin6.Schema_Object_NestingMode.SET,
        attributes: [expect.objectContaining({ name: "key", required: true })],
      },
    });
  });

  test("is refused when two resources share a name", () => {
    const twice = noteProvider({}, { resources: [note, note] });
    expect(() => providerHandlers(twice)).toThrow("two resources of the name test_note");
  });
});

describe("the configuration", () => {
  test("gets the diagnostics of the resource's validate", async () => {
    const { core } = await coreWith({
      validate: ({ title }) => (title === "bad" ? [{ ...failure, path: ["title"] }] : []),
    });
    expect(await core.validate("test_note", { title: "bad" })).toEqual([{ ...failure, path: ["title"] }]);
    expect(await core.validate("test_note", { title: "good" })).toEqual([]);
  });

  describe("of a resource with lint", () => {
    const warning = { severity: "warning", summary: "Rather not", detail: "Because." } as const;
    const lint = () => [warning];

    test("gets the warnings when it is planned, and not when it is only validated", async () => {
      const core = new FakeTerraformCore(noteProvider({ lint }));
      expect(await core.validate("test_note", { title: "x" })).toEqual([]);
      await core.configure();
      expect(await core.validate("test_note", { title: "x" })).toEqual([warning]);
    });

    test("gets the warnings after the errors of validate", async () => {
      const { core } = await coreWith({ lint, validate: () => [failure] });
      expect(await core.validate("test_note", { title: "x" })).toEqual([failure, warning]);
    });

    test("gets the warnings while the provider's configuration is unknown", async () => {
      const { core } = await coreWith({ lint }, { configure: () => ({ meta: undefined }) });
      expect(await core.validate("test_note", { title: "x" })).toEqual([warning]);
    });
  });

  test("of the provider that is refused is the reason in every operation's error", async () => {
    const { core, diagnostics } = await coreWith(
      {},
      { configure: () => ({ meta: undefined, diagnostics: [failure] }) },
    );
    expect(diagnostics).toEqual([failure]);
    expect((await core.run("test_note", null, { title: "a" })).diagnostics).toEqual([
      expect.objectContaining({
        summary: "The provider is not configured",
        detail: expect.stringContaining("its configuration was refused"),
      }),
    ]);
  });

  test("of the provider that is unknown allows plans, and is the reason in an apply's error", async () => {
    const provider = noteProvider(
      {},
      {
        configure: ({ folder }) => ({ meta: folder === UNKNOWN ? undefined : { notes: new Map() } }),
      },
    );
    const core = new FakeTerraformCore(provider);
    expect(await core.configure({ folder: UNKNOWN })).toEqual([]);
    const plan = await core.plan("test_note", null, { title: "a" });
    expect(plan.diagnostics).toEqual([]);
    expect((await core.apply("test_note", plan)).diagnostics).toEqual([
      expect.objectContaining({ detail: expect.stringContaining("only known after apply") }),
    ]);
  });

  test("of the provider is refused with the message that configure throws", async () => {
    const { diagnostics } = await coreWith(
      {},
      {
        configure: () => {
          throw new Error("what a mess");
        },
      },
    );
    expect(diagnostics).toEqual([
      {
        severity: "error",
        summary: "Unexpected failure while configuring the provider",
        detail: "what a mess",
      },
    ]);
  });
});

describe("a refresh", () => {
  test("removes a resource that does not exist from the state", async () => {
    const { core, store } = await coreWith();
    const { stored } = await core.run("test_note", null, { title: "a" });
    store.notes.clear();
    expect((await core.refresh("test_note", stored!)).stored).toBeNull();
  });

  test("that fails keeps the state", async () => {
    const { core } = await coreWith({ read: async () => ({ state: null, diagnostics: [failure] }) });
    const { stored } = await core.run("test_note", null, { title: "a" });
    expect(await core.refresh("test_note", stored!)).toEqual({ stored, diagnostics: [failure] });
  });
});

describe("an import", () => {
  test("returns the state that a read of the id returns", async () => {
    const { core } = await coreWith();
    const { stored } = await core.run("test_note", null, { title: "a" });
    expect((await core.importState("test_note", "note-1")).stored?.value).toEqual(stored?.value);
  });

  test("of a resource without importState is refused", async () => {
    const { core } = await coreWith({ importState: undefined });
    expect((await core.importState("test_note", "x")).diagnostics).toEqual([
      expect.objectContaining({ summary: "test_note cannot be imported" }),
    ]);
  });

  test("of an id that does not exist is an error that names it", async () => {
    const { core } = await coreWith({ importState: async () => ({ state: null }) });
    expect((await core.importState("test_note", "x")).diagnostics).toEqual([
      expect.objectContaining({ detail: 'There is nothing with the id "x".' }),
    ]);
  });
});

describe("a stored state", () => {
  const state = { id: "1", title: "a", shelf: null, owner: "o", secret: null, tags: ["t"] };

  test("of this version loses attributes that the schema no longer has", async () => {
    const { core } = await coreWith();
    const { stored } = await core.upgrade("test_note", 2, { ...state, color: "red" });
    expect(stored?.value).toEqual(state);
  });

  test("of an older version is converted by its upgrader", async () => {
    const { core } = await coreWith({
      stateUpgraders: { 1: ({ name, ...rest }) => ({ ...rest, title: name }) },
    });
    const { stored } = await core.upgrade("test_note", 1, { id: "1", name: "old" });
    expect(stored?.value).toMatchObject({ id: "1", title: "old", owner: null });
  });

  test("of an older version without an upgrader is an error with the versions", async () => {
    const { core } = await coreWith();
    expect((await core.upgrade("test_note", 1, state)).diagnostics[0]?.detail).toMatch(
      /version 1 of the schema/,
    );
  });

  test("of a newer version asks for a newer provider", async () => {
    const { core } = await coreWith();
    expect((await core.upgrade("test_note", 3, state)).diagnostics[0]?.detail).toMatch(/as new as the one/);
  });
});

describe("a move from another type", () => {
  const move = async (overrides: Partial<Resource<NoteStore>>) => {
    const request = create(tfplugin6.MoveResourceStateRequestSchema, {
      sourceProviderAddress: "registry.terraform.io/acme/acme",
      sourceTypeName: "acme_note",
      sourceState: { json: new TextEncoder().encode('{"ident":"7"}') },
      targetTypeName: "test_note",
    });
    const handlers = providerHandlers(noteProvider(overrides));
    return create(
      tfplugin6.MoveResourceStateResponseSchema,
      await handlers.moveResourceState(request, {} as never),
    );
  };

  test("is refused when the resource has no moveState", async () => {
    const { targetState, diagnostics } = await move({});
    expect(targetState).toBeUndefined();
    expect(diagnostics).toEqual([expect.objectContaining({ summary: "acme_note cannot become test_note" })]);
  });

  test("is the state that moveState returns", async () => {
    const { targetState, diagnostics } = await move({
      moveState: ({ typeName, state }) => ({ state: { id: state.ident as string, title: typeName } }),
    });
    expect(diagnostics).toEqual([]);
    expect(targetState?.msgpack.length).toBeGreaterThan(0);
  });
});

describe("a data source", () => {
  test("returns the state that its read returns", async () => {
    const { core } = await coreWith();
    await core.run("test_note", null, { title: "a" });
    expect(await core.readDataSource("test_note", { title: "a" })).toEqual({
      state: { title: "a", id: "note-1" },
      diagnostics: [],
    });
  });

  test("is an error when its read returns no state", async () => {
    const { core } = await coreWith();
    expect((await core.readDataSource("test_note", { title: "a" })).diagnostics).toEqual([
      expect.objectContaining({ severity: "error", summary: "Not found" }),
    ]);
  });
});

test("a call for a type that is not served is an error that names the served ones", async () => {
  const request = create(tfplugin6.ReadResourceRequestSchema, { typeName: "test_nothing" });
  const response = await providerHandlers(noteProvider()).readResource(request, {} as never);
  expect(response.diagnostics).toEqual([
    expect.objectContaining({ detail: "this provider has no test_nothing; it has test_note" }),
  ]);
});
