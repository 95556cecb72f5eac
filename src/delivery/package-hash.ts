import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** The files of a provider package: path within the package (with `/`) and content. */
export type PackageFiles = Readonly<Record<string, Uint8Array>>;

/**
 * The `h1:` checksum of a provider package as Terraform's lock file holds it: the SHA-256 of one line a file, sorted
 * by name, `"<sha256 of the content, hex>  <name>\n"`, in base64. Names, contents, nothing else: modes and times do
 * not count, and so the hash is the same on every platform.
 */
export function hashFiles(files: PackageFiles): string {
  const lines = Object.keys(files)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((name) => `${createHash("sha256").update(files[name]!).digest("hex")}  ${name}\n`);
  return `h1:${createHash("sha256").update(lines.join("")).digest("base64")}`;
}

/** The `h1:` checksum of an unpacked provider package on disk. */
export function packageHash(directory: string): string {
  const files: Record<string, Uint8Array> = {};
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    files[relative(directory, path).split(sep).join("/")] = readFileSync(path);
  }
  return hashFiles(files);
}
