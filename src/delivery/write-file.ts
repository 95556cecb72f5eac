import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

let counter = 0;

/** A name that no other file has: temporary files are written to `scratch`, never in a package folder, which is hashed. */
function temporaryName(scratch: string): string {
  counter += 1;
  return join(scratch, `.cf-access-${process.pid}-${counter}.tmp`);
}

function isSame(file: string, content: Uint8Array, mode: number): boolean {
  try {
    const found = statSync(file);
    return (
      found.size === content.length && (found.mode & 0o777) === mode && readFileSync(file).equals(content)
    );
  } catch {
    return false;
  }
}

function writeAtomically(file: string, scratch: string, make: (temporary: string) => void): void {
  mkdirSync(dirname(file), { recursive: true });
  mkdirSync(scratch, { recursive: true });
  const temporary = temporaryName(scratch);
  try {
    make(temporary);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * Writes a file whole or not at all (by a rename), and not when it has that content already.
 * `scratch` is a folder on the same file system for the half-written file; by default the file's own.
 * Returns whether anything was written.
 */
export function writeFileIfChanged(
  file: string,
  content: Uint8Array,
  { mode = 0o644, scratch = dirname(file) }: { mode?: number; scratch?: string } = {},
): boolean {
  if (isSame(file, content, mode)) return false;
  writeAtomically(file, scratch, (temporary) => {
    writeFileSync(temporary, content);
    chmodSync(temporary, mode); // writeFileSync's own mode is cut by the umask
  });
  return true;
}

/**
 * Makes `file` a second name (hard link) of `original`: it takes no space, and is a regular file to everything that reads
 * or copies it. Where the file system has no hard links, it becomes a copy. `mode` is the original's.
 */
export function linkFile(
  file: string,
  original: string,
  { mode, scratch }: { mode: number; scratch: string },
): boolean {
  if (isSameInode(file, original)) return false;
  if (existsSync(file) && isSame(file, readFileSync(original), mode)) return false;
  try {
    writeAtomically(file, scratch, (temporary) => linkSync(original, temporary));
    return true;
  } catch {
    return writeFileIfChanged(file, readFileSync(original), { mode, scratch });
  }
}

function isSameInode(file: string, other: string): boolean {
  const [one, two] = [file, other].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }));
  return one !== undefined && two !== undefined && one.ino === two.ino && one.dev === two.dev;
}
