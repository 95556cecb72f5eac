import { readFileSync } from "node:fs";
import path from "node:path";
import type { CtyValue, ObjectValue } from "../../../../src/plugin";

/** A row of a table of the page: an attribute in two representations. */
export type Row = readonly [attribute: string, one: string, other: string];

const PAGE = readFileSync(path.join(__dirname, "../../../../docs/equality.md"), "utf8");

/** The rows of the tables below a heading. */
export function rowsBelow(heading: string): Row[] {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/equality.md has no section "${heading}"`);
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, code]) => code!) as unknown as Row);
}

/** A policy in which the attribute, `include.email` say, has the value, which is written as in HCL. */
export function policyWith(attribute: string, written: string): ObjectValue {
  const value = JSON.parse(written.replace(/(\w+) = /g, '"$1": ')) as CtyValue;
  const config = attribute
    .split(".")
    .reduceRight<CtyValue>((inner, name) => ({ [name]: inner }), value) as ObjectValue;
  const include = { certificate: ["*"], ...(config.include as ObjectValue | undefined) };
  return { name: "A policy", decision: "allow", ...config, include };
}
