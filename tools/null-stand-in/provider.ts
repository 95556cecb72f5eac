import { randomBytes } from "node:crypto";
import type { Attribute, DataSource, Provider, Resource } from "../../src/plugin";

/*
 * The part of hashicorp/null that stacks here use, with the behavior of its documentation.
 * Source: https://registry.terraform.io/providers/hashicorp/null/latest/docs
 */

const id: Attribute = { type: "string", computed: true, description: "A random number, kept for life." };

const nullResource: Resource<object> = {
  typeName: "null_resource",
  schema: {
    description: "Does nothing, but has a life cycle.",
    attributes: {
      id,
      triggers: {
        type: { map: "string" },
        optional: true,
        requiresReplace: true,
        description: "Replaces the resource when anything in it changes.",
      },
    },
  },
  create: async (_, { planned }) => ({ state: { ...planned, id: randomId() } }),
  read: async (_, { state }) => ({ state }),
  update: async (_, { planned }) => ({ state: planned }),
  delete: async () => [],
};

const nullDataSource: DataSource<object> = {
  typeName: "null_data_source",
  schema: {
    description: "Hands its inputs on as outputs.",
    attributes: {
      id: { ...id, description: "Always `static`." },
      inputs: { type: { map: "string" }, optional: true, description: "What to hand on." },
      outputs: { type: { map: "string" }, computed: true, description: "The inputs." },
      random: { type: "string", computed: true, description: "A random number at each read." },
      has_computed_default: {
        type: "string",
        optional: true,
        computed: true,
        default: "default",
        description: "`default` unless set.",
      },
    },
  },
  read: async (_, { config }) => ({
    state: {
      ...config,
      id: "static",
      outputs: config.inputs ?? null,
      random: randomId(),
      has_computed_default: config.has_computed_default ?? "default",
    },
  }),
};

/** 64 random bits in decimal. */
function randomId(): string {
  return randomBytes(8).readBigUInt64BE().toString();
}

export const nullProvider: Provider<object> = {
  schema: { description: "A stand-in for hashicorp/null.", attributes: {} },
  resources: [nullResource],
  dataSources: [nullDataSource],
  configure: () => ({ meta: {} }),
};
