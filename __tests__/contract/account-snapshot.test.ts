import { ACCOUNT, APPLICATION, withEmulator } from "./support/with-emulator";

const STAFF = { name: "Staff", decision: "allow", include: [{ group: { id: "staff" } }] };

const ACCOUNT_OBJECTS = {
  applications: [
    {
      id: APPLICATION,
      name: "Wiki",
      domain: "wiki.example.com",
      allowed_idps: ["okta"],
      saas_app: { client_secret: "hush" },
    },
  ],
  groups: [{ id: "staff", name: "Staff", include: [{ email_domain: { domain: "example.org" } }] }],
  lists: [
    { id: "partners", name: "Partners", type: "EMAIL", items: ["ann@partner.org"] },
    { id: "serials", name: "Serial numbers", type: "SERIAL", items: ["8GE8721REF"] },
  ],
  identityProviders: [{ id: "okta", name: "Okta", type: "okta" }],
  serviceTokens: [{ id: "ci", name: "CI", enabled: false }],
  organization: { strict_service_token_auth: true },
};

test("a snapshot has all that decides who gets in, as the API gives it and without secrets", () =>
  withEmulator(ACCOUNT_OBJECTS, async ({ client, emulator }) => {
    emulator.add({ accountId: ACCOUNT, appId: APPLICATION }, STAFF);
    emulator.add({ accountId: ACCOUNT }, { ...STAFF, name: "Reusable" });
    const snapshot = await client.snapshot(ACCOUNT);
    expect(snapshot).toMatchObject({
      applications: [{ id: APPLICATION, allowed_idps: ["okta"], policies: [{ name: "Staff" }] }],
      policies: [{ name: "Reusable", reusable: true }],
      groups: [{ id: "staff", include: [{ email_domain: { domain: "example.org" } }] }],
      lists: [
        { id: "partners", items: [{ value: "ann@partner.org" }] },
        { id: "serials", type: "SERIAL" },
      ],
      identity_providers: [{ id: "okta", type: "okta" }],
      service_tokens: [{ id: "ci", enabled: false }],
      organization: { strict_service_token_auth: true },
    });
    expect(JSON.stringify(snapshot)).not.toMatch(/hush|secret|"config"/);
  }));

test("a snapshot takes six lists and one request for the items of each list that rules refer to", () =>
  withEmulator(ACCOUNT_OBJECTS, async ({ client, emulator }) => {
    await client.snapshot(ACCOUNT);
    expect(emulator.requests.map(({ method, route }) => `${method} ${route}`).sort()).toEqual([
      "GET /accounts/:accountId/access/apps",
      "GET /accounts/:accountId/access/groups",
      "GET /accounts/:accountId/access/identity_providers",
      "GET /accounts/:accountId/access/organizations",
      "GET /accounts/:accountId/access/policies",
      "GET /accounts/:accountId/access/service_tokens",
      "GET /accounts/:accountId/gateway/lists",
      "GET /accounts/:accountId/gateway/lists/:id/items",
    ]);
  }));

test("a long list is read page by page", () => {
  const items = Array.from({ length: 1001 }, (_, index) => `user${index}@example.org`);
  const lists = [{ id: "many", name: "Many", type: "EMAIL", items }];
  return withEmulator({ lists }, async ({ client }) => {
    const [list] = (await client.snapshot(ACCOUNT)).lists!;
    expect((list!.items as { value: string }[]).map(({ value }) => value)).toEqual(items);
  });
});

describe("a part that the token may not read", () => {
  const refusal = (path: string) => ({
    faults: [{ kind: "refusal" as const, status: 403, code: 10000, path: `/accounts/*/${path}` }],
  });

  test.each([
    ["access/groups", "groups"],
    ["gateway/lists", "lists"],
    ["access/organizations", "organization"],
  ] as const)("at %s is missing from the snapshot, and reported", (path, part) =>
    withEmulator({ ...ACCOUNT_OBJECTS, ...refusal(path) }, async ({ client }) => {
      const unreadable: string[] = [];
      const snapshot = await client.snapshot(ACCOUNT, { onUnreadable: (name) => unreadable.push(name) });
      expect(snapshot).not.toHaveProperty(part);
      expect(snapshot.applications).toHaveLength(1);
      expect(unreadable).toEqual([part]);
    }),
  );

  test("is an error where it is the applications", () =>
    withEmulator({ ...ACCOUNT_OBJECTS, ...refusal("access/apps") }, async ({ client }) => {
      await expect(client.snapshot(ACCOUNT)).rejects.toMatchObject({ kind: "forbidden" });
    }));
});
