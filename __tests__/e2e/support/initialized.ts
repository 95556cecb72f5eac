import { copyFileSync } from "node:fs";
import { REQUIRED_PROVIDER } from "./every-field";
import { Project, succeeded } from "./project";

/** Initializes one folder, and makes projects that share what is in it: `terraform init` is not each test's concern. */
export async function initializeOnce(): Promise<
  (name: string, variables: Readonly<Record<string, string>>) => Project
> {
  const origin = new Project("initialized");
  origin.write("main.tf", REQUIRED_PROVIDER);
  await succeeded(origin.cfAccess("mirror", "terraform.d/plugins"));
  await succeeded(origin.engine("init"));
  return (name, variables) => {
    const project = new Project(name, { ...variables, TF_DATA_DIR: origin.path(".terraform") });
    copyFileSync(origin.path(".terraform.lock.hcl"), project.path(".terraform.lock.hcl"));
    return project;
  };
}
