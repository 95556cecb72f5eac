import { startEmulator } from "../../../src/emulator";

/*
 * The emulator in a process of its own, so that what it costs counts for nobody. It is told what to be like in one
 * argument, says where it is, and answers every message with the requests since the last one.
 */

export interface EmulatorSettings {
  readonly latencyMs: number;
  /** Whether the API's limit is enforced. */
  readonly limit: boolean;
  readonly applications: readonly string[];
}

async function main({ latencyMs, limit, applications }: EmulatorSettings): Promise<void> {
  const emulator = await startEmulator({
    applications: applications.map((id) => ({ id, name: id })),
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
