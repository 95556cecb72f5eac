import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../tools/processes";
import { session } from "./support/session";

const ROOT = join(__dirname, "..", "..");

function npmRunDemo(variables: Record<string, string> = {}) {
  const { FORCE_COLOR: _, ...env } = process.env;
  const engine = { TERRAFORM_BINARY_NAME: session().engine.command };
  return run("npm", ["run", "--silent", "demo"], {
    cwd: ROOT,
    env: { ...env, ...engine, ...variables },
    timeoutMs: 290_000,
  });
}

describe("npm run demo", () => {
  it("deploys the example, shows the plan of an edit and who gets in by it, destroys it all, and leaves the checkout as it was", async () => {
    const checkout = () => readdirSync(ROOT).sort();
    const before = checkout().filter((name) => name !== ".demo");
    const { code, stdout } = await npmRunDemo();
    expect(stdout).toMatch(/Done in [\d.]+ s\.\n$/);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Plan: 4 to add, 0 to change, 0 to destroy/);
    expect(stdout).toMatch(/\n\s+precedence\s+decision\s+policy\s+for\n/);
    expect(stdout).toMatch(/\n\s+1\s+deny\s+Block abusers/);
    expect(stdout).toMatch(/\n\s+\+ "carol@partner\.org",\n\s+# \(2 unchanged elements hidden\)\n/);
    expect(stdout).toMatch(/Plan: 1 to add, 1 to change, 1 to destroy/);
    expect(stdout).toMatch(/\n\s+WIDENS {2}Somebody gains access to 1 of 2 applications\.\n/);
    expect(stdout).toMatch(/\n\s+\+ gains\s+.*carol@partner\.org/);
    expect(stdout).toMatch(/policies left at the API: 0/);
    expect(stdout.split("\n").filter((line) => line.length > 120)).toEqual([]);
    expect(stdout).not.toContain("\u001b");
    expect(checkout()).toEqual(before);
  });

  it("stops with one plain message where there is no usable engine", async () => {
    const { code, stdout } = await npmRunDemo({ TERRAFORM_BINARY_NAME: "no-such-engine" });
    expect(code).toBe(1);
    expect(stdout.trim()).toBe('TERRAFORM_BINARY_NAME is "no-such-engine", but there is no such program.');
    expect(existsSync(join(ROOT, ".demo"))).toBe(false);
  });
});
