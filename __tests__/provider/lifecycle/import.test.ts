import fc from "fast-check";
import { POLICY_TYPES } from "../../../src/model";
import { policyIn } from "../../../src/provider/resources/policy-values";
import { leftOut } from "./support/absence";
import { configurationOf } from "./support/configuration";
import { normalizations } from "./support/normalizations";
import { PolicyLifecycle } from "./support/policy-lifecycle";
import { kinds, NEWER_SELECTOR, policies } from "./support/policy-spec";
import { PATIENCE, runs } from "./support/runs";

/** Rules we know under their selectors, where an import puts them. */
const plainPolicies = policies.map((policy) => {
  const inPlace = (rules: typeof policy.include) =>
    rules.map((rule) => ({ ...rule, json: rule.selector === NEWER_SELECTOR }));
  return {
    ...policy,
    include: inPlace(policy.include),
    exclude: inPlace(policy.exclude),
    require: inPlace(policy.require),
  };
});

describe("an import", () => {
  test(
    "gives the state a create gives, and then plans nothing",
    async () => {
      const cases = fc.record({
        kind: kinds,
        policy: plainPolicies,
        style: fc.record({ seed: fc.nat(), absences: fc.boolean() }),
        // From an answer that leaves out an empty session duration an import cannot know of it.
        normalize: normalizations.map((how) => ({ ...how, emptySessionDuration: "as sent" as const })),
      });
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy, style, normalize }) =>
          PolicyLifecycle.begin(kind, normalize, async (lifecycle) => {
            const config = configurationOf(kind, policy, style);
            const created = await lifecycle.create(config);
            const imported = await lifecycle.import(String(created.value.id));

            expect(
              policyIn(POLICY_TYPES[kind], imported.value).semanticEquals(
                policyIn(POLICY_TYPES[kind], created.value),
              ),
            ).toBe(true);
            for (const name of ["id", "account_id", "app_id", "created_at", "summary"])
              expect([name, imported.value[name]]).toEqual([name, created.value[name]]);

            await lifecycle.expectNothingToDo(imported, leftOut(imported.value, config));
          }),
        ),
        runs(40),
      );
    },
    PATIENCE,
  );

  test(
    "plans no change where the configuration is written as the server answers",
    async () => {
      const cases = fc.record({ kind: kinds, policy: plainPolicies });
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, policy }) =>
          PolicyLifecycle.begin(kind, { addPrefix: false }, async (lifecycle) => {
            const created = await lifecycle.create(configurationOf(kind, policy, { seed: 0 }));
            const imported = await lifecycle.import(String(created.value.id));
            expect(imported.value).toEqual(created.value);
          }),
        ),
        runs(15),
      );
    },
    PATIENCE,
  );
});
