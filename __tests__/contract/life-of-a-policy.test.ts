import { ACCOUNT, APPLICATION, KINDS, makeApplicationWith, withEmulator } from "./support/with-emulator";

const STAFF = {
  name: "Staff",
  decision: "allow",
  include: [{ email_domain: { domain: "example.com" } }, { email: { email: "ann@partner.org" } }],
  require: [{ geo: { country_code: "PT" } }],
  session_duration: "12h",
};

describe.each(KINDS)("an %s policy, between client and emulator", (_, of, where) => {
  test("is created with what was sent, and read back the same", () =>
    withEmulator({}, async ({ client, emulator }) => {
      const created = await of(client).create(STAFF);
      expect(created).toMatchObject(STAFF);
      expect(emulator.policies({ accountId: ACCOUNT, appId: where.appId ?? null })).toHaveLength(1);
      expect(emulator.requests.map(({ method, status }) => [method, status])).toEqual([["POST", 201]]);
      expect(await of(client).read(created.id)).toEqual(created);
    }));

  test("is replaced as a whole: what the new body leaves out is gone", () =>
    withEmulator({}, async ({ client }) => {
      const { id } = await of(client).create(STAFF);
      const replaced = await of(client).replace(id, {
        name: "Everyone",
        decision: "deny",
        include: [{ everyone: {} }],
      });
      expect(replaced).toMatchObject({ id, name: "Everyone", decision: "deny", include: [{ everyone: {} }] });
      const read = await of(client).read(id);
      expect(read).toEqual(replaced);
      expect(read?.require ?? []).toEqual([]);
    }));

  test("is deleted, and is absent from then on", () =>
    withEmulator({}, async ({ client, emulator }) => {
      const { id } = await of(client).create(STAFF);
      expect(await of(client).delete(id)).toBe("deleted");
      expect(emulator.policies()).toEqual([]);
      expect(await of(client).read(id)).toBeUndefined();
      expect(await of(client).delete(id)).toBe("absent");
      expect(await of(client).list()).toEqual([]);
    }));

  test("that someone deleted by hand is absent to read, and an error to replace", () =>
    withEmulator({}, async ({ client, emulator }) => {
      const { id } = await of(client).create(STAFF);
      emulator.remove(id);
      expect(await of(client).read(id)).toBeUndefined();
      await expect(of(client).replace(id, STAFF)).rejects.toMatchObject({ kind: "not-found", status: 404 });
    }));

  test("comes back with a selector that neither side's reference has", () =>
    withEmulator({ newerSelectors: ["badge"] }, async ({ client }) => {
      const include = [{ badge: { color: "red" } }];
      const { id } = await of(client).create({ ...STAFF, include });
      expect((await of(client).read(id))?.include).toEqual(include);
    }));

  test("is listed with all others, over as many pages as there are", () =>
    withEmulator({}, async ({ client, emulator }) => {
      const ids = Array.from({ length: 2001 }, (_, i) =>
        emulator.add({ accountId: ACCOUNT, ...where }, { ...STAFF, name: `policy ${i}`, precedence: i + 1 }),
      );
      const listed = await of(client).list();
      expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
      expect(emulator.requests.map(({ query }) => query)).toEqual([
        { page: "1", per_page: "1000" },
        { page: "2", per_page: "1000" },
        { page: "3", per_page: "1000" },
      ]);
      expect(listed[0]).toEqual(await of(client).read(listed[0]!.id));
    }));
});

describe("the two kinds of policies, between client and emulator", () => {
  test("do not see each other", () =>
    withEmulator({}, async ({ client }) => {
      const reusable = await client.reusablePolicies(ACCOUNT).create(STAFF);
      const own = await client.applicationPolicies(ACCOUNT, APPLICATION).create({ ...STAFF, precedence: 1 });
      expect((await client.reusablePolicies(ACCOUNT).list()).map(({ id }) => id)).toEqual([reusable.id]);
      expect(await client.reusablePolicies(ACCOUNT).read(own.id)).toBeUndefined();
      expect(await client.applicationPolicies(ACCOUNT, APPLICATION).read(reusable.id)).toBeUndefined();
    }));

  test("are distinguished by `reusable` in the list of an application", () =>
    withEmulator({}, async ({ client, emulator }) => {
      const reusable = await client.reusablePolicies(ACCOUNT).create(STAFF);
      const appId = await makeApplicationWith(emulator, reusable.id);
      const own = await client.applicationPolicies(ACCOUNT, appId).create({ ...STAFF, precedence: 7 });
      const listed = await client.applicationPolicies(ACCOUNT, appId).list();
      expect(new Map(listed.map(({ id, reusable }) => [id, reusable === true]))).toEqual(
        new Map([
          [reusable.id, true],
          [own.id, false],
        ]),
      );
    }));

  test("keep to their accounts", () =>
    withEmulator({}, async ({ client }) => {
      const { id } = await client.reusablePolicies(ACCOUNT).create(STAFF);
      expect(await client.reusablePolicies("another-account").read(id)).toBeUndefined();
    }));
});
