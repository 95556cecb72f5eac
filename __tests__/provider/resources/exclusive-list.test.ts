import {
  ACCOUNT,
  APP,
  elements,
  ListedApplication,
  list,
  TWO,
  TYPE,
  texts,
} from "./support/listed-application";

let app: ListedApplication;
beforeEach(async () => {
  app = await ListedApplication.open();
});
afterEach(() => app.close());

describe("a policy of the list that somebody made reusable", () => {
  it("leaves the list with a warning, which has the import command", async () => {
    const stored = await app.apply(null, list(TWO));
    const { id } = elements(stored).staff!;
    await app.call("PUT", `policies/${id}/make_reusable`);
    await app.newRun();
    const { stored: fresh, diagnostics } = await app.core.refresh(TYPE, stored!);
    expect(fresh!.value.order).toEqual(["no"]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      severity: "warning",
      summary: `Policy "Staff" of application "${APP}" is reusable now, so it left the list`,
    });
    expect(diagnostics[0]!.detail).toContain(`terraform import cfaccess_policy.NAME ${ACCOUNT}/${id}`);
  });
});

describe("an exclusive list", () => {
  it("shows other policies by their names, and deletes them", async () => {
    const stored = await app.apply(null, list(TWO, { exclusive: true }));
    await app.made("Backdoor");
    const fresh = await app.refreshed(stored);
    expect(fresh!.value.order).toEqual(["no", "staff", "backdoor"]);
    await app.apply(fresh, list(TWO, { exclusive: true }));
    expect(app.inForce()).toEqual(["1 No guests", "2 Staff"]);
  });

  it("deletes exactly the policies that its plan names when it is turned on", async () => {
    const stored = await app.apply(null, list(TWO));
    await Promise.all([app.made("Legacy"), app.made("Old partners")]);
    const fresh = await app.refreshed(stored);
    expect(fresh!.value).toEqual(stored!.value);
    const plan = await app.core.plan(TYPE, fresh, list(TWO, { exclusive: true }));
    expect(plan.diagnostics.map(({ summary }) => summary).sort()).toEqual([
      expect.stringMatching(/^This apply deletes policy "Legacy" \(.*\) of application ".*", which is not/),
      expect.stringMatching(/^This apply deletes policy "Old partners"/),
    ]);
    await app.made("Made after the plan");
    await app.newRun();
    const applied = await app.core.apply(TYPE, plan);
    expect(applied.diagnostics).toEqual([]);
    expect(app.inForce()).toEqual(["1 No guests", "2 Staff", "5 Made after the plan"]);
    await app.newRun();
    const next = await app.core.refresh(TYPE, applied.stored!);
    expect(next.stored!.value.order).toEqual(["no", "staff", "made_after_the_plan"]);
  });

  it("deletes the others by the next apply where the first one fails halfway", async () => {
    const stored = await app.apply(null, list(TWO));
    await Promise.all([app.made("Legacy"), app.made("Old partners")]);
    const fresh = await app.refreshed(stored);
    const plan = await app.core.plan(TYPE, fresh, list(TWO, { exclusive: true }));
    app.writes = [];
    app.refuses = (write) => write === 2;
    const failed = await app.core.apply(TYPE, plan);
    expect(texts(failed.diagnostics)).toMatch(/refused by the test/);
    expect(app.inForce()).toHaveLength(3);
    app.refuses = () => false;
    await app.newRun();
    const next = await app.core.refresh(TYPE, failed.stored!);
    await app.apply(next.stored, list(TWO, { exclusive: true }));
    expect(app.inForce()).toEqual(["1 No guests", "2 Staff"]);
  });

  it("leaves a policy that appeared in the dashboard when it is turned off by the same plan", async () => {
    const stored = await app.apply(null, list(TWO, { exclusive: true }));
    await app.made("Backdoor");
    const fresh = await app.refreshed(stored);
    const plan = await app.core.plan(TYPE, fresh, list(TWO));
    expect(texts(plan.diagnostics)).toMatch(/This apply leaves policy "Backdoor" .* as it is/);
    const { stored: after, diagnostics } = await app.core.apply(TYPE, plan);
    expect(diagnostics).toEqual([]);
    expect(app.inForce()).toEqual(["1 No guests", "2 Staff", "3 Backdoor"]);
    await app.newRun();
    expect((await app.core.refresh(TYPE, after!)).stored!.value.order).toEqual(["no", "staff"]);
  });

  it("keeps a policy that was beside it and that the configuration takes into the list", async () => {
    const stored = await app.apply(null, list(TWO, { exclusive: true }));
    await app.made("Backdoor");
    const fresh = await app.refreshed(stored);
    const more = { ...TWO, extra: { name: "Backdoor", decision: "allow", include: { everyone: ["*"] } } };
    app.writes = [];
    const taken = await app.core.run(TYPE, fresh, list(more, { exclusive: true }));
    expect(taken.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(app.writes).toEqual([]);
    await app.apply(taken.stored, list(TWO));
    expect(app.inForce()).toEqual(["1 No guests", "2 Staff"]);
  });

  it("deletes nothing that no plan has shown", async () => {
    await app.made("Legacy", { decision: "deny" });
    const plan = await app.core.plan(TYPE, null, list(TWO, { exclusive: true }));
    expect(texts(plan.diagnostics)).toMatch(/has policies that are not in the list: "Legacy"/);
    await app.core.apply(TYPE, plan);
    expect(app.inForce()).toEqual(["1 Legacy", "2 No guests", "3 Staff"]);
  });
});
