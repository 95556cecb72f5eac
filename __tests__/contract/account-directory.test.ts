import type { AccountObjectKind } from "../../src/client";
import type { ObjectKind } from "../../src/emulator";
import { ACCOUNT, makeApplicationWith, withEmulator } from "./support/with-emulator";

const KINDS: readonly (readonly [ObjectKind, AccountObjectKind, object])[] = [
  ["groups", "group", {}],
  ["identityProviders", "identity_provider", { type: "okta" }],
  ["serviceTokens", "service_token", {}],
  ["lists", "list", { type: "EMAIL" }],
  ["postureRules", "device_posture_rule", { type: "warp" }],
];

describe.each(KINDS)("the %s of an account, between client and emulator", (kind, listed, more) => {
  test("are listed with what distinguishes them, and nothing else", () =>
    withEmulator({ [kind]: [{ id: "one", name: "One", ...more }] }, async ({ client }) => {
      expect(await client.directory(ACCOUNT).list(listed)).toEqual([{ id: "one", name: "One", ...more }]);
    }));

  test("are all listed, in as few requests as the API allows", () => {
    const many = Array.from({ length: 1001 }, (_, i) => ({ name: `object ${i}`, ...more }));
    return withEmulator({ [kind]: many }, async ({ client, emulator }) => {
      const all = await client.directory(ACCOUNT).list(listed);
      expect(all.map(({ name }) => name)).toEqual(many.map(({ name }) => name));
      expect(emulator.requests).toHaveLength(kind === "lists" || kind === "postureRules" ? 1 : 2);
    });
  });
});

test("the applications are listed by all that they are reached under, without their policies", () =>
  withEmulator({}, async ({ client, emulator }) => {
    const policy = emulator.add({ accountId: ACCOUNT }, { name: "P", decision: "allow", include: [] });
    const id = await makeApplicationWith(emulator, policy);
    expect(await client.directory(ACCOUNT).list("application")).toEqual([
      { id, name: "Wiki", type: "self_hosted", domain: "wiki.example.com", domains: ["wiki.example.com"] },
    ]);
  }));

test("the reusable policies are listed as they are read one by one", () =>
  withEmulator({}, async ({ client }) => {
    const policies = client.reusablePolicies(ACCOUNT);
    const { id } = await policies.create({ name: "P", decision: "allow", include: [{ everyone: {} }] });
    expect(await client.directory(ACCOUNT).list("reusable_policy")).toEqual([await policies.read(id)]);
  }));
