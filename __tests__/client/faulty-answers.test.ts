import { failureOf } from "./support/failure-of";
import { type Answer, json, refused, success, text, useScriptedApi } from "./support/scripted-api";

const HTML = { "content-type": "text/html; charset=utf-8" };

describe("an answer that is not the API's", () => {
  const api = useScriptedApi();

  const create = () => api.client().reusablePolicies("acc").create({});
  const read = () => api.client().reusablePolicies("acc").read("p1");

  const FAULTY: readonly (readonly [string, Answer, number, string])[] = [
    [
      "a proxy's page",
      text(502, "<html><head><TITLE>\n Bad\tgateway </TITLE></head><body>secret-detail</body></html>", HTML),
      502,
      'a page titled "Bad gateway"',
    ],
    [
      "a page with a heading only",
      text(503, "<h1>Down for the night</h1>", HTML),
      503,
      '"Down for the night"',
    ],
    ["a page without a title", text(200, "<!doctype html><p>hello</p>", HTML), 200, "a page without a title"],
    ["a page that calls itself JSON", text(200, "<html><title>Login</title></html>"), 200, '"Login"'],
    ["cut-off JSON", text(200, '{"success":true,"result":{"id":"p'), 200, "JSON that is cut off or broken"],
    ["an empty body", text(200, ""), 200, "an empty body"],
    ["204", text(204, ""), 204, "an empty body"],
    [
      "plain text",
      text(500, "upstream error", { "content-type": "text/plain" }),
      500,
      "a body of type text/plain",
    ],
    ["JSON without an envelope", json(200, { id: "p1", name: "x" }), 200, "JSON of another form"],
    ["a JSON list", json(200, [1, 2]), 200, "JSON of another form"],
    ["an envelope with success as a text", json(200, { success: "true" }), 200, "JSON of another form"],
    ["a success without a result", success(null), 200, "without a policy in its result"],
    ["a success whose result is a list", success([[{ id: "p1" }]]), 200, "without a policy in its result"],
    ["a success without an id", success({ name: "x" }), 200, "without a policy in its result"],
    ["a success with a number as its id", success({ id: 7 }), 200, "without a policy in its result"],
  ];

  test.each(FAULTY)("%s is reported by its status and form", async (_, answer, status, words) => {
    api.answer = answer;
    const failure = await failureOf(read());
    expect(failure).toMatchObject({ kind: "not-json", status, outcome: "no" });
    expect(failure.message).toContain(String(status));
    expect(failure.message).toContain(words);
    expect(failure.fix).toContain("base_url");
    expect(failure.message).not.toContain("secret-detail");
    expect(failure.message).not.toContain("\n");
  });

  test.each(FAULTY)("%s leaves open whether a create was carried out", async (_, answer) => {
    api.answer = answer;
    const failure = await failureOf(create());
    expect(failure.outcome).toBe("unknown");
    expect(failure.message).toContain("may have been carried out");
  });

  test("a list whose entries are no policies is refused", async () => {
    api.answer = success([{ id: "p1" }, "p2"]);
    const failure = await failureOf(api.client().reusablePolicies("acc").list());
    expect(failure.message).toContain("without a list of policies");
  });

  test.each([
    ["name", 7, "name is not a string"],
    ["decision", ["allow"], "decision is not a string"],
    ["include", {}, "include is not a list of rules"],
    ["require", [null], "require is not a list of rules"],
    ["isolation_required", "yes", "isolation_required is not a boolean"],
    ["precedence", 1.5, "precedence is not a whole number"],
    ["approval_groups", [null], "approval_groups is not a list of objects"],
    [
      "approval_groups",
      [{ approvals_needed: 1 }, { approvals_needed: "2" }],
      "approval_groups[1].approvals_needed is not a whole number",
    ],
    [
      "mfa_config",
      { allowed_authenticators: [1] },
      "mfa_config.allowed_authenticators is not a list of strings",
    ],
    ["connection_rules", { ssh: [] }, "connection_rules.ssh is not an object"],
    ["created_at", 0, "created_at is not a string"],
  ])("a policy whose %s is %j is refused, and says so", async (field, value, words) => {
    api.answer = success({ id: "p1", name: "Staff", [field]: value });
    const failure = await failureOf(read());
    expect(failure).toMatchObject({ kind: "malformed", outcome: "no" });
    expect(failure.message).toContain(`policy p1 in a form that the API does not have: ${words}.`);
  });

  test("a long title is cut", async () => {
    api.answer = text(502, `<title>${"very ".repeat(500)}</title>`, HTML);
    expect((await failureOf(read())).message.length).toBeLessThan(500);
  });

  test("a redirect is not followed, and its target is reported without its query", async () => {
    api.answer = text(302, "", { location: "https://login.example.com/start?state=abc" });
    const before = api.asked.length;
    const failure = await failureOf(create());
    expect(failure).toMatchObject({ kind: "not-json", status: 302, outcome: "no" });
    expect(failure.fix).toContain("https://login.example.com");
    expect(failure.message).not.toContain("state=abc");
    expect(api.asked.length).toBe(before + 1);
  });

  test("a 429 that is a page is a rate limit too", async () => {
    api.answer = text(429, "<title>Slow down</title>", { ...HTML, "retry-after": "7" });
    const deadline = performance.now() + 900;
    const call = api.client().reusablePolicies("acc").create({}, { deadline });
    expect(await failureOf(call)).toMatchObject({
      kind: "rate-limited",
      retryAfterSeconds: 7,
      outcome: "no",
    });
  });

  test("an envelope with the wrong content type is read: the body decides", async () => {
    const body = JSON.stringify({ success: true, result: { id: "p1" } });
    api.answer = text(200, body, { "content-type": "text/plain" });
    expect(await read()).toEqual({ id: "p1" });
  });

  test("an envelope that says failure under the status 200 is a refusal", async () => {
    api.answer = refused(200, [{ code: 11018, message: "invalid precedence" }]);
    expect(await failureOf(create())).toMatchObject({ kind: "refused", code: 11018, outcome: "no" });
  });

  test("an envelope that says success under the status 500 is an error", async () => {
    api.answer = success({ id: "p1" }, 500);
    expect(await failureOf(create())).toMatchObject({ kind: "server", status: 500, outcome: "unknown" });
  });
});

describe("an answer larger than any of the API", () => {
  const api = useScriptedApi();
  const MIB = 2 ** 20;

  const endless: Answer = (_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(MIB, " ")));
    };
    response.on("drain", more);
    response.on("error", () => {});
    more();
  };

  test.each([
    ["fails", () => api.client().reusablePolicies("acc").read("p1"), "no"],
    ["leaves open what it answers", () => api.client().reusablePolicies("acc").create({}), "unknown"],
  ])("is not read to its end, and %s", async (_, call, outcome) => {
    api.answer = endless;
    const failure = await failureOf(call());
    expect(failure).toMatchObject({ kind: "not-json", outcome });
    expect(failure.message).toContain("is larger than 64 MiB");
  });
});
