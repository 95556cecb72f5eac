import { homedir } from "node:os";
import { join } from "node:path";

/** An engine that can be built from its Go module, and where the built program is kept. */
export interface EngineBuild {
  readonly name: "Terraform" | "OpenTofu";
  readonly version: string;
  /** The main package. */
  readonly goPackage: string;
  /**
   * The file beside this one that names the engine's module, all modules it needs and the replacements among them.
   * @default none: Go takes the module as its authors published it, which it refuses where they use replacements
   */
  readonly moduleFile?: string;
  /** Settings of the linker, so that the program reports its release version. */
  readonly linkerFlags: string;
  readonly program: string;
}

function terraform(version: string): EngineBuild {
  const goPackage = "github.com/hashicorp/terraform";
  const linkerFlags = `-s -w -X ${goPackage}/version.dev=no`;
  return { name: "Terraform", version, goPackage, linkerFlags, program: "terraform" };
}

function openTofu(version: string, moduleFile = `opentofu-${version}.mod`): EngineBuild {
  const goPackage = "github.com/opentofu/opentofu/cmd/tofu";
  const linkerFlags = "-s -w -X github.com/opentofu/opentofu/version.dev=no";
  return { name: "OpenTofu", version, goPackage, moduleFile, linkerFlags, program: "tofu" };
}

/** What is built where a machine has no engine but a Go toolchain. */
export const DEFAULT_BUILD: EngineBuild = openTofu("1.10.10", "go.mod");

/** What the end-to-end tests run on besides the engine that is there: of each kind an old one and a newer one. */
export const TESTED_BUILDS: readonly EngineBuild[] = [
  terraform("1.5.7"),
  terraform("1.8.5"),
  openTofu("1.6.3"),
  openTofu("1.12.6"),
];

/** Names a build in paths and on the command line, e.g. `opentofu-1.10.10`. */
export function labelOf({ name, version }: Pick<EngineBuild, "name" | "version">): string {
  return `${name.toLowerCase()}-${version}`;
}

/** Where built engines stay between runs: `$XDG_CACHE_HOME` or `~/.cache`, shared by every checkout of this user. */
export function builtProgram(build: EngineBuild, env: NodeJS.ProcessEnv): string {
  const cache = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  return join(cache, "cdktf-cloudflare-access", "engines", labelOf(build), build.program);
}
