import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "..", "golden");
const SUFFIX = ".golden.txt";

/** Compares a text with the one that was read and found good; with UPDATE_GOLDEN=1 it replaces that one. */
export function expectGolden(name: string, text: string): void {
  const file = join(FOLDER, name + SUFFIX);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  const kept = existsSync(file)
    ? readFileSync(file, "utf8")
    : "(no such file: UPDATE_GOLDEN=1 writes it, read it before you keep it)";
  expect(text).toBe(kept);
}

/** The names of all texts that are kept. */
export function goldenNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
}
