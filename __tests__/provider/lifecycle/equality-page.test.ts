import { POLICY_TYPES } from "../../../src/model";
import { Life } from "./support/account";
import { policyWith, type Row, rowsBelow } from "./support/equality-page";

const live = (body: (life: Life) => Promise<void>) => Life.begin("application", {}, body);

/** Whether the two say the same policy, what is left out included. */
function same([attribute, one, other]: Row): boolean {
  return POLICY_TYPES.application.semanticEquals(policyWith(attribute, one), policyWith(attribute, other));
}

describe("docs/equality.md: the same", () => {
  test.each(rowsBelow("The same"))("%s: %s and %s plan nothing for each other", async (...row) => {
    expect(same(row)).toBe(true);
    const [attribute, ...spellings] = row;
    const [one, other] = spellings.map((spelling) => policyWith(attribute, spelling));
    await live(async (life) => life.expectNothingToDo(await life.create(one!), other!));
    await live(async (life) => life.expectNothingToDo(await life.create(other!), one!));
  });
});

describe("docs/equality.md: not the same", () => {
  test.each(rowsBelow("Not the same"))("%s: %s and %s are a change", async (...row) => {
    expect(same(row)).toBe(false);
    const [attribute, ...spellings] = row;
    const [one, other] = spellings.map((spelling) => policyWith(attribute, spelling));
    await live(async (life) => {
      expect((await life.plan(await life.create(one!), other!)).action).toBe("update");
    });
    await live(async (life) => {
      expect((await life.plan(await life.create(other!), one!)).action).toBe("update");
    });
  });
});

describe("docs/equality.md: the same, but shown", () => {
  test.each(rowsBelow("The same, but Terraform shows it"))("%s: from %s to %s", async (...row) => {
    expect(same(row)).toBe(true);
    const [attribute, state, spelt] = row;
    await live(async (life) => {
      const before = policyWith(attribute, state);
      const after = policyWith(attribute, spelt);
      const created = await life.create(before);
      const writes = life.writes();

      const plan = await life.plan(created, after);
      expect(plan.action).toBe("update");
      expect(plan.planned!.summary).toBe(created.value.summary);
      const stored = await life.carryOut(plan);
      expect(life.writes()).toBe(writes);
      await life.expectNothingToDo(stored, after);

      if (state === "null") await life.expectNothingToDo(stored, before);
    });
  });
});
