import type { Construct } from "constructs";

/** The path that a construct is going to have, for what is wrong with it before it is made. */
export function pathOfNew(scope: Construct, id: string): string {
  return [scope.node.path, id].filter((part) => part !== "").join("/");
}
