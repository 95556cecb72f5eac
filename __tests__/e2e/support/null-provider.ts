import { LAY_STAND_IN } from "../../../tools/null-provider";
import { type Project, succeeded } from "./project";
import { session } from "./session";

/** Where the registry is out of reach, a stand-in for `hashicorp/null` in the stack's mirror; else the real one is used. */
export async function provideNull(project: Project, stack: string): Promise<void> {
  if (session().registryAnswers) return;
  await succeeded(project.node(LAY_STAND_IN, project.path("cdktf.out", "stacks", stack)));
}
