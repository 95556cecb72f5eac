import type { Engine } from "../engines";

const REGISTRIES: Readonly<Record<Engine["name"], string>> = {
  Terraform: "registry.terraform.io",
  OpenTofu: "registry.opentofu.org",
};

/** Whether the engine's own registry, which has the real `hashicorp/null`, can be reached from here. */
export async function registryAnswers({ name }: Engine): Promise<boolean> {
  try {
    const discovery = `https://${REGISTRIES[name]}/.well-known/terraform.json`;
    return (await fetch(discovery, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}
