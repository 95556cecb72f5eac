// The smallest provider program. Its responses show the tests what reached it.
import { type Handlers, serve } from "../../../../src/plugin/protocol";

let calls = 0;
let aborted = "";
let stop = () => {};
const stopped = new Promise<void>((resolve) => {
  stop = resolve;
});

const notAsked = () => {
  throw new Error("The tests do not call this.");
};

const handlers: Handlers = {
  getProviderSchema: () => ({ provider: { block: {} }, serverCapabilities: { planDestroy: true } }),
  getFunctions: () => ({}),
  validateProviderConfig: ({ config }) => {
    console.log("printed by a handler");
    process.stdout.write("and by hand\n");
    return {
      diagnostics: [{ severity: 2, summary: `config of ${config?.msgpack.length} bytes`, detail: "ü" }],
    };
  },
  configureProvider: () => ({}),
  stopProvider: () => {
    stop();
    return { error: aborted };
  },
  readResource: ({ typeName, currentState }) => {
    calls++;
    if (typeName === "throws") throw new Error("the disk is 100 % full, señor");
    if (typeName === "throws_text") return Promise.reject("plain text");
    if (typeName === "fails_later") {
      setTimeout(() => {
        throw new Error("thrown outside of any call");
      }, 1);
      void Promise.reject(new Error("rejected outside of any call"));
    }
    return { newState: currentState, private: Buffer.from(String(calls)) };
  },
  applyResourceChange: ({ typeName }, { signal }) =>
    new Promise((resolve) => {
      if (typeName === "ends_when_stopped")
        void stopped.then(() => resolve({ private: Buffer.from("kept") }));
      signal.addEventListener("abort", () => {
        aborted = "a call was canceled";
        resolve({});
      });
    }),
  validateResourceConfig: notAsked,
  validateDataResourceConfig: notAsked,
  upgradeResourceState: notAsked,
  planResourceChange: notAsked,
  importResourceState: notAsked,
  moveResourceState: notAsked,
  readDataSource: notAsked,
};

const load = () => {
  if (process.env.FIXTURE_FAILS_TO_LOAD) throw new Error("the schema of thing is not valid");
  return handlers;
};

serve({ name: "fixture", version: "1.2.3", address: "example.test/ns/fixture", handlers: load });
