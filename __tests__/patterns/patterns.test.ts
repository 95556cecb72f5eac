import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { checkSync } from "recheck";
import { builtPatternsIn, patternsIn } from "./patterns-in-source";

/*
 * Text from the API, from a page instead of its answer or from a file may be long and made to hurt. No pattern of the
 * source may need more than time in proportion to it: a pattern that can read one text in several ways needs minutes for a
 * megabyte, in which the process hears nothing else.
 */

const SOURCE = join(__dirname, "..", "..", "src");
const PATTERNS = [...new Map(patternsIn(SOURCE).map((it) => [`/${it.source}/${it.flags}`, it]))];

/** Why a pattern may need longer; undefined where an automaton proves that it does not. Look-arounds have no proof. */
function slowness(source: string, flags: string): string | undefined {
  // The library's part that runs on every platform.
  process.env.RECHECK_BACKEND = "pure";
  const found = checkSync(source, flags, { checker: "automaton", timeout: 60_000 });
  if (found.status === "safe") return undefined;
  return found.status === "vulnerable" ? found.attack.pattern : found.error.kind;
}

const MEGABYTE = 2 ** 20;

/** Whether the pattern is through with a text in time: 50 ms are meant, on a machine that does much else besides. */
function isThrough(source: string, flags: string, text: string): boolean {
  try {
    runInNewContext("pattern.exec(text)", { pattern: new RegExp(source, flags), text }, { timeout: 3_000 });
    return true;
  } catch {
    return false;
  }
}

/** Megabytes that nearly fit: the pattern's own letters, one run after the other and all of them, over and over. */
function longTexts(source: string): string[] {
  const runs = source
    .replace(/\\[A-Za-z]|\[[^\]]*\]|[$()?*+|^]/g, "\n")
    .replaceAll("\\", "")
    .split("\n")
    .filter((run) => run !== "");
  const repeated = new Set(["0", " ", "a", ...runs, ...(runs.length > 0 ? [runs.join("")] : [])]);
  return [...repeated].map((run) => `${run.repeat(Math.ceil(MEGABYTE / run.length))}\u0000`);
}

test("no pattern is built from text, so that all can be checked", () => {
  expect(builtPatternsIn(SOURCE)).toEqual([]);
});

describe.each(PATTERNS)("the pattern %s", (_written, { source, flags }) => {
  test("needs time in proportion to the text", () => {
    expect(slowness(source, flags)).toBeUndefined();
  });

  test("is through with a megabyte that nearly fits", () => {
    const slow = longTexts(source).find((text) => !isThrough(source, flags, text));
    expect(slow?.slice(0, 80)).toBeUndefined();
  });
});

describe.each([
  ["a title's", "<title[^>]*>([^<]*)<", "i"],
  ["the end's blanks", "\\s*$", ""],
  ["nested repetition", "^(a+)+$", ""],
])("a pattern that can read a text in many ways: %s", (_what, source, flags) => {
  test("is found, and so is a text that shows it", () => {
    expect(slowness(source, flags)).toEqual(expect.any(String));
    expect(longTexts(source).every((text) => isThrough(source, flags, text))).toBe(false);
  });
});
