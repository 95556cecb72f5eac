/** Writes the files that follow from the model's tables: `npm run generate`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { outputs } from "./outputs";

const root = join(__dirname, "..", "..");

for (const { path, content } of outputs(root)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  console.log(`wrote ${path}`);
}
