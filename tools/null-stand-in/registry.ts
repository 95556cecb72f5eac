const DISCOVERY = {
  terraform: "https://registry.terraform.io/.well-known/terraform.json",
  tofu: "https://registry.opentofu.org/.well-known/terraform.json",
} as const;

export type EngineKind = keyof typeof DISCOVERY;

const PATIENCE_MS = 3_000;

/** Whether an engine's default registry can be reached from here, directly; asked once a process. */
export function registryAnswers(engine: EngineKind): Promise<boolean> {
  asked[engine] ??= ask(DISCOVERY[engine]);
  return asked[engine];
}

const asked: Partial<Record<EngineKind, Promise<boolean>>> = {};

async function ask(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok && "providers.v1" in ((await response.json()) as object);
  } catch {
    return false;
  }
}
