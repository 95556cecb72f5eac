import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../tools/processes";
import { session } from "./support/session";

const ROOT = join(__dirname, "..", "..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cfaccess-bench-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function npmRunBench(...flags: string[]) {
  const { FORCE_COLOR: _, ...env } = process.env;
  return run("npm", ["run", "--silent", "bench", "--", ...flags], {
    cwd: ROOT,
    env: { ...env, TERRAFORM_BINARY_NAME: session().engine.command, TMPDIR: folder },
    timeoutMs: 290_000,
  });
}

describe("npm run bench", () => {
  it("measures every command beside its floors, and writes all figures down", async () => {
    const output = join(folder, "bench.json");
    const sizes = ["--sizes", "3", "--lists", "1", "--large", "9"];
    const small = [...sizes, "--latencies", "5", "--rounds", "1"];
    const parts = ["--parts", "start,commands,lists,large"];
    const { code, stdout, output: said } = await npmRunBench(...small, ...parts, "--output", output);
    expect({ code, said: code === 0 ? "" : said }).toEqual({ code: 0, said: "" });
    expect(stdout).toMatch(/^3 policies +latency +limit +command +wall +engine CPU +plugin CPU/m);
    expect(stdout).toMatch(/^the package as npm fetches it .* not measured$/m);

    const report = JSON.parse(readFileSync(output, "utf8"));
    const rows = report.commands.map((cell: { variant: string; command: string }) => [
      cell.variant,
      cell.command,
    ]);
    for (const variant of ["policies", "floor: our schema", "floor: terraform_data"]) {
      for (const command of ["plan", "apply", "no-op plan", "one-edit plan", "destroy"])
        expect(rows).toContainEqual([variant, command]);
    }
    const ours = report.commands.filter((cell: { variant: string }) => cell.variant === "policies");
    for (const { median } of [...ours, ...report.lists, ...report.large]) {
      expect(Object.values(median).every((figure) => Number.isFinite(figure))).toBe(true);
      expect(median.wallMs).toBeGreaterThan(0);
      expect(median.pluginCpuMs).toBeGreaterThan(0);
      expect(median.pluginPeakMiB).toBeGreaterThan(10);
    }
    const apply = ours.find((cell: { command: string }) => cell.command === "apply");
    expect(apply.median.posts).toBe(3);
    for (const variant of ["lists", "attached, each its own", "attached, shared", "single policies"]) {
      expect(report.lists).toContainEqual(expect.objectContaining({ variant, command: "destroy" }));
    }
    expect(report.start.handshakeMs).toBeGreaterThan(report.start.bareNodeMs);
    expect(report.targets.length).toBeGreaterThan(10);
  });

  it("shows its flags, and refuses a wrong one", async () => {
    const { code, stdout } = await npmRunBench("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("--sizes <n,n>");
    const wrong = await npmRunBench("--sizes", "many");
    expect(wrong.code).toBe(1);
    expect(wrong.stderr.trim()).toBe('--sizes: got "many", allowed are whole numbers from 1 on.');
  });
});
