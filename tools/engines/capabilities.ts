import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How to find out whether an engine has a capability that the oldest supported versions lack. */
interface CapabilityProbe {
  /** The words after "lacks". */
  readonly what: string;
  /** A configuration that only an engine with the capability plans. It needs only the built-in provider. */
  readonly configuration: string;
  /** The error of an engine without it, so that other errors are not taken for the lack. */
  readonly refusal: RegExp;
}

/** The engine is asked for each: names and versions do not show what forks and back-ports have. */
export const CAPABILITY_PROBES = {
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
} as const satisfies Record<string, CapabilityProbe>;

export type Capability = keyof typeof CAPABILITY_PROBES;

/**
 * Asks an engine for its capabilities: a plan in an empty folder for each, a tenth of a second, without any network.
 * @throws Error when an engine refuses for another reason than the lack
 */
export function capabilitiesOf(command: string, env: NodeJS.ProcessEnv): Capability[] {
  return (Object.keys(CAPABILITY_PROBES) as Capability[]).filter((name) =>
    plans(command, CAPABILITY_PROBES[name], env),
  );
}

/** Returns what an engine cannot do, in words. */
export function lacks(capabilities: readonly Capability[]): string[] {
  return (Object.keys(CAPABILITY_PROBES) as Capability[])
    .filter((name) => !capabilities.includes(name))
    .map((name) => CAPABILITY_PROBES[name].what);
}

function plans(
  command: string,
  { what, configuration, refusal }: CapabilityProbe,
  env: NodeJS.ProcessEnv,
): boolean {
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
