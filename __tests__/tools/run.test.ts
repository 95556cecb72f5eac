import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

const PROGRAM = `
  import { run } from ${JSON.stringify(join(__dirname, "..", "..", "tools", "processes"))};
  const onStart = (id) => process.send(id, () => process.exit());
  void run("sleep", ["60"], { cwd: ".", env: process.env, onStart });
`;

/** One that has ended and that nobody has asked about yet is not there any more. */
function isThere(id: number): boolean {
  return /^[^Z]/.test(spawnSync("ps", ["-o", "stat=", "-p", String(id)], { encoding: "utf8" }).stdout.trim());
}

describe("a command of a program that exits", () => {
  const folder = mkdtempSync(join(tmpdir(), "run-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("ends with it", async () => {
    const outfile = join(folder, "program.js");
    const stdin = { contents: PROGRAM, resolveDir: folder };
    buildSync({ stdin, bundle: true, platform: "node", outfile });
    const program = fork(outfile);
    const [id] = (await once(program, "message")) as [number];
    await once(program, "exit");
    const end = performance.now() + 4_000;
    while (isThere(id) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isThere(id)).toBe(false);
  });
});
