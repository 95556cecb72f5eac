import type { Provider, Resource, Schema } from "../../../../src/plugin";
import { type ObjectValue, UNKNOWN } from "../../../../src/plugin/cty";

/*
 * A provider of notes, kept in a map: enough of a resource to show what the framework does around one. Each test
 * overrides the operation it is about.
 */

export interface Notes {
  readonly stored: Map<string, ObjectValue>;
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

export const note: Resource<Notes> = {
  typeName: "test_note",
  schema: NOTE,
  async create({ meta }, { planned }) {
    const id = `note-${meta.stored.size + 1}`;
    const state = { ...planned, id, owner: planned.owner === UNKNOWN ? "nobody" : planned.owner! };
    meta.stored.set(id, state);
    return { state };
  },
  async read({ meta }, { state }) {
    return { state: meta.stored.get(state.id as string) ?? null };
  },
  async update({ meta }, { prior, planned }) {
    const state = { ...planned, owner: planned.owner === UNKNOWN ? "nobody" : planned.owner! };
    meta.stored.set(prior.id as string, state);
    return { state };
  },
  async delete({ meta }, { state }) {
    meta.stored.delete(state.id as string);
    return [];
  },
  async importState(_, id) {
    return { state: { id } };
  },
};

/** The provider, with parts of its one resource or of itself replaced. */
export function notesProvider(
  overrides: Partial<Resource<Notes>> = {},
  provider: Partial<Provider<Notes>> = {},
): Provider<Notes> & { readonly notes: Notes } {
  const notes: Notes = { stored: new Map() };
  return {
    notes,
    schema: {
      description: "Notes.",
      attributes: { place: { type: "string", description: "Where they are.", optional: true } },
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
          const found = [...meta.stored.values()].find(({ title }) => title === config.title);
          return { state: found ? { title: found.title!, id: found.id! } : null };
        },
      },
    ],
    configure: () => ({ meta: notes }),
    ...provider,
  };
}
