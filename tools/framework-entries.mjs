// The same constructs for CDK Terrain: what the compiler wrote for cdktf, with the one name of the framework in its
// imports replaced by the other. What imports no framework (model, delivery, emulator) is shared by both entries, so it
// must not hold a framework's classes; the architecture test keeps it so.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const FRAMEWORK = "cdktf";
const FORK = "cdktn";
/** The one folder that imports the framework. Its copy is beside it, so relative imports stay as they are. */
const CONSTRUCTS = "constructs";
const COPY = `${CONSTRUCTS}-${FORK}`;

/**
 * Writes `cdktn.js` and `cdktn.d.ts` beside `index.js` and `index.d.ts`, and the constructs that they export.
 * @param {string} dist the folder that the compiler wrote to
 * @returns {string} how much was written
 */
export function writeCdktnEntry(dist) {
  rmSync(join(dist, COPY), { recursive: true, force: true });
  cpSync(join(dist, CONSTRUCTS), join(dist, COPY), { recursive: true });
  const copied = readdirSync(join(dist, COPY), { recursive: true })
    .filter((file) => /\.(js|d\.ts)$/.test(file))
    .map((file) => join(dist, COPY, file));
  for (const ending of [".js", ".d.ts"]) {
    cpSync(join(dist, `index${ending}`), join(dist, `${FORK}${ending}`));
    copied.push(join(dist, `${FORK}${ending}`));
  }
  for (const file of copied) writeFileSync(file, forFork(readFileSync(file, "utf8"), file));
  return `${copied.length} files`;
}

/** The text with its imports turned; nothing else is touched, as messages and comments speak of both frameworks. */
function forFork(text, file) {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  let [turned, from] = ["", 0];
  for (const { fileName, pos } of importedFiles.toSorted((a, b) => a.pos - b.pos)) {
    // The compiler gives the position of the quote before the name.
    const start = pos + 1;
    turned += text.slice(from, start) + specifierForFork(fileName, file);
    from = start + fileName.length;
  }
  return turned + text.slice(from);
}

function specifierForFork(specifier, file) {
  if (specifier === FRAMEWORK) return FORK;
  if (specifier === `./${CONSTRUCTS}`) return `./${COPY}`;
  // A path inside of the framework, or a package of its family, which brings the framework with it.
  if (/^@?cdktf(\/|$)/.test(specifier))
    throw new Error(`${file} imports ${specifier}, which ${FORK} does not have.`);
  return specifier;
}
