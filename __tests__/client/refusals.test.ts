import { failureOf } from "./support/failure-of";
import { refused, useScriptedApi } from "./support/scripted-api";

describe("a refusal of the API", () => {
  const api = useScriptedApi();

  const create = () => api.client().applicationPolicies("acc", "app").create({});

  test("becomes one error with all that the answer says", async () => {
    api.answer = refused(
      400,
      [
        { code: 12130, message: "policy precedences must be unique.", source: { pointer: "/precedence" } },
        { code: 11020, message: "failed to load group" },
      ],
      { "cf-ray": "8f0a1b2c3d4e5f60-LIS" },
    );
    const failure = await failureOf(create());
    expect(failure).toMatchObject({
      name: "ApiError",
      operation: "create application policy",
      kind: "refused",
      status: 400,
      code: 12130,
      apiMessage: "policy precedences must be unique; failed to load group",
      pointer: "/precedence",
      requestId: "8f0a1b2c3d4e5f60-LIS",
      outcome: "no",
      errors: [
        { code: 12130, message: "policy precedences must be unique", pointer: "/precedence" },
        { code: 11020, message: "failed to load group" },
      ],
    });
    expect(failure.message).toBe(
      "Could not create application policy: the API answered 400: " +
        "policy precedences must be unique (code 12130, at /precedence); failed to load group (code 11020). " +
        "Give each policy of the application its own precedence: another one has this already. " +
        "(Request id: 8f0a1b2c3d4e5f60-LIS)",
    );
  });

  test.each([
    [400, 7003, "refused", "ids"],
    [400, 6003, "unauthorized", "CLOUDFLARE_API_TOKEN"],
    [400, 9106, "unauthorized", "CLOUDFLARE_API_TOKEN"],
    [400, 10000, "unauthorized", "CLOUDFLARE_API_TOKEN"],
    [401, 10000, "unauthorized", "CLOUDFLARE_API_TOKEN"],
    [403, 10000, "forbidden", "Access: Apps and Policies Write"],
    [403, 9109, "forbidden", "Access: Apps and Policies Write"],
    [403, 1, "forbidden", "Access: Apps and Policies Read"],
    [400, 9999, "refused", "Enable Access"],
    [403, 9999, "forbidden", "Enable Access"],
    [400, 11018, "refused", "precedence"],
    [400, 11020, "refused", "group"],
    [400, 12045, "refused", "app_id"],
    [404, 12135, "not-found", "no such policy"],
    [404, 7003, "not-found", "base_url"],
    [409, 12133, "conflict", "detached"],
    [404, 11021, "not-found", "app_id"],
    [404, 10000, "not-found", "CLOUDFLARE_API_TOKEN"],
    [500, 10001, "server", "request id"],
    [503, 1, "server", "request id"],
    // The class of the status goes before the code.
    [500, 10000, "server", "request id"],
    [502, 9109, "server", "request id"],
    [500, 12135, "server", "request id"],
    [422, 1, "refused", undefined],
  ])("%i with code %i is of the kind %s, and its fix names %s", async (status, code, kind, fix) => {
    api.answer = refused(status, [{ code, message: "no" }]);
    const failure = await failureOf(create());
    expect(failure.kind).toBe(kind);
    if (fix === undefined) expect(failure.fix).toBeUndefined();
    else expect(failure.fix).toContain(fix);
  });

  test("12130 has a fix only where it is about precedence: it is the code of every invalid request", async () => {
    api.answer = refused(400, [{ code: 12130, message: "access.api.error.invalid_request: bad name" }]);
    expect((await failureOf(create())).fix).toBeUndefined();
    api.answer = refused(400, [{ code: 12130, message: "policy precedences must be unique" }]);
    expect((await failureOf(create())).fix).toContain("own precedence");
  });

  /** Too little time for any wait. */
  const createNow = () =>
    api
      .client()
      .applicationPolicies("acc", "app")
      .create({}, { deadline: performance.now() + 900 });

  test.each([
    [{ "retry-after": "1" }, 1, "wait 1 second,"],
    [{ "retry-after": "42" }, 42, "wait 42 seconds,"],
    [{ "retry-after": "300" }, 300, "wait 5 minutes,"],
    [{}, undefined, "wait up to five minutes,"],
    [{ "retry-after": "soon" }, undefined, "wait up to five minutes,"],
  ])("429 with %j gives the wait in words", async (headers, seconds, words) => {
    api.answer = refused(429, [{ code: 10429, message: "More than 1200 requests" }], headers);
    const failure = await failureOf(createNow());
    expect(failure).toMatchObject({ kind: "rate-limited", outcome: "no" });
    expect(failure.retryAfterSeconds).toBe(seconds);
    expect(failure.message).toContain(words);
  });

  test("429 says how to have more time for waiting", async () => {
    api.answer = refused(429, [], { "retry-after": "300" });
    expect((await failureOf(createNow())).fix).toContain("(timeouts)");
  });

  test("429 with a date gives the time until then", async () => {
    const date = new Date(Date.now() + 120_000).toUTCString();
    api.answer = refused(429, [], { "retry-after": date });
    const { retryAfterSeconds } = await failureOf(createNow());
    expect(retryAfterSeconds).toBeGreaterThan(110);
    expect(retryAfterSeconds).toBeLessThanOrEqual(120);
  });

  test("the causes of a general code are reported with it", async () => {
    api.answer = refused(400, [
      {
        code: 6003,
        message: "Invalid request headers",
        error_chain: [{ code: 6111, message: "Invalid format for Authorization header" }],
      },
    ]);
    expect((await failureOf(create())).apiMessage).toBe(
      "Invalid request headers: Invalid format for Authorization header",
    );
  });

  test.each([
    ["none", [], "gave no reason"],
    ["one without a message", [{ code: 5 }], "no message (code 5)"],
    ["one without a code", [{ message: "bad" }], "answered 400: bad."],
    ["entries that are no objects", ["x", null, 3], "gave no reason"],
    ["no list", "broken" as unknown as object[], "gave no reason"],
    [
      "a message of several lines",
      [{ code: 5, message: "a\n\u001b[31mb\u0000 c" }],
      "answered 400: a b c (code 5)",
    ],
  ])("errors of an odd form (%s) do no harm", async (_, errors, words) => {
    api.answer = refused(400, errors as object[]);
    expect((await failureOf(create())).message).toContain(words);
  });

  test("a request id of a form that no ray has is left out", async () => {
    api.answer = refused(400, [], { "cf-ray": "not a ray <b>" });
    expect((await failureOf(create())).requestId).toBeUndefined();
  });
});
