import { ACCOUNT, closeAll, openAccount } from "./support/look-up";

afterEach(closeAll);

const STAFF = { name: "Staff", decision: "allow", include: [{ email_domain: { domain: "example.com" } }] };

describe("cfaccess_policy as a data source", () => {
  test.each(["name", "id"])("has the whole policy, found by its %s", async (by) => {
    const { emulator, read } = await openAccount();
    const id = emulator.add({ accountId: ACCOUNT }, { ...STAFF, session_duration: "12h" });
    const { state, diagnostics } = await read("cfaccess_policy", by === "id" ? { id } : { name: "Staff" });
    expect(diagnostics).toEqual([]);
    expect(state).toMatchObject({
      id,
      name: "Staff",
      account_id: ACCOUNT,
      decision: "allow",
      session_duration: "12h",
      include: { email_domain: ["example.com"] },
      summary: "ALLOW if email domain is example.com",
      created_at: expect.stringMatching(/Z$/),
    });
  });

  test("finds no policy of an application", async () => {
    const { emulator, read } = await openAccount();
    emulator.add({ accountId: ACCOUNT, appId: "app" }, STAFF);
    expect((await read("cfaccess_policy", { name: "Staff" })).diagnostics).toMatchObject([
      {
        summary: 'No reusable policy called "Staff"',
        detail: `Account ${ACCOUNT} has no reusable policies.`,
        path: ["name"],
      },
    ]);
  });

  test("says the ids of several of one name", async () => {
    const { emulator, read } = await openAccount();
    const ids = [STAFF, STAFF].map((policy) => emulator.add({ accountId: ACCOUNT }, policy));
    const { diagnostics } = await read("cfaccess_policy", { name: "Staff" });
    for (const id of ids) expect(diagnostics[0]!.detail).toContain(id);
  });

  test("says nothing that changes by itself, such as how many applications use it", async () => {
    const { emulator, read } = await openAccount();
    emulator.add({ accountId: ACCOUNT }, STAFF);
    const { state } = await read("cfaccess_policy", { name: "Staff" });
    expect(Object.keys(state!)).not.toEqual(expect.arrayContaining(["app_count"]));
    expect(Object.keys(state!)).not.toEqual(expect.arrayContaining(["updated_at"]));
  });
});

describe("cfaccess_policies", () => {
  test("lists all reusable policies by name, then by id, each in a line", async () => {
    const { emulator, read } = await openAccount();
    const add = (name: string, more: object = {}) =>
      emulator.add({ accountId: ACCOUNT }, { ...STAFF, name, ...more });
    const twice = [add("b"), add("b")].sort();
    const capital = add("C", { decision: "deny", include: [{ everyone: {} }] });
    const first = add("a", { include: [{ badge: { color: "red" } }] });
    emulator.add({ accountId: ACCOUNT, appId: "app" }, STAFF);
    emulator.add({ accountId: "other" }, STAFF);
    const { state, diagnostics } = await read("cfaccess_policies", {});
    expect(diagnostics).toEqual([]);
    const allow = { decision: "allow", summary: "ALLOW if email domain is example.com" };
    expect(state).toEqual({
      account_id: ACCOUNT,
      policies: [
        { id: capital, name: "C", decision: "deny", summary: "BLOCK everyone" },
        { id: first, name: "a", decision: "allow", summary: expect.stringContaining("badge") },
        { id: twice[0], name: "b", ...allow },
        { id: twice[1], name: "b", ...allow },
      ],
    });
  });

  test("is empty for an account without any", async () => {
    const { read } = await openAccount();
    expect((await read("cfaccess_policies", { account_id: "new" })).state).toEqual({
      account_id: "new",
      policies: [],
    });
  });

  test("passes on why the API did not answer", async () => {
    const { emulator, read, warnings } = await openAccount();
    await emulator.close();
    expect((await read("cfaccess_policies", {})).diagnostics).toMatchObject([
      { severity: "error", summary: "Could not list reusable policies" },
    ]);
    expect(warnings[0]).toContain("nothing listens there (ECONNREFUSED). Trying again in");
  });
});
