import { execFileSync } from "node:child_process";

/** A program that runs Terraform configurations. */
export interface Engine {
  readonly name: "Terraform" | "OpenTofu";
  /** The usual name of its program. */
  readonly kind: "terraform" | "tofu";
  readonly version: string;
  /** Absolute path of the program. */
  readonly command: string;
  /** Where the search found it, in words. */
  readonly origin: string;
}

/** The oldest versions whose plugin protocol 6 has what the provider needs. */
export const MINIMUM_VERSIONS: Readonly<Record<Engine["name"], string>> = {
  Terraform: "1.5.0",
  OpenTofu: "1.6.0",
};

/** A candidate exists but cannot be used; the message says why in one sentence. */
export class UnusableEngine extends Error {}

/**
 * Asks a program for its name and version.
 * @throws UnusableEngine when it does not run, is neither Terraform nor OpenTofu, or is too old
 */
export function identify(command: string, origin: string, env: NodeJS.ProcessEnv): Engine {
  // Asking for the version would otherwise look for updates on the network.
  const ask = (...args: string[]) =>
    execFileSync(command, ["version", ...args], {
      env: { ...env, CHECKPOINT_DISABLE: "1" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 30_000,
    });
  let banner: string;
  let version: unknown;
  try {
    const answer = ask("-json");
    // A warning, for example about a missing configuration file, may stand before the JSON.
    version = JSON.parse(answer.slice(answer.indexOf("{"))).terraform_version;
    // The JSON is the same for both engines; only the banner has the name.
    banner = ask();
  } catch (error) {
    throw new UnusableEngine(`${command} (${origin}) does not answer "version -json": ${firstLine(error)}`);
  }
  const name = /^(Terraform|OpenTofu) v/m.exec(banner)?.[1] as Engine["name"] | undefined;
  if (name === undefined || typeof version !== "string") {
    throw new UnusableEngine(`${command} (${origin}) is neither Terraform nor OpenTofu`);
  }
  const minimum = MINIMUM_VERSIONS[name];
  if (isBelow(version, minimum)) {
    throw new UnusableEngine(
      `${command} (${origin}) is ${name} ${version}; ${name} ${minimum} or newer is needed`,
    );
  }
  return { name, kind: name === "Terraform" ? "terraform" : "tofu", version, command, origin };
}

function isBelow(version: string, minimum: string): boolean {
  const numbers = (text: string) => text.split(/[-+]/)[0]!.split(".").map(Number);
  const [have, need] = [numbers(version), numbers(minimum)];
  for (const [index, wanted] of need.entries()) {
    const difference = (have[index] ?? 0) - wanted;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr?.trim() || message || String(error)).split("\n")[0]!;
}
