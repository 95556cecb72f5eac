import { create } from "@bufbuild/protobuf";
import { UNKNOWN } from "../../../../src/plugin/cty";
import type { Provider, Resource } from "../../../../src/plugin/framework";
import { providerHandlers } from "../../../../src/plugin/framework/server/handlers";
import * as tfplugin6 from "../../../../src/plugin/protocol/gen/provider_pb";
import { Core } from "../support/core";
import { type Notes, note, notesProvider } from "../support/notes";

async function coreWith(overrides: Partial<Resource<Notes>> = {}, provider: Partial<Provider<Notes>> = {}) {
  const served = notesProvider(overrides, provider);
  const core = new Core(served);
  const diagnostics = await core.configure();
  return { core, notes: served.notes, diagnostics };
}

const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
afterAll(() => stderr.mockRestore());

const failure = { severity: "error", summary: "It broke", detail: "Somewhere." } as const;

describe("the schema", () => {
  const schema = async () =>
    create(
      tfplugin6.GetProviderSchemaResponseSchema,
      await providerHandlers(notesProvider()).getProviderSchema({} as never, {} as never),
    );

  test("is told as blocks of attributes with their types, descriptions and flags", async () => {
    const { resourceSchemas, dataSourceSchemas, provider } = await schema();
    expect(Object.keys(resourceSchemas)).toEqual(["test_note"]);
    expect(Object.keys(dataSourceSchemas)).toEqual(["test_note"]);
    expect(provider?.block?.attributes.map(({ name }) => name)).toEqual(["place"]);
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
    const provider = notesProvider({
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
    const twice = notesProvider({}, { resources: [note, note] });
    expect(() => providerHandlers(twice)).toThrow("two resources of the name test_note");
  });
});

describe("the configuration", () => {
  test("that is judged by the resource brings its diagnostics", async () => {
    const { core } = await coreWith({
      validate: ({ title }) => (title === "bad" ? [{ ...failure, path: ["title"] }] : []),
    });
    expect(await core.validate("test_note", { title: "bad" })).toEqual([{ ...failure, path: ["title"] }]);
    expect(await core.validate("test_note", { title: "good" })).toEqual([]);
  });

  describe("that is advised on", () => {
    const advice = { severity: "warning", summary: "Rather not", detail: "Because." } as const;
    const advise = () => [advice];

    test("is so where it is planned, and not where it is only validated", async () => {
      const core = new Core(notesProvider({ advise }));
      expect(await core.validate("test_note", { title: "x" })).toEqual([]);
      await core.configure();
      expect(await core.validate("test_note", { title: "x" })).toEqual([advice]);
    });

    test("is so with what is wrong with it", async () => {
      const { core } = await coreWith({ advise, validate: () => [failure] });
      expect(await core.validate("test_note", { title: "x" })).toEqual([failure, advice]);
    });

    test("is so while the provider's own configuration is not known", async () => {
      const { core } = await coreWith({ advise }, { configure: () => ({ meta: undefined }) });
      expect(await core.validate("test_note", { title: "x" })).toEqual([advice]);
    });
  });

  test("of the provider that is refused leaves every operation with the reason", async () => {
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

  test("of the provider that is not known yet leaves plans possible and says why nothing else is", async () => {
    const provider = notesProvider(
      {},
      {
        configure: ({ place }) => ({ meta: place === UNKNOWN ? undefined : { stored: new Map() } }),
      },
    );
    const core = new Core(provider);
    expect(await core.configure({ place: UNKNOWN })).toEqual([]);
    const plan = await core.plan("test_note", null, { title: "a" });
    expect(plan.diagnostics).toEqual([]);
    expect((await core.apply("test_note", plan)).diagnostics).toEqual([
      expect.objectContaining({ detail: expect.stringContaining("only known after apply") }),
    ]);
  });

  test("of the provider is refused with the message when judging it throws", async () => {
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
  test("forgets what is gone", async () => {
    const { core, notes } = await coreWith();
    const { stored } = await core.run("test_note", null, { title: "a" });
    notes.stored.clear();
    expect((await core.refresh("test_note", stored!)).stored).toBeNull();
  });

  test("that fails keeps what is known", async () => {
    const { core } = await coreWith({ read: async () => ({ state: null, diagnostics: [failure] }) });
    const { stored } = await core.run("test_note", null, { title: "a" });
    expect(await core.refresh("test_note", stored!)).toEqual({ stored, diagnostics: [failure] });
  });
});

describe("an import", () => {
  test("brings what reading the id brings", async () => {
    const { core } = await coreWith();
    const { stored } = await core.run("test_note", null, { title: "a" });
    expect((await core.importState("test_note", "note-1")).stored?.value).toEqual(stored?.value);
  });

  test("of a resource without an id to find it by is refused", async () => {
    const { core } = await coreWith({ importState: undefined });
    expect((await core.importState("test_note", "x")).diagnostics).toEqual([
      expect.objectContaining({ summary: "test_note cannot be imported" }),
    ]);
  });

  test("of nothing is an error that names the id", async () => {
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
    const { stored } = await core.upgrade("test_note", 2, { ...state, colour: "red" });
    expect(stored?.value).toEqual(state);
  });

  test("of an older version goes through its upgrader", async () => {
    const { core } = await coreWith({
      upgraders: { 1: ({ name, ...rest }) => ({ ...rest, title: name }) },
    });
    const { stored } = await core.upgrade("test_note", 1, { id: "1", name: "old" });
    expect(stored?.value).toMatchObject({ id: "1", title: "old", owner: null });
  });

  test("of an older version nobody upgrades is an error with the versions", async () => {
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
  const move = async (overrides: Partial<Resource<Notes>>) => {
    const request = create(tfplugin6.MoveResourceStateRequestSchema, {
      sourceProviderAddress: "registry.terraform.io/acme/acme",
      sourceTypeName: "acme_note",
      sourceState: { json: new TextEncoder().encode('{"ident":"7"}') },
      targetTypeName: "test_note",
    });
    const handlers = providerHandlers(notesProvider(overrides));
    return create(
      tfplugin6.MoveResourceStateResponseSchema,
      await handlers.moveResourceState(request, {} as never),
    );
  };

  test("is refused with the reason where the resource knows none", async () => {
    const { targetState, diagnostics } = await move({});
    expect(targetState).toBeUndefined();
    expect(diagnostics).toEqual([expect.objectContaining({ summary: "acme_note cannot become test_note" })]);
  });

  test("is what the resource makes of the other state", async () => {
    const { targetState, diagnostics } = await move({
      moveState: ({ typeName, state }) => ({ state: { id: state.ident as string, title: typeName } }),
    });
    expect(diagnostics).toEqual([]);
    expect(targetState?.msgpack.length).toBeGreaterThan(0);
  });
});

describe("a data source", () => {
  test("brings what is there", async () => {
    const { core } = await coreWith();
    await core.run("test_note", null, { title: "a" });
    expect(await core.readDataSource("test_note", { title: "a" })).toEqual({
      state: { title: "a", id: "note-1" },
      diagnostics: [],
    });
  });

  test("is an error when nothing is there", async () => {
    const { core } = await coreWith();
    expect((await core.readDataSource("test_note", { title: "a" })).diagnostics).toEqual([
      expect.objectContaining({ severity: "error", summary: "Not found" }),
    ]);
  });
});

test("a call for a type that is not served is an error that says what is", async () => {
  const request = create(tfplugin6.ReadResourceRequestSchema, { typeName: "test_nothing" });
  const response = await providerHandlers(notesProvider()).readResource(request, {} as never);
  expect(response.diagnostics).toEqual([
    expect.objectContaining({ detail: "this provider has no test_nothing; it has test_note" }),
  ]);
});
