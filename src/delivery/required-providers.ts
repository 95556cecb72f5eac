import { existsSync, readFileSync } from "node:fs";
import type { RequiredProvider } from "./lock-file";

type Block = Readonly<Record<string, string | Partial<RequiredProvider>>>;

/**
 * What a written JSON configuration has under `terraform.required_providers`, as one object or as a list of them.
 * Read from the file, not from the constructs, since overrides count, too. None when there is no file.
 */
export function readRequiredProviders(file: string): RequiredProvider[] {
  if (!existsSync(file)) return [];
  const { terraform } = JSON.parse(readFileSync(file, "utf8"));
  const blocks: readonly Block[] = [terraform ?? []]
    .flat()
    .flatMap((block) => block.required_providers ?? []);
  return blocks.flatMap((block) => Object.entries(block)).map(([name, wanted]) => required(name, wanted));
}

function required(name: string, wanted: string | Partial<RequiredProvider>): RequiredProvider {
  if (typeof wanted === "string") return { source: name, version: wanted };
  return { source: wanted.source ?? name, version: wanted.version };
}
