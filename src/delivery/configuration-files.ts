import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";

/** What decides where the engine looks for its configuration. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
}

export function surroundings(): Surroundings {
  return { env: process.env, home: process.env.HOME || homedir(), platform: process.platform };
}

/**
 * The CLI configuration files that Terraform (or OpenTofu, when `TERRAFORM_BINARY_NAME` names it) reads, those that
 * exist: the one in `TF_CLI_CONFIG_FILE`, else the one in the home directory and all of the configuration directory.
 *
 * Source: https://developer.hashicorp.com/terraform/cli/config/config-file#locations
 */
export function configurationFiles({ env, home, platform }: Surroundings = surroundings()): string[] {
  const named = env.TF_CLI_CONFIG_FILE || env.TERRAFORM_CONFIG;
  if (named) return existsSync(named) ? [named] : [];

  const isTofu = basename(env.TERRAFORM_BINARY_NAME ?? "").includes("tofu");
  const xdg = isTofu && env.XDG_CONFIG_HOME ? join(env.XDG_CONFIG_HOME, "opentofu") : undefined;
  const [folder, candidates, directory] =
    platform === "win32"
      ? [env.APPDATA ?? home, isTofu ? ["tofu.rc", "terraform.rc"] : ["terraform.rc"], "terraform.d"]
      : [home, isTofu ? [".tofurc", ".terraformrc"] : [".terraformrc"], ".terraform.d"];

  const mains = [...candidates.map((name) => join(folder, name)), ...(xdg ? [join(xdg, "tofurc")] : [])];
  const main = mains.find((file) => existsSync(file));
  const directories = [join(folder, directory), ...(xdg ? [xdg] : [])];
  const found = directories.find((path) => existsSync(path));
  return [...(main ? [main] : []), ...(found ? snippets(found) : [])];
}

function snippets(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".tfrc") || name.endsWith(".tfrc.json"))
    .sort()
    .map((name) => join(directory, name));
}
