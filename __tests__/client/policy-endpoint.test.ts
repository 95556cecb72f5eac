import { failureOf } from "./support/failure-of";
import { type Answer, policy, refused, success, TOKEN, text, useScriptedApi } from "./support/scripted-api";

const POLICY = { id: "p1", name: "Staff", decision: "allow", include: [{ everyone: {} }] };
const BODY = { name: "Staff", decision: "allow", include: [{ everyone: {} }] };

const PAGE = "?page=1&per_page=1000";

/** The policy alone, in a list, and embedded in the list of applications. */
const listed =
  (answer: { readonly id: string }): Answer =>
  (asked, response) =>
    (asked.path.endsWith(`/apps${PAGE}`) ? success([{ id: "app", policies: [answer] }]) : policy(answer))(
      asked,
      response,
    );

describe("the calls on policies", () => {
  const api = useScriptedApi(listed(POLICY));

  const reusable = () => api.client().reusablePolicies("acc");
  const ofApp = () => api.client().applicationPolicies("acc", "app");

  test.each([
    ["a reusable create", () => reusable().create(BODY), "POST", "/accounts/acc/access/policies", BODY],
    [
      "a reusable read",
      () => reusable().read("p1"),
      "GET",
      `/accounts/acc/access/policies${PAGE}`,
      undefined,
    ],
    [
      "a reusable replace",
      () => reusable().replace("p1", BODY),
      "PUT",
      "/accounts/acc/access/policies/p1",
      BODY,
    ],
    [
      "a reusable delete",
      () => reusable().delete("p1"),
      "DELETE",
      "/accounts/acc/access/policies/p1",
      undefined,
    ],
    ["an app's create", () => ofApp().create(BODY), "POST", "/accounts/acc/access/apps/app/policies", BODY],
    ["an app's read", () => ofApp().read("p1"), "GET", `/accounts/acc/access/apps${PAGE}`, undefined],
    [
      "an app's replace",
      () => ofApp().replace("p1", BODY),
      "PUT",
      "/accounts/acc/access/apps/app/policies/p1",
      BODY,
    ],
    [
      "an app's delete",
      () => ofApp().delete("p1"),
      "DELETE",
      "/accounts/acc/access/apps/app/policies/p1",
      undefined,
    ],
  ])("%s asks with the method, path and body of the API", async (_, call, method, path, body) => {
    await call();
    expect(api.asked).toHaveLength(1);
    const [asked] = api.asked;
    expect(asked).toMatchObject({ method, path: `/client/v4${path}` });
    expect(asked!.body === "" ? undefined : JSON.parse(asked!.body)).toEqual(body);
    expect(asked!.headers["content-type"]).toBe(body && "application/json");
    expect(asked!.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  test("a policy is returned as the API answered it, with unknown fields too", async () => {
    api.answer = policy({ ...POLICY, newer_field: { deep: [1, null] } });
    expect(await reusable().read("p1")).toEqual({ ...POLICY, newer_field: { deep: [1, null] } });
  });

  test("text beyond ASCII arrives whole in both directions", async () => {
    const name = "Équipe 日本 😀";
    api.answer = success({ ...POLICY, name });
    const answer = await reusable().create({ ...BODY, name });
    expect(JSON.parse(api.asked[0]!.body).name).toBe(name);
    expect(answer.name).toBe(name);
  });

  test("email and global key go into their own headers, and no bearer with them", async () => {
    const client = api.client({ credentials: { apiKey: "0123456789abcdef", email: "ann@example.org" } });
    await client.reusablePolicies("acc").read("p1");
    expect(api.asked[0]!.headers).toMatchObject({
      "x-auth-key": "0123456789abcdef",
      "x-auth-email": "ann@example.org",
    });
    expect(api.asked[0]!.headers).not.toHaveProperty("authorization");
  });

  test("connections are kept alive from one request to the next", async () => {
    const ports = new Set<number | undefined>();
    api.answer = (asked, response) => {
      ports.add(response.socket?.remotePort);
      success(POLICY)(asked, response);
    };
    const policies = reusable();
    for (let i = 0; i < 3; i++) await policies.read("p1");
    expect(ports.size).toBe(1);
  });

  test.each([
    ["12135", [{ code: 12135, message: "policy not found" }]],
    ["12083", [{ code: 12083, message: "not found" }]],
    ["12045, the application is gone too", [{ code: 12045, message: "invalid application id" }]],
  ])("a 404 with %s means absent to read and delete", async (_, errors) => {
    api.answer = refused(404, errors);
    expect(await reusable().read("p1")).toBeUndefined();
    expect(await reusable().delete("p1")).toBe("absent");
  });

  test.each([
    ["of an unknown route", refused(404, [{ code: 7003, message: "Could not route" }])],
    ["without a code", refused(404, [])],
    ["of a proxy", text(404, "<html><title>Not here</title></html>")],
  ])("a 404 %s is an error, not an absent policy", async (_, answer) => {
    api.answer = answer;
    expect((await failureOf(reusable().read("p1"))).status).toBe(404);
    expect((await failureOf(reusable().delete("p1"))).status).toBe(404);
  });

  test.each([
    ["9109, not allowed", [{ code: 9109, message: "Unauthorized to access requested resource" }]],
    ["10000, wrong credentials", [{ code: 10000, message: "Authentication error" }]],
    ["9999, Access is off", [{ code: 9999, message: "access.api.error.not_enabled" }]],
    ["two codes when one is not about a missing policy", [{ code: 12135 }, { code: 10000 }]],
  ])("a 404 with %s is an error, and no list is asked", async (_, errors) => {
    api.answer = refused(404, errors);
    expect((await failureOf(reusable().read("p1"))).status).toBe(404);
    expect((await failureOf(ofApp().delete("p1"))).status).toBe(404);
    expect(api.asked.map(({ method, path }) => [method, path.includes("?")])).toEqual([
      // Every read takes the list first.
      ["GET", true],
      ["GET", false],
      ["DELETE", false],
    ]);
  });

  describe.each([
    ["no code", []],
    ["an unknown code", [{ code: 12999, message: "access.api.error.unknown_policy" }]],
    ["the code of an unknown path", [{ code: 7003, message: "Could not route" }]],
  ])("a 404 with %s", (_, errors) => {
    const answering = (listed: readonly object[]) => {
      const list = success(listed, 200, {
        page: 1,
        per_page: 1000,
        total_count: listed.length,
        total_pages: 1,
      });
      api.answer = (asked, response) =>
        (asked.path.includes("?page=") ? list : refused(404, errors))(asked, response);
    };

    test("means absent where the list, asked once, does not have the policy", async () => {
      answering([{ ...POLICY, id: "p2" }]);
      const policies = reusable();
      expect(await policies.read("p1")).toBeUndefined();
      expect(api.asked).toHaveLength(2);
      expect(await policies.delete("p1")).toBe("absent");
      expect(api.asked).toHaveLength(4);
    });

    test("is an error of a delete where the list has the policy", async () => {
      answering([POLICY]);
      expect((await failureOf(ofApp().delete("p1"))).status).toBe(404);
    });

    test("is an error of a read where the list has the policy, but older than it is known to be", async () => {
      answering([{ ...POLICY, updated_at: "2026-01-01T00:00:00Z" }]);
      const notOlderThan = "2026-01-02T00:00:00Z";
      expect((await failureOf(reusable().read("p1", { notOlderThan }))).status).toBe(404);
    });
  });

  test("a 404 of a replace is an error of the kind not-found", async () => {
    api.answer = refused(404, [{ code: 12135, message: "policy not found" }]);
    expect(await failureOf(reusable().replace("p1", BODY))).toMatchObject({
      kind: "not-found",
      operation: "update reusable policy",
    });
  });

  test.each([
    ["202 with the id", success({ id: "p1" }, 202)],
    ["204 without a body", text(204, "")],
    ["200 without a body", text(200, "")],
  ])("a delete answered %s has deleted", async (_, answer) => {
    api.answer = answer;
    expect(await reusable().delete("p1")).toBe("deleted");
  });

  test.each([
    ["a slash", "acc/../other", "acc%2F..%2Fother"],
    ["a query", "acc?x=1", "acc%3Fx%3D1"],
    ["a line break", "acc\r\nx: y", "acc%0D%0Ax%3A%20y"],
  ])("an id with %s stays one segment of the path", async (_, id, encoded) => {
    api.answer = success({ ...POLICY, id });
    await api.client().reusablePolicies(id).replace(id, BODY);
    await api.client().applicationPolicies("acc", id).replace(id, BODY);
    expect(api.asked.map(({ path }) => path)).toEqual([
      `/client/v4/accounts/${encoded}/access/policies/${encoded}`,
      `/client/v4/accounts/acc/access/apps/${encoded}/policies/${encoded}`,
    ]);
  });

  test.each(["", "  ", ".", ".."])("the id %j is refused before anything is sent", async (id) => {
    const failures = [
      await failureOf(() => api.client().reusablePolicies(id)),
      await failureOf(() => api.client().applicationPolicies("acc", id)),
      await failureOf(reusable().read(id)),
      await failureOf(reusable().replace(id, BODY)),
      await failureOf(reusable().delete(id)),
    ];
    expect(failures.map(({ kind, outcome }) => [kind, outcome])).toEqual(
      failures.map(() => ["misconfigured", "no"]),
    );
    expect(failures[0]!.message).toContain("account id");
    expect(failures[1]!.message).toContain("application id");
    expect(failures[2]!.message).toContain("policy id");
    expect(api.asked).toEqual([]);
  });
});
