import fc from "fast-check";
import type { Schema } from "../../../src/plugin";
import { UNKNOWN } from "../../../src/plugin/cty";
import { planProblems, proposedNewState } from "../../fake-terraform-core";
import { configs, schemas, states } from "./support/random-schema";

const cases = schemas().chain((schema) =>
  fc.record({
    schema: fc.constant(schema),
    prior: fc.option(states(schema)),
    config: configs(schema),
  }),
);

describe("the new state that core proposes", () => {
  test("is a plan that core itself would accept", () => {
    fc.assert(
      fc.property(cases, ({ schema, prior, config }) => {
        const proposed = proposedNewState(schema, prior, config);
        expect(planProblems(schema, prior, config, proposed)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("is the prior state where the configuration is the prior state", () => {
    fc.assert(
      fc.property(
        schemas().chain((schema) => fc.tuple(fc.constant(schema), states(schema))),
        ([schema, state]) => {
          expect(proposedNewState(schema, state, state)).toEqual(proposedNewState(schema, null, state));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("keeps what is computed, takes what is configured, and drops what is neither", () => {
    const text = { type: "string", description: "" } as const;
    const members = { name: { ...text, required: true }, id: { ...text, computed: true } };
    const schema = {
      description: "",
      attributes: {
        id: { ...text, computed: true },
        note: { ...text, optional: true },
        size: { ...text, optional: true, computed: true },
        owners: { nested: { nesting: "set", attributes: members }, optional: true, description: "" },
      },
    } as Schema;
    const owner = (name: string, id: string | null) => ({ name, id });
    const prior = { id: "1", note: "old", size: "L", owners: [owner("a", "7"), owner("b", "8")] };
    const config = { id: null, note: null, size: null, owners: [owner("b", null), owner("c", null)] };
    expect(proposedNewState(schema, prior, config)).toEqual({
      id: "1",
      note: null,
      size: "L",
      owners: [owner("b", "8"), owner("c", null)],
    });
    expect(proposedNewState(schema, null, { ...config, size: UNKNOWN })).toMatchObject({
      id: null,
      size: UNKNOWN,
    });
    expect(proposedNewState(schema, prior, null)).toBeNull();
  });
});
