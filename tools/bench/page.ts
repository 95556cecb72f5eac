import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = join(__dirname, "..", "..", "docs", "performance.md");
const MEASURED = /(<!-- measured -->\n)[\s\S]*?(<!-- \/measured -->)/;

/** Writes the tables of a run into docs/performance.md, in place of those of the run before. */
export function writePage(tables: string): void {
  const page = readFileSync(PAGE, "utf8");
  if (!MEASURED.test(page)) throw new Error("docs/performance.md has no place for what was measured.");
  writeFileSync(
    PAGE,
    page.replace(MEASURED, (_, begin, end) => `${begin}\n\`\`\`\n${tables}\`\`\`\n\n${end}`),
  );
}
