import { TerraformElement, TerraformStack, Tokenization } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import type { Issue } from "../../model";
import { issueText } from "../issue-text";
import { mistake } from "../usage-error";
import { isFirstTime } from "./tree-registry";

const DEPENDABLE = Symbol.for("cdktf-cloudflare-access.dependable");

/** Has the whole tree checked at synth, once, for resources that depend on one of these constructs from another stack. */
export function checkDependents(construct: IConstruct): void {
  Object.defineProperty(construct, DEPENDABLE, { value: true });
  const { root } = construct.node;
  if (!isFirstTime(root, "dependents")) return;
  TerraformStack.of(construct).node.addValidation({ validate: () => foreignDependents(root) });
}

function foreignDependents(root: IConstruct): string[] {
  return root.node
    .findAll()
    .filter(TerraformElement.isTerraformElement)
    .flatMap((element) => {
      const { dependsOn } = element as { readonly dependsOn?: readonly string[] };
      const given = (dependsOn ?? []).flatMap((text) => Tokenization.reverse(text)).map(dependableIn);
      return foreign(element, given)
        .filter((other) => DEPENDABLE in other)
        .map(
          (other) =>
            `${element.node.path}: dependsOn has ${other.node.path} ${WHY}. ${waysOut(element, other)}`,
        );
    });
}

/** What a token of `dependsOn` stands for: cdktf's type for it is not exported. */
function dependableIn(token: object): unknown {
  return (token as { readonly dependable?: unknown }).dependable;
}

/** The errors in the `dependsOn` of a construct that is about to be made. */
export function dependencyIssues(scope: Construct, dependsOn: unknown): Issue[] {
  if (!Array.isArray(dependsOn)) return [];
  return foreign(scope, dependsOn).map((other) => ({
    code: "reference-kind",
    severity: "error",
    path: ["dependsOn", dependsOn.indexOf(other)],
    what: `A construct ${WHY}`,
    got: `${other.constructor.name} ${other.node.path}`,
    fix: waysOut(scope, other),
  }));
}

const WHY = "of another stack, which Terraform plans by itself";

function foreign(construct: IConstruct, dependencies: readonly unknown[]): Construct[] {
  const stack = TerraformStack.of(construct);
  return dependencies.filter(Construct.isConstruct).filter((other) => TerraformStack.of(other) !== stack);
}

function waysOut(construct: IConstruct, other: IConstruct): string {
  const [dependent, first] = [construct, other].map((it) => TerraformStack.of(it).node.id);
  return (
    "Put both into one stack, or leave it out and call addDependency on the stack " +
    `${dependent} with the stack ${first}: then all of ${dependent} is deployed after ${first}.`
  );
}

/** @throws Error for the first construct of another stack in the `dependsOn` of one that is about to be made */
export function refuseForeignDependencies(owner: string, scope: Construct, dependsOn: unknown): void {
  const [found] = dependencyIssues(scope, dependsOn);
  if (found) throw mistake(`${owner}: ${issueText(found)}`);
}
