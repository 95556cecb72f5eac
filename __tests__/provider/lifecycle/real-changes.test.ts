import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { SELECTORS } from "../../../src/model";
import { leftOut } from "./support/absence";
import { configurationOf } from "./support/configuration";
import { edited, editsOf, material } from "./support/edits";
import { normalizations } from "./support/normalizations";
import { differences } from "./support/oracle";
import { PolicyLifecycle } from "./support/policy-lifecycle";
import { kinds, type PolicySpec, policies, RULE_LISTS, ruleOf } from "./support/policy-spec";
import { PATIENCE, runs } from "./support/runs";

const cases = kinds.chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    change: edited(kind, policies),
    style: fc.record({ seed: fc.nat(), absences: fc.boolean() }),
    seed: fc.nat(),
    normalize: normalizations,
  }),
);

/** A policy that uses every selector in every list, and every field. */
const everything: PolicySpec = {
  ...fc.sample(policies, { seed: 1, numRuns: 1 })[0]!,
  ...Object.fromEntries(
    RULE_LISTS.map((list, at) => [
      list,
      SELECTORS.map((selector) => fc.sample(ruleOf(selector), { seed: at, numRuns: 1 })[0]!),
    ]),
  ),
  session_duration: ["61m", "1h1m"],
  precedence: 3,
  purpose_justification_prompt: "Why?",
  approval_groups: [
    { needed: 1, emails: [["ann@example.com"], ["bob@example.com"]], list: null },
    { needed: 0, emails: [], list: "a-list" },
  ],
  mfa: { off: false, methods: ["totp"], session: ["5m"] },
  clipboard: { in: ["text"], out: ["file"] },
  ssh: { users: ["root"], alias: false },
};

describe("a real change", () => {
  test(
    "of any kind at any index is planned as an update of that attribute",
    async () => {
      await PolicyLifecycle.begin("application", {}, async (lifecycle) => {
        const created = await lifecycle.create(configurationOf("application", everything, { seed: 0 }));
        const [given] = fc.sample(material, { seed: 5, numRuns: 1 });
        const tried = new Set<string>();
        for (let index = 0; index < SELECTORS.length; index++) {
          for (const { what, attribute, after } of editsOf("application", everything, { ...given!, index })) {
            if (tried.has(what)) continue;
            tried.add(what);
            const plan = await lifecycle.plan(created, configurationOf("application", after, { seed: 0 }));
            const changed = Object.keys(created.value).filter(
              (name) => !isDeepStrictEqual(plan.planned![name], created.value[name]),
            );
            expect([what, plan.action, ...changed.filter((name) => name !== "summary")]).toEqual([
              what,
              "update",
              attribute,
            ]);
          }
        }
        expect(tried.size).toBeGreaterThan(200);
      });
    },
    PATIENCE,
  );

  test(
    "is planned as an update whatever the representation of the rest, is in force, and plans no change afterwards",
    async () => {
      await fc.assert(
        fc.asyncProperty(cases, ({ kind, change: { before, edit }, style, seed, normalize }) =>
          PolicyLifecycle.begin(kind, normalize, async (lifecycle) => {
            const created = await lifecycle.create(configurationOf(kind, before, style));
            const config = leftOut(
              created.value,
              configurationOf(kind, edit.after, { seed, absences: true }),
            );

            const plan = await lifecycle.plan(created, config);
            expect([edit.what, plan.action]).toEqual([edit.what, "update"]);

            const stored = await lifecycle.carryOut(plan);
            expect(differences(kind, edit.after, lifecycle.inForce()!)).toEqual([]);
            await lifecycle.expectNothingToDo(stored, config);
          }),
        ),
        runs(60),
      );
    },
    PATIENCE,
  );

  test(
    "of the rules changes the summary, which the plan knows",
    async () => {
      const rulesOnly = cases.filter(({ change }) =>
        ["include", "exclude", "require"].includes(change.edit.attribute),
      );
      await fc.assert(
        fc.asyncProperty(rulesOnly, ({ kind, change: { before, edit }, style }) =>
          PolicyLifecycle.begin(kind, {}, async (lifecycle) => {
            const created = await lifecycle.create(configurationOf(kind, before, style));
            const { planned } = await lifecycle.plan(created, configurationOf(kind, edit.after, style));
            expect(planned!.summary).toEqual(expect.any(String));
            expect(planned!.summary).not.toBe(created.value.summary);
          }),
        ),
        runs(20),
      );
    },
    PATIENCE,
  );
});
