import type { Provider, Resource, Schema } from "../../../../src/plugin";
import { type ObjectValue, UNKNOWN } from "../../../../src/plugin/cty";

/*
 * A provider of notes in a map: the smallest resource that shows what the framework does. Each test
 * overrides the operation it is about.
 */

export interface NoteStore {
  readonly notes: Map<string, ObjectValue>;
}

const NOTE: Schema = {
  version: 2,
  description: "A note.",
  attributes: {
    id: { type: "string", description: "Its id.", computed: true },
    title: { type: "string", description: "Its title.", required: true },
    shelf: { type: "string", description: "Where it is kept.", optional: true, requiresReplace: true },
    owner: { type: "string", description: "Whose it is.", optional: true, computed: true, unset: "server" },
    secret: { type: "string", description: "Nobody's business.", optional: true, sensitive: true },
    tags: { type: { set: "string" }, description: "Its tags.", optional: true },
  },
};

export const note: Resource<NoteStore> = {
  typeName: "test_note",
  schema: NOTE,
  async create({ meta }, { planned }) {
    const id = `note-${meta.notes.size + 1}`;
    const state = { ...planned, id, owner: planned.owner === UNKNOWN ? "nobody" : planned.owner! };
    meta.notes.set(id, state);
    return { state };
  },
  async read({ meta }, { state }) {
    return { state: meta.notes.get(state.id as string) ?? null };
  },
  async update({ meta }, { prior, planned }) {
    const state = { ...planned, owner: planned.owner === UNKNOWN ? "nobody" : planned.owner! };
    meta.notes.set(prior.id as string, state);
    return { state };
  },
  async delete({ meta }, { state }) {
    meta.notes.delete(state.id as string);
    return [];
  },
  async importState(_, id) {
    return { state: { id } };
  },
};

/** The provider, with parts of its one resource or of itself replaced. */
export function noteProvider(
  overrides: Partial<Resource<NoteStore>> = {},
  provider: Partial<Provider<NoteStore>> = {},
): Provider<NoteStore> & { readonly store: NoteStore } {
  const store: NoteStore = { notes: new Map() };
  return {
    store,
    schema: {
      description: "Manages notes.",
      attributes: { folder: { type: "string", description: "Where they are.", optional: true } },
    },
    resources: [{ ...note, ...overrides }],
    dataSources: [
      {
        typeName: "test_note",
        schema: {
          description: "A note that exists.",
          attributes: {
            title: { type: "string", description: "Its title.", required: true },
            id: { type: "string", description: "Its id.", computed: true },
          },
        },
        async read({ meta }, { config }) {
          const found = [...meta.notes.values()].find(({ title }) => title === config.title);
          return { state: found ? { title: found.title!, id: found.id! } : null };
        },
      },
    ],
    configure: () => ({ meta: store }),
    ...provider,
  };
}
