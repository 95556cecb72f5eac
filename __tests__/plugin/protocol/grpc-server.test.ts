import { GRPCBroker, GRPCController, GRPCStdio } from "../../../src/plugin/protocol/gen/go-plugin_pb";
import { Health, HealthCheckResponse_ServingStatus } from "../../../src/plugin/protocol/gen/health_pb";
import { Provider } from "../../../src/plugin/protocol/gen/provider_pb";
import { bundleFixture, call, callRaw, Engine, frame } from "./support/plugin-process";

jest.setTimeout(30_000);

let fixture: ReturnType<typeof bundleFixture>;
let engine: Engine;
let session: Awaited<ReturnType<Engine["connect"]>>;

beforeAll(async () => {
  fixture = bundleFixture();
  engine = await Engine.start(fixture);
  session = await engine.connect();
});

afterAll(async () => {
  engine.end();
  engine.plugin.kill("SIGKILL");
  await engine.plugin.ended;
  fixture.remove();
});

const { readResource, applyResourceChange, stopProvider, getFunctions } = Provider.method;

describe("a call", () => {
  test("carries request and response", async () => {
    const state = Buffer.from("\u0000state\u00ff", "latin1");
    const { status, response } = await call(session, readResource, {
      typeName: "thing",
      currentState: { msgpack: state },
    });
    expect(status).toBe(0);
    expect(Buffer.from(response!.newState!.msgpack)).toEqual(state);
  });

  test("may be tens of megabytes long, also many at once", async () => {
    const state = Buffer.alloc(20_000_000, "state");
    const answers = await Promise.all(
      [1, 2].map(() => call(session, readResource, { typeName: "thing", currentState: { msgpack: state } })),
    );
    for (const { status, response } of answers) {
      expect(status).toBe(0);
      expect(state.equals(response!.newState!.msgpack)).toBe(true);
    }
  });

  test("runs beside hundreds of others", async () => {
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => call(session, readResource, { typeName: "thing" })),
    );
    const counts = answers.map(({ response }) => Number(Buffer.from(response!.private).toString()));
    const first = Math.min(...counts);
    expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, index) => first + index));
  });

  test("whose handler throws fails with the reason, and the next one is served", async () => {
    const { status, message } = await call(session, readResource, { typeName: "throws" });
    expect(status).toBe(13);
    expect(message).toBe("the disk is 100 % full, señor");
    expect(await call(session, readResource, { typeName: "throws_text" })).toMatchObject({
      status: 13,
      message: "plain text",
    });
    expect((await call(session, getFunctions, {})).status).toBe(0);
  });

  test("is answered though an error is thrown outside of it", async () => {
    expect((await call(session, readResource, { typeName: "fails_later" })).status).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await call(session, getFunctions, {})).status).toBe(0);
    await engine.plugin.hasLogged("thrown outside of any call");
    await engine.plugin.hasLogged("rejected outside of any call");
  });

  test("that the engine cancels aborts its handler's signal, while others are answered", async () => {
    const stream = session.request({
      ":method": "POST",
      ":path": `/tfplugin6.Provider/${applyResourceChange.name}`,
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.on("error", () => {});
    stream.end(frame(new Uint8Array()));
    expect((await call(session, stopProvider, {})).response?.error).toBe("");
    stream.close(8); // CANCEL
    await new Promise((resolve) => stream.on("close", resolve));
    expect((await call(session, stopProvider, {})).response?.error).toBe("a call was canceled");
  });

  test.each(["/tfplugin6.Provider/GetResourceIdentitySchemas", "/other.Service/Call"])(
    "to %s, which is not served, fails with the gRPC status for it",
    async (path) => {
      const { status, message } = await callRaw(session, path, frame(new Uint8Array()));
      expect(status).toBe(12);
      expect(message).toContain(path);
    },
  );

  test.each([
    ["cut short", frame(new Uint8Array(10)).subarray(0, 8), 13],
    ["without a message", Buffer.alloc(0), 13],
    ["compressed", Buffer.concat([Buffer.from([1]), frame(new Uint8Array(3)).subarray(1)]), 12],
    ["that is not protobuf", frame(new Uint8Array([0xff, 0xff, 0xff])), 13],
  ])("%s is refused", async (_what, body, expected) => {
    expect((await callRaw(session, "/tfplugin6.Provider/ReadResource", body)).status).toBe(expected);
    expect((await call(session, getFunctions, {})).status).toBe(0);
  });
});

describe("the services of the engine's plugin library", () => {
  test("health: serving", async () => {
    const { response } = await call(session, Health.method.check, { service: "plugin" });
    expect(response?.status).toBe(HealthCheckResponse_ServingStatus.SERVING);
  });

  test.each([
    `/${GRPCStdio.typeName}/${GRPCStdio.method.streamStdio.name}`,
    `/${GRPCBroker.typeName}/${GRPCBroker.method.startStream.name}`,
  ])("%s: held open, without a word", async (path) => {
    const stream = session.request({ ":method": "POST", ":path": path, "content-type": "application/grpc" });
    stream.on("error", () => {});
    let heard = "";
    stream.on("data", () => (heard += "data "));
    stream.on("close", () => (heard += "closed "));
    const headers = await new Promise((resolve) => {
      stream.on("response", resolve);
      stream.end(frame(new Uint8Array()));
    });
    expect(headers).toMatchObject({ ":status": 200, "content-type": "application/grpc" });
    await call(session, getFunctions, {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).toBe("");
  });

  test("shutdown: answered, then the process ends", async () => {
    expect((await call(session, GRPCController.method.shutdown, {})).status).toBe(0);
    expect(await engine.plugin.ended).toMatchObject({ code: 0, signal: null });
  });
});
