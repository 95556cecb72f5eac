import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../tools/processes";
import { succeeded } from "./project";
import { session } from "./session";

const ROOT = join(__dirname, "..", "..", "..");
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const QUIETLY = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];

/** The oldest Node.js that the CLI of cdktn runs on. */
const CLI_MINIMUM = [22, 19] as const;

/** Names a program of such a Node.js, where the tests run on an older one. */
const CLI_NODE = "CDKTN_NODE";

/**
 * Installs the packed package beside cdktn, as a user would: projects made in the folder find nothing of cdktf.
 * @returns the folder
 */
export async function installForCdktn(): Promise<string> {
  const folder = join(session().folder, "cdktn-projects");
  const others = ["cdktn", "constructs", "@types/node"].map((name) => `${name}@${devDependencies[name]}`);
  await npmInstall(folder, session().tarball, ...others);
  return folder;
}

/** A user's source for cdktf, with the imports that one of cdktn writes. */
export function forCdktn(source: string): string {
  return source.replace(/"cdktf(-cloudflare-access)?"/g, (_, entry) =>
    entry === undefined ? '"cdktn"' : '"cdktf-cloudflare-access/cdktn"',
  );
}

/** How the CLI is run, or why it cannot be. */
export async function cdktnCli(): Promise<{ readonly command: readonly string[] } | { reason: string }> {
  const node = process.env[CLI_NODE] ?? process.execPath;
  const version = (await succeeded(run(node, ["--version"], { cwd: ROOT, env: process.env }))).trim();
  const [major, minor] = version.slice(1).split(".").map(Number) as [number, number];
  if (major < CLI_MINIMUM[0] || (major === CLI_MINIMUM[0] && minor < CLI_MINIMUM[1])) {
    return {
      reason: `it needs Node.js ${CLI_MINIMUM.join(".")} or later, and this is ${version}; ${CLI_NODE} can name another`,
    };
  }
  const folder = join(session().folder, "cdktn-cli");
  const program = join(folder, "node_modules", "cdktn-cli", "bin", "cdktn");
  if (!existsSync(program)) await npmInstall(folder, `cdktn-cli@${devDependencies.cdktn}`);
  return { command: [node, program] };
}

async function npmInstall(folder: string, ...packages: string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "projects", private: true }));
  const options = { cwd: folder, env: process.env, timeoutMs: 280_000 };
  await succeeded(run("npm", ["install", ...QUIETLY, ...packages], options));
}
