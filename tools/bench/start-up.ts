import { spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { median } from "./cells";
import type { Bench } from "./workspace";

export interface StartUp {
  /** From the start to the first line, in milliseconds. */
  readonly handshakeMs: number;
  /** The same of a script that does nothing but write a line. */
  readonly bareNodeMs: number;
  readonly ratio: number;
}

const ROUNDS_PER_ROUND = 10;
const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** Measures how long our plugin takes until an engine can connect, beside a script that only writes a line. */
export async function measureStartUp({ workspace, shipped, options, progress }: Bench): Promise<StartUp> {
  const bare = join(workspace.folder, "bare");
  writeFileSync(bare, '#!/usr/bin/env node\nrequire("node:fs").writeSync(1, "hello\\n");\n');
  chmodSync(bare, 0o755);
  const asEngine = {
    TF_PLUGIN_MAGIC_COOKIE: COOKIE,
    PLUGIN_PROTOCOL_VERSIONS: "6",
    // Any certificate is enough: no engine connects.
    PLUGIN_CLIENT_CERT: rootCertificates[0]!,
  };
  const handshakes: number[] = [];
  const bareStarts: number[] = [];
  const rounds = options.rounds * ROUNDS_PER_ROUND;
  for (let round = 0; round <= rounds; round++) {
    progress.update(`start ${round}/${rounds}`);
    const handshake = await firstLine(shipped.file, workspace.environment(asEngine));
    const bareStart = await firstLine(bare, workspace.environment());
    // The first reads the files from the disk.
    if (round === 0) continue;
    handshakes.push(handshake);
    bareStarts.push(bareStart);
  }
  const [handshakeMs, bareNodeMs] = [median(handshakes), median(bareStarts)];
  return { handshakeMs, bareNodeMs, ratio: handshakeMs / bareNodeMs };
}

/** From the start of a program to its first line, in milliseconds; the program is ended then. */
function firstLine(program: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(program, [], { env, stdio: ["ignore", "pipe", "pipe"] });
    let took: number | undefined;
    let stderr = "";
    child.stdout.once("data", () => {
      took = performance.now() - begun;
      child.kill();
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.once("error", reject);
    // The next one begins when this one is gone.
    child.once("close", () =>
      took === undefined ? reject(new Error(`${program} ended without a line. ${stderr}`)) : resolve(took),
    );
  });
}
