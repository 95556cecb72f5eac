import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lookupsSource } from "./lookups";
import { policyPropsSource } from "./policy-props";
import { withTables } from "./readme-tables";
import { ruleFactoriesSource } from "./rule-factories";

/** A file, by its path from the repository's root, and what it should contain. */
export interface Output {
  readonly path: string;
  readonly content: string;
}

/** Every file that follows from the model's tables. */
export function outputs(root: string): Output[] {
  const sources = [
    { path: "src/constructs/gen/lookups.ts", content: lookupsSource() },
    { path: "src/constructs/gen/policy-props.ts", content: policyPropsSource() },
    { path: "src/constructs/gen/rule-factories.ts", content: ruleFactoriesSource() },
  ];
  const readme = join(root, "README.md");
  if (!existsSync(readme)) return sources;
  return [...sources, { path: "README.md", content: withTables(readFileSync(readme, "utf8")) }];
}
