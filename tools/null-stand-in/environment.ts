import { join } from "node:path";
import { CACHE, layOutNullStandIn, nullProviderVersion } from "./lay-out";

const DISCOVERY = {
  terraform: "https://registry.terraform.io/.well-known/terraform.json",
  tofu: "https://registry.opentofu.org/.well-known/terraform.json",
} as const;

const REGISTRY_TIMEOUT_MS = 3_000;

export type EngineKind = keyof typeof DISCOVERY;

export interface NullProviderOptions {
  readonly engine: EngineKind;
  /** The environment that the engine will run in. */
  readonly env: NodeJS.ProcessEnv;
  /** Gets one line when the stand-in is used. @default the standard error output */
  readonly print?: (line: string) => void;
}

/**
 * Returns the variables with which an engine, also one that the cdktf CLI starts, finds hashicorp/null: none where its
 * registry answers, otherwise those of the stand-in. Writes nothing into the stack or the user's folders.
 */
export async function nullProviderEnvironment({
  engine,
  env,
  print = console.error,
}: NullProviderOptions): Promise<Readonly<Record<string, string>>> {
  if (await registryAnswers(engine)) return {};
  print(
    `The registry of ${engine} cannot be reached: a stand-in replaces hashicorp/null ${nullProviderVersion()}.`,
  );
  return nullStandInEnvironment(env);
}

/** Returns the variables with which an engine finds the stand-in, whether or not its registry answers. */
export async function nullStandInEnvironment(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<Readonly<Record<string, string>>> {
  const mirror = join(CACHE, "share", "terraform", "plugins");
  await layOutNullStandIn(mirror);
  return searchVariables(mirror, env, platform);
}

/**
 * Returns the variables with which an engine searches a mirror. Both engines search `terraform/plugins` in each of
 * $XDG_DATA_DIRS besides the stack's own mirror, except on macOS. There only `init -plugin-dir` works, which replaces all
 * other search paths, so the stack's mirror is named too.
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

const answers: Partial<Record<EngineKind, Promise<boolean>>> = {};

/** Returns whether an engine's default registry can be reached directly. Asks once a process. */
export function registryAnswers(engine: EngineKind): Promise<boolean> {
  answers[engine] ??= requestDiscovery(DISCOVERY[engine]);
  return answers[engine];
}

async function requestDiscovery(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(REGISTRY_TIMEOUT_MS) });
    return response.ok && "providers.v1" in ((await response.json()) as object);
  } catch {
    return false;
  }
}
