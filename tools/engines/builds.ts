import { homedir } from "node:os";
import { join } from "node:path";

/** An engine that can be built from its Go module, and where the built program is kept. */
export interface EngineBuild {
  readonly name: "Terraform" | "OpenTofu";
  readonly version: string;
  /** The main package; the module that pins it is `moduleFile`. */
  readonly goPackage: string;
  /** The file beside this one that names the engine's module and the replacements it needs. */
  readonly moduleFile: string;
  /** Settings of the linker, so that the program reports its release version. */
  readonly linkerFlags: string;
  readonly program: string;
}

/** What is built where a machine has no engine but a Go toolchain. */
export const DEFAULT_BUILD: EngineBuild = {
  name: "OpenTofu",
  version: "1.10.10",
  goPackage: "github.com/opentofu/opentofu/cmd/tofu",
  moduleFile: "go.mod",
  linkerFlags: "-s -w -X github.com/opentofu/opentofu/version.dev=no",
  program: "tofu",
};

/** Where built engines stay between runs: `$XDG_CACHE_HOME` or `~/.cache`, shared by every checkout of this user. */
export function builtProgram(build: EngineBuild, env: NodeJS.ProcessEnv): string {
  const cache = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  const folder = `${build.name.toLowerCase()}-${build.version}`;
  return join(cache, "cdktf-cloudflare-access", "engines", folder, build.program);
}
