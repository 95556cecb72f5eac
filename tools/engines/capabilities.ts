import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Something that engines learnt after the oldest version that the provider supports. */
interface Skill {
  /** For people, as what follows "lacks". */
  readonly what: string;
  /** A configuration that only an engine with the skill plans. It needs no provider but the built-in one. */
  readonly configuration: string;
  /** What an engine without the skill says of that configuration, so that other faults are not taken for the lack. */
  readonly refusal: RegExp;
}

/** Each is told by asking the engine, as forks and back-ports make names and versions a poor guide. */
export const SKILLS = {
  movesAcrossTypes: {
    what: "moved blocks that change a resource's type",
    configuration: `
      moved {
        from = null_resource.old
        to   = terraform_data.new
      }
      resource "terraform_data" "new" {}
    `,
    refusal: /Resource type mismatch/,
  },
} as const satisfies Record<string, Skill>;

export type Capability = keyof typeof SKILLS;

/**
 * Asks an engine what it can do: a plan in an empty folder for each, a tenth of a second, without any network.
 * @throws Error when an engine refuses for another reason than the lack
 */
export function capabilitiesOf(command: string, env: NodeJS.ProcessEnv): Capability[] {
  return (Object.keys(SKILLS) as Capability[]).filter((name) => plans(command, SKILLS[name], env));
}

/** What an engine cannot do, in words. */
export function lacks(capabilities: readonly Capability[]): string[] {
  return (Object.keys(SKILLS) as Capability[])
    .filter((name) => !capabilities.includes(name))
    .map((name) => SKILLS[name].what);
}

function plans(command: string, { what, configuration, refusal }: Skill, env: NodeJS.ProcessEnv): boolean {
  const folder = mkdtempSync(join(tmpdir(), "cf-access-ask-"));
  try {
    writeFileSync(join(folder, "main.tf"), configuration);
    execFileSync(command, ["plan", "-input=false", "-no-color"], {
      cwd: folder,
      env: { ...env, CHECKPOINT_DISABLE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
      timeout: 60_000,
    });
    return true;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    if (refusal.test(stderr ?? "")) return false;
    throw new Error(`Asking ${command} whether it has ${what} failed: ${stderr || message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
