import { existsSync } from "node:fs";
import { create, toBinary } from "@bufbuild/protobuf";
import { Provider } from "../../../src/plugin/protocol/gen/provider_pb";
import { bundleFixture, call, Engine, frame } from "./support/plugin-process";

// Each test starts a process of its own.
jest.setTimeout(30_000);

let fixture: ReturnType<typeof bundleFixture>;
let engine: Engine;

beforeAll(() => {
  fixture = bundleFixture();
});

beforeEach(async () => {
  engine = await Engine.start(fixture, { TF_LOG: "debug" });
});

afterEach(async () => {
  engine.end();
  engine.plugin.kill("SIGKILL");
  await engine.plugin.ended;
});

afterAll(() => fixture.remove());

describe("the plugin's process", () => {
  test("ends when the engine closes the connection, and removes its socket", async () => {
    const session = await engine.connect();
    session.close();
    expect(await engine.plugin.ended).toMatchObject({ code: 0, signal: null });
    expect(existsSync(engine.socketPath)).toBe(false);
  });

  test.each([
    ["a call", "ApplyResourceChange", new Uint8Array()],
    ["a long answer", "ReadResource", longState()],
  ])("ends when the engine is killed in the middle of %s", async (_what, name, request) => {
    const session = await engine.connect();
    const stream = session.request({ ":method": "POST", ":path": `/tfplugin6.Provider/${name}` });
    stream.on("error", () => {});
    stream.pause();
    stream.end(frame(request));
    await call(session, Provider.method.getFunctions, {});
    engine.vanish();
    expect(await engine.plugin.ended).toMatchObject({ code: 0, signal: null });
  });

  test("runs while one of two connections is open", async () => {
    const [first, second] = [await engine.connect(), await engine.connect()];
    first.close();
    await new Promise((resolve) => first.on("close", resolve));
    expect((await call(second, Provider.method.getFunctions, {})).status).toBe(0);
    second.close();
    expect((await engine.plugin.ended).code).toBe(0);
  });

  test.each(["SIGINT", "SIGHUP"] as const)("leaves %s to the engine", async (signal) => {
    const session = await engine.connect();
    engine.plugin.kill(signal);
    await engine.plugin.hasLogged(`${signal} is left to the engine`);
    engine.plugin.kill(signal);
    expect((await call(session, Provider.method.getFunctions, {})).status).toBe(0);
  });

  test("ends on SIGTERM when no call is in flight, and removes its socket", async () => {
    await engine.connect();
    engine.plugin.kill("SIGTERM");
    expect((await engine.plugin.ended).code).toBe(143);
    expect(existsSync(engine.socketPath)).toBe(false);
  });

  test("drains the calls in flight on SIGTERM, and ends when they are answered", async () => {
    const session = await engine.connect();
    const apply = call(session, Provider.method.applyResourceChange, { typeName: "ends_when_stopped" });
    await call(session, Provider.method.getFunctions, {});
    engine.plugin.kill("SIGTERM");
    const { status, response } = await apply;
    expect([status, Buffer.from(response!.private).toString()]).toEqual([0, "kept"]);
    expect((await engine.plugin.ended).code).toBe(143);
  });

  test.each([
    ["soon after SIGTERM", 1],
    ["at once after a second SIGTERM", 2],
  ])("ends %s though a call never comes to an end", async (_, times) => {
    const session = await engine.connect();
    const stream = session.request({ ":method": "POST", ":path": "/tfplugin6.Provider/ApplyResourceChange" });
    stream.on("error", () => {});
    stream.end(frame(new Uint8Array()));
    await call(session, Provider.method.getFunctions, {});
    for (let time = 0; time < times; time++) {
      engine.plugin.kill("SIGTERM");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await engine.plugin.ended).code).toBe(143);
  });

  test("leaves its socket when it is killed, and the next one removes it", async () => {
    engine.plugin.kill("SIGKILL");
    await engine.plugin.ended;
    expect(existsSync(engine.socketPath)).toBe(true);
    const next = await Engine.start(fixture);
    while (existsSync(engine.socketPath)) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await call(await next.connect(), Provider.method.getFunctions, {})).status).toBe(0);
    next.plugin.kill("SIGKILL");
    await next.plugin.ended;
  });

  test("writes log lines that the engine can read", async () => {
    const session = await engine.connect();
    await call(session, Provider.method.readResource, { typeName: "throws" });
    session.close();
    const { stderr } = await engine.plugin.ended;
    const lines = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual({
      "@level": "error",
      "@message": "A call failed.",
      "@timestamp": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      path: "/tfplugin6.Provider/ReadResource",
      error: "the disk is 100 % full, señor",
    });
  });
});

function longState(): Uint8Array {
  const { input } = Provider.method.readResource;
  return toBinary(input, create(input, { currentState: { msgpack: Buffer.alloc(5_000_000) } }));
}
