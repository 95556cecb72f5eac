import { POLICY_TYPES } from "../../../src/model";
import { policyWith, type Row, rowsBelow } from "./support/equality-page";
import { PolicyLifecycle } from "./support/policy-lifecycle";

const live = (body: (lifecycle: PolicyLifecycle) => Promise<void>) =>
  PolicyLifecycle.begin("application", {}, body);

/** Whether the two say the same policy, what is left out included. */
function same([attribute, one, other]: Row): boolean {
  return POLICY_TYPES.application.semanticEquals(policyWith(attribute, one), policyWith(attribute, other));
}

describe("docs/equality.md: the same", () => {
  test.each(rowsBelow("The same"))("%s: %s and %s plan nothing for each other", async (...row) => {
    expect(same(row)).toBe(true);
    const [attribute, ...representations] = row;
    const [one, other] = representations.map((representation) => policyWith(attribute, representation));
    await live(async (lifecycle) => lifecycle.expectNothingToDo(await lifecycle.create(one!), other!));
    await live(async (lifecycle) => lifecycle.expectNothingToDo(await lifecycle.create(other!), one!));
  });
});

describe("docs/equality.md: not the same", () => {
  test.each(rowsBelow("Not the same"))("%s: %s and %s are a change", async (...row) => {
    expect(same(row)).toBe(false);
    const [attribute, ...representations] = row;
    const [one, other] = representations.map((representation) => policyWith(attribute, representation));
    await live(async (lifecycle) => {
      expect((await lifecycle.plan(await lifecycle.create(one!), other!)).action).toBe("update");
    });
    await live(async (lifecycle) => {
      expect((await lifecycle.plan(await lifecycle.create(other!), one!)).action).toBe("update");
    });
  });
});

describe("docs/equality.md: the same, but shown", () => {
  test.each(rowsBelow("The same, but Terraform shows it"))("%s: from %s to %s", async (...row) => {
    expect(same(row)).toBe(true);
    const [attribute, state, configured] = row;
    await live(async (lifecycle) => {
      const before = policyWith(attribute, state);
      const after = policyWith(attribute, configured);
      const created = await lifecycle.create(before);
      const writes = lifecycle.writes();

      const plan = await lifecycle.plan(created, after);
      expect(plan.action).toBe("update");
      expect(plan.planned!.summary).toBe(created.value.summary);
      const stored = await lifecycle.carryOut(plan);
      expect(lifecycle.writes()).toBe(writes);
      await lifecycle.expectNothingToDo(stored, after);

      if (state === "null") await lifecycle.expectNothingToDo(stored, before);
    });
  });
});
