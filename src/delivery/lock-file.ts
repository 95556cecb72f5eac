import { existsSync, readFileSync } from "node:fs";

/**
 * Updates the text of `.terraform.lock.hcl`.
 *
 * The cdktf CLI runs `terraform providers lock` when a required provider is not locked, which asks the provider's registry.
 * Our provider has none. So at synth
 * 1. our own entry gets the version and checksum of the plugin just written, whenever it has others;
 * 2. every other required provider without an entry gets one without checksums (`terraform init` fills them in);
 * 3. another provider's entry stays as it is, unless it names another version than the exactly required one: such an
 *    entry no longer counts for the CLI either.
 * Anything else in the file stays untouched.
 */

export interface RequiredProvider {
  /** As in `required_providers`: `null`, `hashicorp/null` or `registry.terraform.io/hashicorp/null`. */
  readonly source: string;
  /** The version constraint. Only an exact version can be locked ahead of `terraform init`. */
  readonly version?: string;
}

export interface LockedPlugin {
  readonly source: string;
  readonly version: string;
  readonly hash: string;
}

const HEADER = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;

interface Block {
  readonly address: string;
  readonly start: number;
  /** Behind its last line. */
  readonly end: number;
}

const OPENING = /^provider[ \t]+"([^"]+)"[ \t]*\{/;

/** The provider blocks as `terraform init` writes them: from their line to the first brace in the first column. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { address: string; start: number } | undefined;
  let position = 0;
  for (const line of text.split("\n")) {
    const start = position;
    position = Math.min(text.length, position + line.length + 1);
    const address = open === undefined ? OPENING.exec(line)?.[1] : undefined;
    if (address !== undefined) open = { address, start };
    else if (open !== undefined && line.startsWith("}")) {
      blocks.push({ ...open, end: position });
      open = undefined;
    }
  }
  return blocks;
}

/**
 * Returns the address of a source as the cdktf CLI looks it up in the lock file: always at the Terraform registry, also when
 * OpenTofu runs. OpenTofu adds an entry under its own registry at init and needs none before.
 */
export function lockAddress(source: string): string {
  const parts = source.split("/");
  if (parts.length === 1) return `registry.terraform.io/hashicorp/${source}`;
  return parts.length === 2 ? `registry.terraform.io/${source}` : source;
}

/** Returns the exact version that a constraint stands for, or undefined for a range. */
export function exactVersion(constraint: string | undefined): string | undefined {
  return /^=?\s*v?(\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?)$/.exec((constraint ?? "").trim())?.[1];
}

interface Entry {
  readonly address: string;
  readonly version: string;
  readonly hash?: string;
}

function renderEntry({ address, version, hash }: Entry): string {
  const hashes = hash === undefined ? "" : `  hashes = [\n    "${hash}",\n  ]\n`;
  return `provider "${address}" {\n  version     = "${version}"\n  constraints = "${version}"\n${hashes}}\n`;
}

function attribute(block: string, name: string): string | undefined {
  const attributes = block.split("\n").map((line) => /^\s*(\w+)\s*=\s*"([^"]*)"/.exec(line));
  return attributes.find((found) => found?.[1] === name)?.[2];
}

function isUpToDate(block: string, { version, hash }: Entry): boolean {
  if (attribute(block, "version") !== version) return false;
  if (hash === undefined) return true;
  return attribute(block, "constraints") === version && block.includes(`"${hash}"`);
}

function putEntry(text: string, entry: Entry): string {
  const blocks = blocksOf(text);
  const existing = blocks.find(({ address }) => address === entry.address);
  if (existing) {
    const { start, end } = existing;
    return isUpToDate(text.slice(start, end), entry)
      ? text
      : text.slice(0, start) + renderEntry(entry) + text.slice(end);
  }
  const follower = blocks.find(({ address }) => address > entry.address); // Terraform sorts by address
  if (follower) return `${text.slice(0, follower.start) + renderEntry(entry)}\n${text.slice(follower.start)}`;
  return `${text.trimEnd()}\n\n${renderEntry(entry)}`;
}

/** Returns the updated text of the lock file; `text` is undefined when there is no file yet. */
export function updateLock(
  text: string | undefined,
  plugin: LockedPlugin,
  required: readonly RequiredProvider[] = [],
): string {
  let result = text === undefined || text.trim() === "" ? HEADER : text.replace(/\r\n/g, "\n");
  result = putEntry(result, { address: plugin.source, version: plugin.version, hash: plugin.hash });
  for (const provider of required) {
    const address = lockAddress(provider.source);
    const version = exactVersion(provider.version);
    if (version === undefined || address === plugin.source || address.startsWith("terraform.io/builtin/"))
      continue;
    result = putEntry(result, { address, version });
  }
  return result;
}

/** Reports whether the lock file's text has an entry for a provider. */
export function hasEntry(text: string, source: string): boolean {
  return blocksOf(text).some(({ address }) => address === lockAddress(source));
}

type RequiredBlock = Readonly<Record<string, string | Partial<RequiredProvider>>>;

/**
 * What a written JSON configuration has under `terraform.required_providers`, as one object or as a list of them.
 * Read from the file, not from the constructs, since overrides count, too. Empty when there is no file.
 */
export function readRequiredProviders(file: string): RequiredProvider[] {
  if (!existsSync(file)) return [];
  const { terraform } = JSON.parse(readFileSync(file, "utf8"));
  const blocks: readonly RequiredBlock[] = [terraform ?? []]
    .flat()
    .flatMap((block) => block.required_providers ?? []);
  return blocks
    .flatMap((block) => Object.entries(block))
    .map(([name, wanted]) => requiredProvider(name, wanted));
}

function requiredProvider(name: string, wanted: string | Partial<RequiredProvider>): RequiredProvider {
  if (typeof wanted === "string") return { source: name, version: wanted };
  return { source: wanted.source ?? name, version: wanted.version };
}
