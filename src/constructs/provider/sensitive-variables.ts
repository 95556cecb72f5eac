import {
  DefaultTokenResolver,
  type IResolvable,
  StringConcat,
  TerraformElement,
  type TerraformProvider,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from "cdktf";
import type { IConstruct } from "constructs";
import { PROVIDER_ADDRESS } from "../../delivery";

/**
 * Whether a policy of a provider uses a sensitive TerraformVariable, itself or by a TerraformLocal. A provider sees values
 * and no marks, so this is only known at synth. What other resources mark as sensitive is not known here.
 */
export function usesSensitiveVariables(provider: TerraformProvider): boolean {
  const elements = TerraformStack.of(provider).node.findAll().filter(TerraformElement.isTerraformElement);
  const sensitive = elements.filter(isSensitiveVariable).map((element) => `var.${element.friendlyUniqueId}`);
  if (sensitive.length === 0) return false;
  const names = [...sensitive, ...localsOf(elements, sensitive)];
  return elements.some(
    (element) => isPolicyOf(provider, element) && mentions(resolved(element, attributesOf(element)), names),
  );
}

function isSensitiveVariable(element: TerraformElement): boolean {
  return "sensitive" in element && "nullable" in element && element.sensitive === true;
}

/** The locals whose expressions use the names, or another one of these locals. */
function localsOf(elements: readonly TerraformElement[], sensitive: readonly string[]): readonly string[] {
  const locals = elements
    .filter((element) => "expression" in element && "asStringMap" in element)
    .map((element) => {
      const { locals: own } = element.toTerraform() as { locals?: unknown };
      return { name: `local.${element.friendlyUniqueId}`, text: resolved(element, own) };
    });
  const names = new Set<string>();
  for (let before = -1; names.size > before; ) {
    before = names.size;
    for (const { name, text } of locals) if (mentions(text, [...sensitive, ...names])) names.add(name);
  }
  return [...names];
}

function isPolicyOf(provider: TerraformProvider, element: TerraformElement): element is TerraformResource {
  if (!TerraformResource.isTerraformResource(element)) return false;
  if (!element.terraformResourceType.startsWith(`${PROVIDER_ADDRESS.type}_`)) return false;
  return element.provider === undefined ? provider.alias === undefined : element.provider === provider;
}

function attributesOf(policy: TerraformElement): unknown {
  return (policy as unknown as { synthesizeAttributes(): unknown }).synthesizeAttributes();
}

function resolved(scope: IConstruct, value: unknown): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return JSON.stringify(
    Tokenization.resolve(value as IResolvable, { scope, resolver, preparing: false }) ?? null,
  );
}

function mentions(text: string, names: readonly string[]): boolean {
  return names.some((name) => {
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (!NAME_CHARACTER.test(text.charAt(at - 1)) && !NAME_CHARACTER.test(text.charAt(at + name.length)))
        return true;
    }
    return false;
  });
}

const NAME_CHARACTER = /[\w-]/;
