/** Checks of the stack that a construct is in: the framework, our provider, and dependencies across stacks. */
import { TerraformElement, TerraformProvider, TerraformStack, Tokenization } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { PROVIDER_ADDRESS } from "../../delivery";
import type { Issue } from "../../model";
import { requireFramework } from "../framework";
import { issueText, usageError } from "../usage-error";
import { isFirstTime, registryOf } from "./tree-registry";

/**
 * Registers a construct that others may depend on. At synth, a resource that depends on it from another stack is an error.
 * @throws Error in a stack of the other framework
 */
export function registerDependable(construct: IConstruct): void {
  requireFramework(construct);
  registryOf(construct).dependable.add(construct);
  const { root } = construct.node;
  if (!isFirstTime(root, "check dependents")) return;
  TerraformStack.of(construct).node.addValidation({ validate: () => foreignDependents(root) });
}

/**
 * Registers a resource or data source of our provider. At synth, a stack without the provider is an error.
 * @throws Error in a stack of the other framework
 */
export function registerProviderUser(construct: IConstruct): void {
  registerDependable(construct);
  const stack = TerraformStack.of(construct);
  if (!isFirstTime(stack, "check provider")) return;
  stack.node.addValidation({ validate: () => missingProvider(stack, construct) });
}

/**
 * Registers a provider of ours. At synth, another one that the stack's resources could not tell from it is an error.
 * @throws Error in a stack of the other framework
 */
export function registerProvider(provider: TerraformProvider): void {
  requireFramework(provider);
  provider.node.addValidation({ validate: () => sameAlias(provider) });
}

function missingProvider(stack: TerraformStack, user: IConstruct): string[] {
  if (ourProviders(stack).length > 0) return [];
  return [
    `${user.node.path} needs a CloudflareAccessProvider, and this stack has none. ` +
      'Add one: new CloudflareAccessProvider(stack, "cloudflare", { accountId: "…" })',
  ];
}

/** Each pair is reported once, at the later provider. */
function sameAlias(provider: TerraformProvider): string[] {
  const all = ourProviders(TerraformStack.of(provider));
  const earlier = all.slice(0, all.indexOf(provider)).find(({ alias }) => alias === provider.alias);
  if (!earlier) return [];
  const both = provider.alias === undefined ? "have no alias" : `have the alias ${provider.alias}`;
  return [
    `${earlier.node.path} and ${provider.node.path} ${both}, and a stack's providers need one each but for one of ` +
      'them: new CloudflareAccessProvider(stack, "other", { alias: "other", … }). A resource chooses one by its ' +
      "prop provider.",
  ];
}

function ourProviders(stack: TerraformStack): TerraformProvider[] {
  return stack.node
    .findAll()
    .filter(TerraformProvider.isTerraformProvider)
    .filter(({ terraformResourceType }) => terraformResourceType === PROVIDER_ADDRESS.type);
}

const WHY = "of another stack, which Terraform plans by itself";

/** Finds constructs of other stacks in the `dependsOn` of a construct that is about to be made. */
export function dependencyIssues(scope: Construct, dependsOn: unknown): Issue[] {
  if (!Array.isArray(dependsOn)) return [];
  return dependsOn.flatMap((dependency: unknown, index): Issue[] => {
    const [other] = foreign(scope, [dependency]);
    if (other === undefined) return [];
    return [
      {
        code: "reference-kind",
        severity: "error",
        path: ["dependsOn", index],
        what: `A construct ${WHY}`,
        got: `${other.constructor.name} ${other.node.path}`,
        fix: waysOut(scope, other),
      },
    ];
  });
}

/** @throws Error for the first construct of another stack in the `dependsOn` of one that is about to be made */
export function refuseForeignDependencies(owner: string, scope: Construct, dependsOn: unknown): void {
  const [found] = dependencyIssues(scope, dependsOn);
  if (found) throw usageError(`${owner}: ${issueText(found)}`);
}

/** The errors of all resources in the tree that depend on one of our constructs in another stack. */
function foreignDependents(root: IConstruct): string[] {
  const { dependable } = registryOf(root);
  return root.node
    .findAll()
    .filter(TerraformElement.isTerraformElement)
    .flatMap((element) => {
      const { dependsOn } = element as { readonly dependsOn?: readonly string[] };
      const given = (dependsOn ?? []).flatMap((text) => Tokenization.reverse(text)).map(dependableIn);
      return foreign(element, given)
        .filter((other) => dependable.has(other))
        .map(
          (other) =>
            `${element.node.path}: dependsOn has ${other.node.path} ${WHY}. ${waysOut(element, other)}`,
        );
    });
}

/** What a token of `dependsOn` stands for: the framework's type for it is not exported. */
function dependableIn(token: object): unknown {
  return (token as { readonly dependable?: unknown }).dependable;
}

/** Those of the dependencies that are constructs of another stack. */
function foreign(construct: IConstruct, dependencies: readonly unknown[]): IConstruct[] {
  const stack = TerraformStack.of(construct);
  return dependencies
    .flatMap((dependency) => constructOf(dependency, construct.node.root) ?? [])
    .filter((other) => TerraformStack.of(other) !== stack);
}

/** A dependency is a construct, or any object with the `fqn` of one. */
function constructOf(dependency: unknown, root: IConstruct): IConstruct | undefined {
  if (Construct.isConstruct(dependency)) return dependency;
  const { fqn } = (dependency ?? {}) as { readonly fqn?: unknown };
  if (typeof fqn !== "string") return undefined;
  return root.node.findAll().find((other) => TerraformElement.isTerraformElement(other) && other.fqn === fqn);
}

function waysOut(construct: IConstruct, other: IConstruct): string {
  const [dependent, first] = [construct, other].map((it) => TerraformStack.of(it).node.id);
  return (
    "Put both into one stack, or leave it out and call addDependency on the stack " +
    `${dependent} with the stack ${first}: then all of ${dependent} is deployed after ${first}.`
  );
}
