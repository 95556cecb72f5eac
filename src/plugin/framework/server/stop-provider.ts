import type { Runtime } from "./runtime";

/** Answers at once: the operations under way end by themselves, with what they have done so far. */
export function stopProvider<Meta>(runtime: Runtime<Meta>) {
  runtime.stop();
  return {};
}
