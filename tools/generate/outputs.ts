import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accessRuleSource } from "./access-rule";
import { lookupsSource } from "./lookups";
import { policyPropsSource } from "./policy-props";
import { protocolTablesSource } from "./protocol-tables";
import { withTables } from "./tables";

const ROOT = join(__dirname, "..", "..");

/** A file, by its path from the repository's root, and what it should contain. */
export interface Output {
  readonly path: string;
  readonly content: string;
}

/** Texts with tables in them. */
const PAGES = ["README.md", "docs/warnings.md"];

/** Every file that follows from the model's tables. */
export function outputs(root: string): Output[] {
  const sources = [
    { path: "src/constructs/reference/gen/lookups.ts", content: lookupsSource() },
    { path: "src/constructs/policy/gen/policy-props.ts", content: policyPropsSource() },
    { path: "src/constructs/rule/gen/access-rule.ts", content: accessRuleSource() },
    { path: "src/plugin/protocol/wire/gen/tables.ts", content: protocolTablesSource(ROOT) },
  ];
  const pages = PAGES.filter((path) => existsSync(join(root, path)));
  const written = pages.map((path) => ({
    path,
    content: withTables(readFileSync(join(root, path), "utf8")),
  }));
  return [...sources, ...written];
}
