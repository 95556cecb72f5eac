import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { Project, RUN_TYPESCRIPT } from "./project";

/** Where a project's one stack is synthesized to. */
export const STACK = "cdktf.out/stacks/access";

/** A cdktf project in TypeScript with policies of the names, whose state is in the database, or in the project. */
export function crowdProject(
  name: string,
  variables: Readonly<Record<string, string>>,
  policies: { readonly names: readonly string[]; readonly database?: string },
): Project {
  const project = new Project(name, variables);
  project.write("package.json", { name: "user", private: true, type: "commonjs" });
  project.write("cdktf.json", {
    language: "typescript",
    app: `${RUN_TYPESCRIPT} main.ts`,
    projectId: "e2e",
    sendCrashReports: "false",
  });
  copyFileSync(join(__dirname, "..", "fixtures", "crowd.ts"), project.path("main.ts"));
  project.write("policies.json", policies);
  return project;
}
