import fc from "fast-check";
import type { Schema } from "../../../src/plugin";
import type { AttributePath, CtyValue, ObjectValue } from "../../../src/plugin/cty";
import { compileSchema, validateSchema } from "../../../src/plugin/framework/compiled-schema";
import { planResource } from "../../../src/plugin/framework/planning";
import type { PrivateData } from "../../../src/plugin/framework/private-state";
import { applyProblems, planProblems, same } from "../../fake-terraform-core";
import {
  configs,
  plainConfigs,
  resolve,
  schemas,
  states,
  withOtherRepresentation,
} from "./support/random-schema";

const NO_PRIVATE_DATA: PrivateData = { configured: new Set() };

function plan(
  schema: Schema,
  prior: ObjectValue | null,
  config: ObjectValue,
  priorPrivate: PrivateData = NO_PRIVATE_DATA,
) {
  return planResource({ schema: compileSchema(schema), prior, config, priorPrivate });
}

const withConfig = schemas().chain((schema) =>
  fc.record({ schema: fc.constant(schema), config: plainConfigs(schema) }),
);

const withState = schemas().chain((schema) =>
  fc.record({
    schema: fc.constant(schema),
    prior: fc.option(states(schema)),
    config: configs(schema),
    configured: fc.subarray(Object.keys(schema.attributes)),
  }),
);

const sameObject = (schema: Schema, a: CtyValue, b: CtyValue) => same({ object: schema.attributes }, a, b);

// The second one found a counterexample once.
describe.each([fc.readConfigureGlobal().seed!, -686375921])(
  "a plan from any schema, state and configuration (seed %i)",
  (seed) => {
    const configured = fc.readConfigureGlobal();
    beforeAll(() => fc.configureGlobal({ ...configured, seed }));
    afterAll(() => fc.configureGlobal(configured));

    test("is one that core accepts", () => {
      fc.assert(
        fc.property(withState, ({ schema, prior, config, configured }) => {
          validateSchema("resource", "random", schema);
          const { planned } = plan(schema, prior, config, { configured: new Set(configured) });
          expect(planProblems(schema, prior, config, planned)).toEqual([]);
        }),
        { numRuns: 500 },
      );
    });

    test("names only paths to replace that exist in the prior or the planned state", () => {
      fc.assert(
        fc.property(withState, ({ schema, prior, config }) => {
          const { planned, requiresReplace } = plan(schema, prior, config);
          for (const path of requiresReplace) expect(exists(prior, path) || exists(planned, path)).toBe(true);
          if (prior === null) expect(requiresReplace).toEqual([]);
        }),
      );
    });

    test("is the same when core asks again", () => {
      fc.assert(
        fc.property(withState, ({ schema, prior, config }) => {
          expect(plan(schema, prior, config)).toEqual(plan(schema, prior, config));
        }),
      );
    });
  },
);

describe("after an apply", () => {
  test("core accepts the result of applying a plan", () => {
    fc.assert(
      fc.property(withState, ({ schema, prior, config }) => {
        const { planned } = plan(schema, prior, config);
        expect(applyProblems(schema, planned, resolve(schema, planned))).toEqual([]);
      }),
    );
  });

  test("the same configuration plans no change", () => {
    fc.assert(
      fc.property(withConfig, ({ schema, config }) => {
        const { planned, plannedPrivate } = plan(schema, null, config);
        const state = resolve(schema, planned);
        const again = plan(schema, state, config, plannedPrivate);
        expect(sameObject(schema, again.planned, state)).toBe(true);
        expect(again.requiresReplace).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("the same configuration plans no change after an update either", () => {
    const cases = withState.filter(({ prior }) => prior !== null);
    fc.assert(
      fc.property(
        cases.chain((one) => fc.record({ one: fc.constant(one), config: plainConfigs(one.schema) })),
        ({ one: { schema, prior, configured }, config }) => {
          const { planned, plannedPrivate } = plan(schema, prior, config, {
            configured: new Set(configured),
          });
          const state = resolve(schema, planned);
          expect(sameObject(schema, plan(schema, state, config, plannedPrivate).planned, state)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a semantically equal configuration plans no change", () => {
    fc.assert(
      fc.property(withConfig, ({ schema, config }) => {
        const { planned, plannedPrivate } = plan(schema, null, config);
        const state = resolve(schema, planned);
        const again = plan(schema, state, withOtherRepresentation(schema, config), plannedPrivate);
        expect(sameObject(schema, again.planned, state)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function exists(value: CtyValue, path: AttributePath): boolean {
  let current: CtyValue | undefined = value;
  for (const step of path) {
    if (current === null || current === undefined) return false;
    current = (current as { [name: string]: CtyValue })[typeof step === "object" ? step.key : String(step)];
  }
  return current !== undefined;
}
