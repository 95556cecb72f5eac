import { once } from "node:events";
import { join } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { Emulator } from "./start-emulator";
import type { Body } from "./store";
import {
  type Answer,
  type Question,
  refuseHooks,
  type Started,
  type WorkerData,
  type WorkerEmulatorOptions,
} from "./worker-messages";

/** A running emulator in a worker. `requests` is a copy of those so far: read it again for later ones. */
export type WorkerEmulator = Omit<Emulator, "onCommit">;

/** A worker that has crashed never answers, and a blocked thread does not hear of that. */
const LONGEST_ANSWER_MS = 60_000;

/**
 * Starts the emulator in a worker thread, so that it answers while this thread is blocked: in a test with cdktf's
 * `toPlanSuccessfully`, say, which waits for Terraform without its event loop. Where nothing blocks, `startEmulator` is
 * quicker to start and takes hooks.
 *
 * Its methods wait for the worker, and are as synchronous as those of `startEmulator`.
 * Rejects for options that are functions, and as `startEmulator` does.
 */
export async function startEmulatorInWorker(options: WorkerEmulatorOptions = {}): Promise<WorkerEmulator> {
  refuseHooks(options);
  const { port1: answers, port2: port } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: WorkerData = { options, port, answered };
  const worker = new Worker(join(__dirname, "worker.js"), { workerData, transferList: [port] });
  const [started] = (await once(worker, "message")) as [Started];
  if ("error" in started) {
    await worker.terminate();
    throw started.error;
  }

  const ask = (name: Question["name"], ...args: readonly unknown[]): unknown => {
    if (closing) throw new Error("The emulator is closed.");
    const before = Atomics.load(answered, 0);
    worker.postMessage({ name, args } satisfies Question);
    if (Atomics.wait(answered, 0, before, LONGEST_ANSWER_MS) === "timed-out")
      throw new Error(`The emulator's worker has not answered for ${LONGEST_ANSWER_MS / 1000} seconds.`);
    const { message } = receiveMessageOnPort(answers) as { message: Answer };
    if ("error" in message) throw message.error;
    return message.value;
  };
  let closing: Promise<void> | undefined;

  const shutDown = async (): Promise<void> => {
    try {
      ask("close");
    } finally {
      answers.close();
      await worker.terminate();
    }
  };

  return {
    ...started,
    get requests() {
      return ask("requests") as Emulator["requests"];
    },
    counts: () => ask("counts") as ReturnType<Emulator["counts"]>,
    forgetRequests: () => void ask("forgetRequests"),
    faults: (plan) => void ask("faults", plan),
    faultReport: () => ask("faultReport") as ReturnType<Emulator["faultReport"]>,
    policies: (filter) => ask("policies", filter) as ReturnType<Emulator["policies"]>,
    applications: (accountId) => ask("applications", accountId) as ReturnType<Emulator["applications"]>,
    order: (accountId, appId) => ask("order", accountId, appId) as ReturnType<Emulator["order"]>,
    add: (where, policy) => ask("add", where, policy) as string,
    edit(policyId, edit) {
      if (typeof edit !== "function") return void ask("edit", policyId, edit);
      const whole = ask("bodyOf", policyId) as Body;
      // The worker sets fields, and those that are undefined go.
      const gone = Object.fromEntries(Object.keys(whole).map((name) => [name, undefined]));
      ask("edit", policyId, { ...gone, ...edit(whole) });
    },
    remove: (policyId) => void ask("remove", policyId),
    removeApplication: (accountId, appId) => void ask("removeApplication", accountId, appId),
    addObject: (kind, object) => ask("addObject", kind, object) as string,
    editObject: (kind, id, fields) => void ask("editObject", kind, id, fields),
    editApplication: (accountId, appId, settings) => void ask("editApplication", accountId, appId, settings),
    editOrganization: (settings) => void ask("editOrganization", settings),
    removeObject: (kind, id) => void ask("removeObject", kind, id),
    clear: () => void ask("clear"),
    close() {
      closing ??= shutDown();
      return closing;
    },
  };
}
