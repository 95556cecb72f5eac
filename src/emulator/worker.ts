// The program of the worker that startEmulatorInWorker starts.
import { parentPort, workerData } from "node:worker_threads";
import { type Emulator, startEmulator } from "./start-emulator";
import type { Body } from "./store";
import type { Answer, Question, Started, WorkerData } from "./worker-messages";

const { options, port, answered } = workerData as WorkerData;

startEmulator(options).then(
  (emulator) => {
    parentPort!.on("message", async (question: Question) => answer(await answerTo(emulator, question)));
    const { url, baseUrl, port: tcpPort } = emulator;
    parentPort!.postMessage({ url, baseUrl, port: tcpPort } satisfies Started);
  },
  (error: Error) => parentPort!.postMessage({ error } satisfies Started),
);

async function answerTo(emulator: Emulator, { name, args }: Question): Promise<Answer> {
  try {
    if (name === "bodyOf") return { value: bodyOf(emulator, args[0] as string) };
    const member = emulator[name] as unknown;
    return { value: typeof member === "function" ? await member(...args) : member };
  } catch (error) {
    return { error: error as Error };
  }
}

function bodyOf(emulator: Emulator, policyId: string): Body {
  let found: Body = {};
  emulator.edit(policyId, (body) => {
    found = body;
    return body;
  });
  return found;
}

function answer(value: Answer): void {
  port.postMessage(value);
  Atomics.add(answered, 0, 1);
  Atomics.notify(answered, 0);
}
