import {
  DefaultTokenResolver,
  StringConcat,
  TerraformDataSource,
  TerraformElement,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import { isFrameworkClass } from "./framework";

/**
 * What the blocks of a stack need of each other, by reference or `depends_on`. Each is looked at when it is asked for:
 * most stacks have policies that nothing but the account is needed for.
 */
export class StackReferences {
  readonly #elements = new Map<string, TerraformElement[]>();
  readonly #needs = new Map<string, Set<string>>();
  #successorsFirst: Set<string> | undefined;

  constructor(stack: TerraformStack) {
    for (const element of stack.node.findAll()) {
      if (!TerraformElement.isTerraformElement(element) || TerraformStack.of(element) !== stack) continue;
      const address = addressOf(element);
      if (address === undefined) continue;
      const same = this.#elements.get(address);
      if (same) same.push(element);
      else this.#elements.set(address, [element]);
    }
  }

  /** Has one resource need another, if that changes nothing but the order of operations; whether it does. */
  link(from: TerraformResource, to: TerraformResource): boolean {
    const [first, second] = [addressOf(to)!, addressOf(from)!];
    // A resource that has moved to another name is no block any more.
    if ([from, to].some((resource) => resourceBlock(resource) === undefined)) return false;
    if (this.#reach([first]).has(second) || this.#needsOf(second).has(first)) return false;
    const successorsFirst = this.#madeBeforeDeleted();
    if (successorsFirst.has(second) && !successorsFirst.has(first)) return false;
    this.#needsOf(second).add(first);
    return true;
  }

  /** Everything that some blocks need, and what that needs, with themselves. */
  #reach(addresses: Iterable<string>): Set<string> {
    const reached = new Set(addresses);
    for (const address of reached) for (const needed of this.#needsOf(address)) reached.add(needed);
    return reached;
  }

  #needsOf(address: string): Set<string> {
    const known = this.#needs.get(address);
    if (known) return known;
    const needs = new Set((this.#elements.get(address) ?? []).flatMap((element) => this.#namedIn(element)));
    this.#needs.set(address, needs);
    return needs;
  }

  /** Terraform hands `create_before_destroy` on to whatever such a resource needs. */
  #madeBeforeDeleted(): ReadonlySet<string> {
    const chosen = () =>
      [...this.#elements].flatMap(([address, elements]) =>
        elements.some((element) => isMadeBeforeDeleted(element)) ? [address] : [],
      );
    this.#successorsFirst ??= this.#reach(chosen());
    return this.#successorsFirst;
  }

  #namedIn(element: TerraformElement): string[] {
    const resolver = new DefaultTokenResolver(new StringConcat());
    const block = Tokenization.resolve(element.toTerraform(), { scope: element, resolver, preparing: false });
    const words: readonly string[] = JSON.stringify(block)?.match(/[\w.-]+/g) ?? [];
    const named = words.flatMap((word) => ADDRESS.exec(word)?.[0] ?? []);
    const self = addressOf(element);
    const known = named.filter((address) => address !== self && this.#elements.has(address));
    return [...known, ...this.#providersOf(element)];
  }

  /** The providers that a block may use, whichever it is. */
  #providersOf(element: TerraformElement): string[] {
    if (TerraformProvider.isTerraformProvider(element) || isLocal(element)) return [];
    const type = (element as { terraformResourceType?: string }).terraformResourceType;
    return [...this.#elements.keys()].filter(
      (address) =>
        address.startsWith(PROVIDER) &&
        (type === undefined || `${type}_`.startsWith(`${address.slice(PROVIDER.length)}_`)),
    );
  }
}

const PROVIDER = "provider.";

const ADDRESS = /^(?:data\.)?[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*/;

/** What a block is called in references; a provider has a name of its own here. Undefined for what nothing refers to. */
export function addressOf(element: TerraformElement): string | undefined {
  const name = element.friendlyUniqueId;
  if (TerraformResource.isTerraformResource(element)) return `${element.terraformResourceType}.${name}`;
  if (TerraformDataSource.isTerraformDataSource(element))
    return `data.${element.terraformResourceType}.${name}`;
  if (TerraformProvider.isTerraformProvider(element)) return `${PROVIDER}${element.terraformResourceType}`;
  if (isLocal(element)) return `local.${name}`;
  return isFrameworkClass(element, "TerraformModule") ? `module.${name}` : undefined;
}

function isLocal(element: TerraformElement): boolean {
  return isFrameworkClass(element, "TerraformLocal");
}

function resourceBlock(resource: TerraformResource): unknown {
  return (resource.toTerraform() as { resource?: unknown }).resource;
}

function isMadeBeforeDeleted(element: TerraformElement): boolean {
  if (!TerraformResource.isTerraformResource(element)) return false;
  const { lifecycle, rawOverrides } = element as TerraformResource & {
    readonly rawOverrides?: { readonly lifecycle?: { readonly create_before_destroy?: unknown } };
  };
  return (
    (lifecycle?.createBeforeDestroy ?? rawOverrides?.lifecycle?.create_before_destroy ?? false) !== false
  );
}
