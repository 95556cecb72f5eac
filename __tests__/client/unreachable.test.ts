import type { PolicyEndpoint } from "../../src/client";
import { failureOf } from "./support/failure-of";
import { type Answer, startScriptedApi, success, useScriptedApi } from "./support/scripted-api";
import { Alarms, hurried } from "./support/time";

/** Answers the head and half of a body, then whatever `then` does. */
const half =
  (then: (socket: { destroy(): void }) => void): Answer =>
  (_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write('{"success":true,');
    setTimeout(() => then(response.socket!), 20);
  };
const reset: Answer = (_, response) => void response.socket!.destroy();
const never: Answer = () => {};

describe("an API that cannot be reached", () => {
  const api = useScriptedApi(success({ id: "p1" }));

  test("is named with the host and the cause when nothing listens", async () => {
    const gone = await startScriptedApi();
    await gone.close();
    const start = performance.now();
    const client = gone.client({ retry: hurried(() => start) });
    const failure = await failureOf(client.reusablePolicies("acc").create({}));
    expect(failure).toMatchObject({ kind: "unreachable", networkCode: "ECONNREFUSED", outcome: "no" });
    expect(failure.message).toBe(
      `Could not create reusable policy: 127.0.0.1:${gone.port} could not be reached: nothing listens there ` +
        "(ECONNREFUSED), tried 3 times in 2 seconds. Check the network, base_url and the proxy settings (HTTPS_PROXY, NO_PROXY), then run it again.",
    );
  });

  test("is named when its host does not exist", async () => {
    const client = api.client({ baseUrl: "https://no-such-host.invalid/v4" });
    const failure = await failureOf(client.reusablePolicies("acc").create({}));
    expect(failure).toMatchObject({ kind: "unreachable", outcome: "no" });
    expect(failure.networkCode).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(failure.message).toContain("no-such-host.invalid");
  });

  test("reports that https meets a server without TLS", async () => {
    const client = api.client({ baseUrl: `https://127.0.0.1:${api.port}` });
    const failure = await failureOf(client.reusablePolicies("acc").create({}));
    expect(failure).toMatchObject({ kind: "unreachable", outcome: "no" });
    expect(failure.fix).toContain("without TLS");
    expect(failure.message).not.toContain("\n");
  });

  test.each([
    ["before any answer", reset],
    ["in the middle of the body", half((socket) => socket.destroy())],
  ])("leaves open whether a write was carried out when the connection breaks %s", async (_, answer) => {
    api.answer = answer;
    const policies = api.client().reusablePolicies("acc");
    for (const call of [
      () => policies.create({}),
      () => policies.replace("p1", {}),
      () => policies.delete("p1"),
    ]) {
      const failure = await failureOf(call);
      expect(failure).toMatchObject({ kind: "unreachable", networkCode: "ECONNRESET", outcome: "unknown" });
      expect(failure.message).toContain("the connection broke before the answer was whole");
      expect(failure.message).toContain("may have been carried out");
    }
    expect(await failureOf(policies.read("p1"))).toMatchObject({ kind: "unreachable", outcome: "no" });
  });

  test.each([
    ["does not answer", never],
    ["stops in the middle of the body", half(() => {})],
  ])("is given up after the timeout when it %s", async (_, answer) => {
    const alarms = new Alarms();
    api.answer = (asked, response) => {
      answer(asked, response);
      alarms.goOff(30_000);
    };
    const failure = await failureOf(
      api
        .client({ ...alarms })
        .reusablePolicies("acc")
        .create({}),
    );
    expect(failure).toMatchObject({ kind: "timeout", outcome: "unknown" });
    expect(failure.message).toContain(`127.0.0.1:${api.port} within 30 seconds`);
  });

  test("a request that was in time leaves no clock behind", async () => {
    const alarms = new Alarms();
    const policies = api.client({ ...alarms }).reusablePolicies("acc");
    expect(await policies.read("p1")).toEqual({ id: "p1" });
    expect(alarms.pending).toEqual([]);
  });

  test("after a failure the next request works", async () => {
    const policies = api.client().reusablePolicies("acc");
    api.answer = reset;
    await failureOf(policies.read("p1"));
    api.answer = success({ id: "p1" });
    expect(await policies.read("p1")).toEqual({ id: "p1" });
  });
});

describe("a request that its caller stops", () => {
  const api = useScriptedApi(never);

  test("before it starts is never sent", async () => {
    const signal = AbortSignal.abort();
    const policies = api.client().reusablePolicies("acc");
    for (const call of [
      () => policies.create({}, { signal }),
      () => policies.read("p1", { signal }),
      () => policies.replace("p1", {}, { signal }),
      () => policies.delete("p1", { signal }),
      () => policies.list({ signal }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ kind: "aborted", outcome: "no" });
    }
    expect(api.asked).toEqual([]);
  });

  const onItsWay = async () => {
    while (api.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  test("on its way ends at once when it reads", async () => {
    const stop = new AbortController();
    const policies = api.client({ stopGraceMs: 60_000 }).reusablePolicies("acc");
    const call = failureOf(policies.read("p1", { signal: stop.signal }));
    await onItsWay();
    stop.abort();
    expect(await call).toMatchObject({ kind: "aborted", outcome: "no" });
  });

  test.each([
    [
      "changes something",
      (all: PolicyEndpoint, signal: AbortSignal) => all.replace("p1", {}, { signal }),
      1_500,
    ],
    ["makes something", (all: PolicyEndpoint, signal: AbortSignal) => all.create({}, { signal }), 1_000],
  ])("on its way has a moment left when it %s, and may have been carried out", async (_, write, grace) => {
    const stop = new AbortController();
    const alarms = new Alarms();
    const policies = api.client({ ...alarms }).reusablePolicies("acc");
    const call = failureOf(write(policies, stop.signal));
    await onItsWay();
    stop.abort();
    expect(alarms.pending).toEqual([30_000, grace]);
    alarms.goOff(grace);
    expect(await call).toMatchObject({ kind: "aborted", outcome: "unknown" });
    expect(alarms.pending).toEqual([]);
  });

  test("is kept when its answer comes in that moment", async () => {
    const stop = new AbortController();
    const answered: Answer = (asked, response) => {
      stop.abort();
      setTimeout(() => success({ id: "p1" })(asked, response), 20);
    };
    api.answer = answered;
    const policies = api.client({ stopGraceMs: 60_000 }).reusablePolicies("acc");
    expect(await policies.create({}, { signal: stop.signal })).toEqual({ id: "p1" });
    api.answer = never;
  });

  test("leaves no listener on the signal, whatever its end", async () => {
    const listeners = new Set<unknown>();
    const { signal } = new AbortController();
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (type: string, listener: () => void) => {
      listeners.add(listener);
      add(type, listener);
    };
    signal.removeEventListener = (type: string, listener: () => void) => {
      listeners.delete(listener);
      remove(type, listener);
    };
    const policies = api.client({ timeoutMs: 50 }).reusablePolicies("acc");
    await failureOf(policies.read("p1", { signal }));
    expect(listeners.size).toBe(0);
  });
});
