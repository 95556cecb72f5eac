import { startEmulator } from "../../../src/emulator";

/*
 * Runs the emulator in a process of its own, so that its CPU time is not counted. Its one argument has the settings. It
 * sends its address first, and answers every message with the number of requests since the last one.
 */

export interface EmulatorSettings {
  readonly latencyMs: number;
  /** Whether the API's limit is enforced. */
  readonly limit: boolean;
  readonly applications: readonly string[];
}

async function main({ latencyMs, limit, applications }: EmulatorSettings): Promise<void> {
  const emulator = await startEmulator({
    applications: applications.map((id) => ({ id, name: id, domain: `${id}.example.com` })),
    faults: latencyMs > 0 ? [{ kind: "latency", ms: latencyMs }] : [],
    ...(limit ? {} : { rateLimit: false }),
  });
  process.on("message", () => {
    const counts: Record<string, number> = {};
    for (const { method } of emulator.requests.splice(0)) counts[method] = (counts[method] ?? 0) + 1;
    process.send!({ counts });
  });
  process.on("disconnect", () => process.exit());
  process.send!({ baseUrl: emulator.baseUrl });
}

void main(JSON.parse(process.argv[2]!));
