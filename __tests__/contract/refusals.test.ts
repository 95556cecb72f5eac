import { failureOf } from "../client/support/failure-of";
import { ACCOUNT, APPLICATION, KINDS, makeApplicationWith, withEmulator } from "./support/with-emulator";

const POLICY = { name: "Staff", decision: "allow", include: [{ everyone: {} }] };

const TOKENS = {
  tokens: [
    { token: "writer-token", permission: "write" },
    { token: "reader-token", permission: "read" },
    { token: "other-token", permission: "none" },
  ],
} as const;

describe.each(KINDS)("a refused call on %s policies, between client and emulator", (kind, of) => {
  test("is unauthorized with a token that does not exist", () =>
    withEmulator(TOKENS, async ({ as }) => {
      const failure = await failureOf(of(as({ apiToken: "wrong-token" })).create(POLICY));
      expect(failure).toMatchObject({
        operation: `create ${kind} policy`,
        kind: "unauthorized",
        status: 401,
        code: 10000,
        apiMessage: "Authentication error",
        outcome: "no",
      });
      expect(failure.requestId).toMatch(/^[0-9a-f]{16}-/);
      expect(failure.fix).toContain("CLOUDFLARE_API_TOKEN");
    }));

  test("is forbidden with a token that may only read, and reading works", () =>
    withEmulator(TOKENS, async ({ as }) => {
      const reader = of(as({ apiToken: "reader-token" }));
      const failure = await failureOf(reader.create(POLICY));
      expect(failure).toMatchObject({ kind: "forbidden", status: 403, outcome: "no" });
      expect(failure.fix).toContain("Access: Apps and Policies Write");
      expect(await reader.list()).toEqual([]);
    }));

  test("is forbidden with a token without any permission, also to read: nothing looks deleted", () =>
    withEmulator(TOKENS, async ({ as }) => {
      const { id } = await of(as({ apiToken: "writer-token" })).create(POLICY);
      const other = of(as({ apiToken: "other-token" }));
      for (const call of [() => other.read(id), () => other.delete(id), () => other.list()]) {
        expect(await failureOf(call)).toMatchObject({ kind: "forbidden", status: 403 });
      }
    }));

  test("is forbidden on an account that the token does not reach", () =>
    withEmulator({ accounts: ["another-account"] }, async ({ client }) => {
      expect(await failureOf(of(client).create(POLICY))).toMatchObject({
        kind: "forbidden",
        status: 403,
        code: 9109,
      });
    }));

  test("names the field that the API found wrong", () =>
    withEmulator({}, async ({ client }) => {
      const failure = await failureOf(of(client).create({ ...POLICY, decision: "ALLOW" }));
      expect(failure).toMatchObject({ kind: "refused", status: 400, pointer: "/decision", outcome: "no" });
    }));

  test("is rate-limited when others used up the allowance, with the wait that the API asks for", () =>
    withEmulator({ rateLimit: { requests: 2, windowSeconds: 300 } }, async ({ client, as }) => {
      await of(client).list();
      await of(client).list();
      const another = of(as({ apiToken: "a-token" }));
      const failure = await failureOf(another.create(POLICY, { deadline: performance.now() + 5_000 }));
      expect(failure).toMatchObject({ kind: "rate-limited", status: 429, outcome: "no" });
      expect(failure.retryAfterSeconds).toBeGreaterThan(290);
      expect(failure.fix).toContain("wait");
    }));

  test("is not sent when the allowance is known to be used up for longer than it may take", () =>
    withEmulator({ rateLimit: { requests: 2, windowSeconds: 300 } }, async ({ client, emulator }) => {
      await of(client).list();
      await of(client).list();
      const failure = await failureOf(of(client).create(POLICY, { deadline: performance.now() + 5_000 }));
      expect(failure).toMatchObject({ kind: "rate-limited", status: undefined, outcome: "no" });
      expect(failure.message).toContain("takes no more requests for 5 minutes");
      expect(failure.fix).toContain("timeouts");
      expect(emulator.requests).toHaveLength(2);
    }));

  test("leaves open whether it was carried out when the connection drops", () =>
    withEmulator({ onAnswer: () => "drop" }, async ({ client, emulator }) => {
      expect(await failureOf(of(client).create(POLICY))).toMatchObject({
        kind: "unreachable",
        outcome: "unknown",
      });
      expect(emulator.policies()).toHaveLength(1);
    }));
});

describe("a refused call, between client and emulator", () => {
  test("with a precedence that another policy has says so at the field", () =>
    withEmulator({}, async ({ client }) => {
      const policies = client.applicationPolicies(ACCOUNT, APPLICATION);
      await policies.create({ ...POLICY, precedence: 1 });
      const failure = await failureOf(policies.create({ ...POLICY, precedence: 1 }));
      expect(failure).toMatchObject({ kind: "refused", status: 400, code: 12130, pointer: "/precedence" });
      expect(failure.fix).toContain("own precedence");
    }));

  test("with a precedence below 1 says what one is", () =>
    withEmulator({}, async ({ client }) => {
      const policies = client.applicationPolicies(ACCOUNT, APPLICATION);
      const failure = await failureOf(policies.create({ ...POLICY, precedence: 0 }));
      expect(failure).toMatchObject({ kind: "refused", status: 400, pointer: "/precedence" });
    }));

  test("on an application that does not exist asks for its id, and its policies are absent", () =>
    withEmulator({ applications: [{ id: APPLICATION }] }, async ({ client }) => {
      const policies = client.applicationPolicies(ACCOUNT, "no-such-app");
      const failure = await failureOf(policies.create(POLICY));
      expect(failure).toMatchObject({ kind: "not-found", status: 404, code: 12045 });
      expect(failure.fix).toContain("app_id");
      expect(await policies.read("any")).toBeUndefined();
      expect(await policies.delete("any")).toBe("absent");
    }));

  test("to delete a reusable policy that an application uses is a conflict, and it stays", () =>
    withEmulator({}, async ({ client, emulator }) => {
      const { id } = await client.reusablePolicies(ACCOUNT).create(POLICY);
      await makeApplicationWith(emulator, id);
      const failure = await failureOf(client.reusablePolicies(ACCOUNT).delete(id));
      expect(failure).toMatchObject({ kind: "conflict", status: 409, outcome: "no" });
      expect(failure.fix).toContain("detached");
      expect(await client.reusablePolicies(ACCOUNT).read(id)).toMatchObject({ id });
    }));

  test("under a base URL that is not the API's fails, and nothing looks deleted", () =>
    withEmulator({}, async ({ client, emulator, as }) => {
      const { id } = await client.reusablePolicies(ACCOUNT).create(POLICY);
      const lost = as({ apiToken: "a-token" }, `${emulator.url}/client/v5`);
      const failure = await failureOf(lost.reusablePolicies(ACCOUNT).read(id));
      expect(failure.code).toBe(7003);
      expect(failure.fix).toContain("base_url");
    }));

  test("with email and global key is admitted and refused like a token", () =>
    withEmulator(
      { apiKeys: [{ email: "ann@example.org", key: "right-key", permission: "write" }] },
      async ({ as }) => {
        const right = as({ apiKey: "right-key", email: "ann@example.org" });
        expect(await right.reusablePolicies(ACCOUNT).list()).toEqual([]);
        const wrong = as({ apiKey: "wrong-key", email: "ann@example.org" });
        expect(await failureOf(wrong.reusablePolicies(ACCOUNT).list())).toMatchObject({
          kind: "unauthorized",
        });
      },
    ));
});
