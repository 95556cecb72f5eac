import type { Handlers } from "./handlers";

export interface ServeOptions {
  /** What the program is called in the text for people who start it by hand. */
  readonly name: string;
  readonly version: string;
  readonly handlers: Handlers;
}

/** Serves the provider to the engine that started this process, and ends the process when the engine has gone. */
export async function serve(_options: ServeOptions): Promise<void> {
  throw new Error("not served yet");
}
