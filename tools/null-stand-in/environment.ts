import { join } from "node:path";
import { CACHE, layOutNullStandIn } from "./lay-out";
import { type EngineKind, registryAnswers } from "./registry";
import { nullProviderVersion } from "./version";

export interface NullProviderOptions {
  readonly engine: EngineKind;
  /** The environment that the engine will run in. */
  readonly env: NodeJS.ProcessEnv;
  /** Told in one line when the stand-in is used. @default the standard error output */
  readonly say?: (line: string) => void;
}

/**
 * The variables with which an engine, also one that the cdktf CLI starts, finds hashicorp/null: none where its registry
 * answers, else what leads it to the stand-in. Nothing is written into the stack or the user's folders.
 */
export async function nullProviderEnvironment({
  engine,
  env,
  say = console.error,
}: NullProviderOptions): Promise<Readonly<Record<string, string>>> {
  if (await registryAnswers(engine)) return {};
  say(
    `The registry of ${engine} cannot be reached: a stand-in takes the place of hashicorp/null ${nullProviderVersion()}.`,
  );
  return nullStandInEnvironment(env);
}

/** The variables that lead an engine to the stand-in in any case. */
export async function nullStandInEnvironment(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<Readonly<Record<string, string>>> {
  const mirror = join(CACHE, "share", "terraform", "plugins");
  await layOutNullStandIn(mirror);
  return searchVariables(mirror, env, platform);
}

/**
 * Both engines search `terraform/plugins` in each of $XDG_DATA_DIRS besides the stack's own mirror, except on macOS.
 * There only `init -plugin-dir` is left, which takes the place of all other searching, so the stack's mirror is named
 * too.
 */
export function searchVariables(
  mirror: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Readonly<Record<string, string>> {
  if (platform !== "darwin") {
    const share = join(mirror, "..", "..");
    return { XDG_DATA_DIRS: `${share}:${env.XDG_DATA_DIRS || "/usr/local/share:/usr/share"}` };
  }
  const folders = ["terraform.d/plugins", mirror].map((folder) => `-plugin-dir='${folder}'`);
  return { TF_CLI_ARGS_init: [env.TF_CLI_ARGS_init, ...folders].filter(Boolean).join(" ") };
}
