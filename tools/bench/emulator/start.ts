import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { EmulatorSettings } from "./main";

/** How often each method was asked for. */
export type RequestCounts = Readonly<Record<string, number>>;

/** An emulator in a process of its own. */
export class EmulatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly baseUrl: string,
  ) {}

  static async start(settings: EmulatorSettings): Promise<EmulatorProcess> {
    const child = fork(join(__dirname, "main.ts"), [JSON.stringify(settings)]);
    const { baseUrl } = await answerOf<{ baseUrl: string }>(child);
    return new EmulatorProcess(child, baseUrl);
  }

  /** The requests since this was last asked. */
  async takeCounts(): Promise<RequestCounts> {
    const answer = answerOf<{ counts: RequestCounts }>(this.child);
    this.child.send("counts");
    return (await answer).counts;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.disconnect();
    await ended;
  }
}

async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  const done = new AbortController();
  const { signal } = done;
  const died = once(child, "exit", { signal }).then(([code]) => {
    throw new Error(`The emulator ended with ${code}.`);
  });
  try {
    const [answer] = await Promise.race([once(child, "message", { signal }), died]);
    return answer as Answer;
  } finally {
    done.abort();
  }
}
