import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capabilitiesOf, lacks } from "../../tools/engines";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engines-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An engine that answers a plan with these shell commands. */
function engine(answer: string): string {
  const file = join(folder, "engine");
  writeFileSync(file, `#!/bin/sh\n[ "$1" = plan ] || exit 9\ngrep -q . main.tf || exit 8\n${answer}\n`);
  chmodSync(file, 0o755);
  return file;
}
const REFUSAL = 'echo "Error: Resource type mismatch" >&2; exit 1';
const env = { PATH: process.env.PATH };

describe("what an engine can do", () => {
  it("is what it plans, whatever it is called", () => {
    expect(capabilitiesOf(engine("exit 0"), env)).toContain("movesAcrossTypes");
  });

  it("is not what it refuses, which is said in words", () => {
    const capabilities = capabilitiesOf(engine(REFUSAL), env);
    expect(capabilities).not.toContain("movesAcrossTypes");
    expect(lacks(capabilities)).toEqual(["moved blocks that change a resource's type"]);
  });

  it("is not guessed from a failure for another reason", () => {
    const broken = engine('echo "Error: disk full" >&2; exit 1');
    expect(() => capabilitiesOf(broken, env)).toThrow(/moved blocks.*disk full/s);
  });

  it("leaves nothing behind when it was asked", () => {
    const noted = join(folder, "asked-in");
    capabilitiesOf(engine(`pwd > "${noted}"; ${REFUSAL}`), env);
    const askedIn = readFileSync(noted, "utf8").trim();
    expect(askedIn).toMatch(/cf-access-ask-/);
    expect(existsSync(askedIn)).toBe(false);
  });
});
