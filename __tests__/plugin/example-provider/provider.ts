import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type DataSource,
  errorDiagnostic,
  type ObjectValue,
  type Provider,
  type Resource,
  UNKNOWN,
} from "../../../src/plugin";

/** The API of this example: a folder with one JSON file for each document. It stores ISBNs without hyphens. */
export class Library {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  list(): ObjectValue[] {
    return readdirSync(this.folder).map((name) => JSON.parse(readFileSync(join(this.folder, name), "utf8")));
  }

  get(id: unknown): ObjectValue | null {
    return this.list().find((document) => document.id === id) ?? null;
  }

  put({ isbn, ...rest }: ObjectValue): void {
    const stored = { ...rest, isbn: typeof isbn === "string" ? digits(isbn) : null };
    writeFileSync(join(this.folder, `${rest.id}.json`), JSON.stringify(stored));
  }

  delete(id: unknown): void {
    rmSync(join(this.folder, `${id}.json`), { force: true });
  }
}

const digits = (isbn: string) => isbn.replaceAll("-", "");

function resource(typeName: "library_book" | "library_draft"): Resource<Library> {
  return {
    typeName,
    schema: {
      version: 1,
      description: "A document in the library.",
      attributes: {
        id: { type: "string", computed: true, description: "Set by the library." },
        title: { type: "string", required: true, description: "The title." },
        language: {
          type: "string",
          optional: true,
          computed: true,
          default: "en",
          description: "The language.",
        },
        isbn: {
          type: "string",
          optional: true,
          semanticEquals: (a, b) => typeof a === "string" && typeof b === "string" && digits(a) === digits(b),
          description: "The ISBN, with or without hyphens.",
        },
        shelf: {
          type: "string",
          optional: true,
          requiresReplace: true,
          description: "A document on another shelf is a new one.",
        },
        revision: { type: "number", computed: true, volatile: true, description: "Counts the updates." },
      },
    },
    validate: ({ title }) =>
      title === ""
        ? [errorDiagnostic("Invalid title", "A title has at least one character.", ["title"])]
        : [],
    async create({ meta }, { planned }) {
      const state = { ...planned, id: randomUUID(), revision: 1 };
      meta.put(state);
      return { state };
    },
    // Null when the document does not exist: the next plan creates it.
    read: async ({ meta }, { state }) => ({ state: meta.get(state.id) }),
    async update({ meta }, { prior, planned }) {
      const state = { ...planned, revision: Number(prior.revision) + 1 };
      meta.put(state);
      return { state };
    },
    async delete({ meta }, { state }) {
      meta.delete(state.id);
      return [];
    },
    // Terraform reads it next.
    importState: async (_, id) => ({ state: { id } }),
    // moved { from = library_draft.x, to = library_book.x }
    moveState: ({ typeName: from, state }) => ({
      state: from === "library_draft" ? (state as ObjectValue) : null,
    }),
    // Version 0 called the title "name".
    stateUpgraders: { 0: ({ name, ...rest }) => ({ ...rest, title: name }) },
  };
}

const byTitle: DataSource<Library> = {
  typeName: "library_document",
  schema: {
    description: "A document by its title.",
    attributes: {
      title: { type: "string", required: true, description: "The title." },
      id: { type: "string", computed: true, description: "The document's id." },
    },
  },
  async read({ meta }, { config }) {
    const found = meta.list().find(({ title }) => title === config.title);
    return { state: found ? { title: found.title!, id: found.id! } : null };
  },
};

export const libraryProvider: Provider<Library> = {
  schema: {
    description: "Documents in a folder.",
    attributes: { folder: { type: "string", required: true, description: "The folder." } },
  },
  resources: [resource("library_book"), resource("library_draft")],
  dataSources: [byTitle],
  configure: ({ folder }) => ({ meta: folder === UNKNOWN ? undefined : new Library(String(folder)) }),
};
