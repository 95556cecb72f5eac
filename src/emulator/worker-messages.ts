import type { MessagePort } from "node:worker_threads";
import type { EmulatorOptions } from "./options";
import type { Emulator } from "./start-emulator";

/** Options that are functions: a worker cannot be given them. */
const HOOKS = [
  "onRequest",
  "onAnswer",
  "onCommit",
  "onDone",
  "now",
] as const satisfies (keyof EmulatorOptions)[];

/** The options of an emulator in a worker: all but those that are functions. */
export type WorkerEmulatorOptions = Omit<EmulatorOptions, (typeof HOOKS)[number]>;

/** @throws Error for an option that is a function */
export function refuseHooks(options: EmulatorOptions): void {
  const hook = HOOKS.find((name) => options[name] !== undefined);
  if (hook === undefined) return;
  throw new Error(
    `${hook} is a function, which cannot run in the emulator's worker. Use startEmulator, which runs in this thread, or leave it out.`,
  );
}

/** What the worker is started with. */
export interface WorkerData {
  readonly options: WorkerEmulatorOptions;
  /** Where answers go. */
  readonly port: MessagePort;
  /** Counts answers, so that a thread can wait for the next one without its event loop. */
  readonly answered: Int32Array;
}

/** What the worker says once, when the emulator has started or could not. */
export type Started = Pick<Emulator, "url" | "baseUrl" | "port"> | Failure;

/** What the worker is asked: a method of the emulator, one of its properties, or a policy's body as an edit begins with. */
export interface Question {
  readonly name: keyof Emulator | "bodyOf";
  readonly args: readonly unknown[];
}

export type Answer = { readonly value: unknown } | Failure;

export interface Failure {
  readonly error: Error;
}
