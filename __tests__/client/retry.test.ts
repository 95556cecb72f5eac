import type { PolicyEndpoint } from "../../src/client";
import { failureOf } from "./support/failure-of";
import { type Answer, policy, refused, startScriptedApi, text, useScriptedApi } from "./support/scripted-api";

const reset: Answer = (_, response) => void response.socket!.destroy();
const halfway: Answer = (_, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write('{"success":true,');
  setTimeout(() => response.socket!.destroy(), 10);
};
const never: Answer = () => {};
const page = (status: number) => text(status, "<title>Bad gateway</title>", { "content-type": "text/html" });
const no = (status: number, code = 1) => refused(status, [{ code, message: "no" }]);

const METHODS = {
  GET: (policies: PolicyEndpoint) => policies.list(),
  PUT: (policies: PolicyEndpoint) => policies.replace("p1", {}),
  DELETE: (policies: PolicyEndpoint) => policies.delete("p1"),
  POST: (policies: PolicyEndpoint) => policies.create({}),
};

const SAFE = ["GET", "PUT", "DELETE"];
const ALL = [...SAFE, "POST"];

/** What goes wrong, and with which methods the request is sent again. */
const FAULTS: readonly (readonly [string, Answer, readonly string[]])[] = [
  ["a connection that breaks before the answer", reset, SAFE],
  ["a connection that breaks in the middle of it", halfway, SAFE],
  ["JSON that ends too early", text(200, '{"success":true,"result":{"id":"p'), SAFE],
  ["no answer in time", never, SAFE],
  ["408", no(408), SAFE],
  ["a page with 408", page(408), SAFE],
  ["500", no(500), SAFE],
  ["500 with the code of wrong credentials", no(500, 10000), SAFE],
  ["500 with the code of a missing policy", no(500, 12135), SAFE],
  ["503", no(503), SAFE],
  ["the code of an inner failure under 400", no(400, 10001), SAFE],
  ["a proxy's page with 502", page(502), SAFE],
  ["a proxy's page with 200", page(200), SAFE],
  ["429", refused(429, [], { "retry-after": "0" }), ALL],
  ["the code of a rate limit under 400", refused(400, [{ code: 971 }], { "retry-after": "0" }), ALL],
  ["the code of a rate limit under 503", refused(503, [{ code: 971 }], { "retry-after": "0" }), SAFE],
  ["400", no(400), []],
  ["401", no(401), []],
  ["403", no(403), []],
  ["404 for the path", no(404, 7003), []],
  ["409", no(409), []],
  ["422", no(422), []],
  ["a page with 403", page(403), []],
  ["a redirect", text(302, "", { location: "https://login.example.com/" }), []],
];

describe.each(FAULTS)("after %s", (_, fault, repeated) => {
  const api = useScriptedApi();

  test.each(Object.entries(METHODS))("%s is sent again where that is safe", async (method, call) => {
    api.answer = (asked, response) => {
      api.answer = policy({ id: "p1" });
      fault(asked, response);
    };
    const policies = api.client({ timeoutMs: 500 }).reusablePolicies("acc");
    const outcome = call(policies);
    if (repeated.includes(method)) await outcome;
    else await failureOf(outcome);
    // A DELETE whose 404 does not say what is missing requests the list.
    const sent = api.asked.filter((asked) => asked.method === method);
    expect(sent).toHaveLength(repeated.includes(method) ? 2 : 1);
  });
});

describe("after 200 and nothing else", () => {
  const api = useScriptedApi();

  test.each([
    ["GET", 2],
    ["PUT", 2],
    ["DELETE", 1],
  ] as const)("%s is sent %d times, since only a DELETE needs no more", async (method, times) => {
    api.answer = (asked, response) => {
      api.answer = policy({ id: "p1" });
      text(200, "")(asked, response);
    };
    await METHODS[method](api.client().reusablePolicies("acc"));
    expect(api.asked).toHaveLength(times);
  });
});

describe("a request that fails again and again", () => {
  const api = useScriptedApi();

  test("reports how often and how long it was tried", async () => {
    api.answer = no(503);
    const failure = await failureOf(api.client().reusablePolicies("acc").list());
    expect(failure).toMatchObject({ kind: "server", status: 503, operation: "list reusable policies" });
    expect(failure.message).toContain(`, tried ${api.asked.length} times in 1 second.`);
    expect(api.asked.length).toBeGreaterThan(1);
  });

  test("ends at its deadline", async () => {
    api.answer = no(503);
    const policies = api.client({ retry: { baseMs: 20 } }).reusablePolicies("acc");
    const start = performance.now();
    await failureOf(policies.replace("p1", {}, { deadline: start + 150 }));
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test("is not sent at all when its deadline is over", async () => {
    const policies = api.client().reusablePolicies("acc");
    const failure = await failureOf(policies.replace("p1", {}, { deadline: performance.now() - 1 }));
    expect(failure).toMatchObject({ kind: "timeout", outcome: "no" });
    expect(api.asked).toEqual([]);
  });

  test("is given no more time for one attempt than its deadline leaves", async () => {
    api.answer = never;
    const policies = api.client({ timeoutMs: 60_000 }).reusablePolicies("acc");
    const failure = await failureOf(policies.replace("p1", {}, { deadline: performance.now() + 100 }));
    expect(failure).toMatchObject({ kind: "timeout", outcome: "unknown" });
  });

  test("keeps the unknown outcome of an earlier attempt", async () => {
    const dying = await startScriptedApi();
    dying.answer = (_, response) => {
      response.socket!.destroy();
      void dying.close();
    };
    const policies = dying.client({ retry: { baseMs: 400, patienceMs: 400 } }).reusablePolicies("acc");
    const failure = await failureOf(policies.replace("p1", {}));
    expect(failure).toMatchObject({ kind: "unreachable", outcome: "unknown" });
  });

  test("stops waiting when it is asked to stop", async () => {
    api.answer = no(503);
    const stop = new AbortController();
    const policies = api.client({ retry: { baseMs: 600_000, capMs: 600_000 } }).reusablePolicies("acc");
    const call = failureOf(policies.replace("p1", {}, { signal: stop.signal }));
    while (api.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    setTimeout(() => stop.abort(), 20);
    expect(await call).toMatchObject({ kind: "aborted", outcome: "unknown" });
    expect(api.asked).toHaveLength(1);
  });

  test("writes a line for each wait, and nothing secret", async () => {
    api.answer = no(503);
    const lines: string[] = [];
    const policies = api.client({ onWarn: (line) => lines.push(line) }).reusablePolicies("acc");
    await failureOf(policies.replace("p1", { name: "secret-name" }));
    expect(lines).toHaveLength(api.asked.length - 1);
    expect(lines[0]).toMatch(
      /^PUT \/accounts\/acc\/access\/policies\/p1: the API answered 503: no \(code 1\)\. Trying again in/,
    );
    expect(lines.join()).not.toContain("secret");
  });
});
