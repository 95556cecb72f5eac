import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { entryFor } from "./framework-entry";
import { usageError } from "./usage-error";

/** Under this symbol both frameworks keep the full name of each of their classes, such as `cdktf.TerraformStack`. */
const CLASS_NAME = Symbol.for("jsii.rtti");

/** The framework that this module was built for: `cdktf`, or `cdktn` in the other entry of the package. */
export const FRAMEWORK = frameworkOf(TerraformStack.prototype)!;

/** Reports whether a value is an instance of a framework's class, from any copy of the framework. */
export function isFrameworkClass(value: object, name: string): boolean {
  return classNames(value).some((full) => full === `${frameworkOf(value)}.${name}`);
}

/**
 * Refuses a stack of the other framework: its synth would fail later, at a method that only its own elements have.
 * @throws Error that says which entry of the package to import
 */
export function requireFramework(construct: IConstruct): void {
  const stack = TerraformStack.of(construct);
  const framework = frameworkOf(stack);
  if (framework === undefined || framework === FRAMEWORK) return;
  throw usageError(
    `${construct.constructor.name} "${construct.node.path}" is made for ${FRAMEWORK}, and its stack is one of ` +
      `${framework}: import it from "${entryFor(framework)}".`,
  );
}

function frameworkOf(value: object): string | undefined {
  const stem = classNames(value).find((full) => /^cdkt[a-z]\./.test(full));
  return stem?.slice(0, stem.indexOf("."));
}

/** The full names of a value's class and of those that it extends, as far as they are kept. */
function classNames(value: object): string[] {
  const names: string[] = [];
  for (let it: object | null = value; it !== null; it = Object.getPrototypeOf(it)) {
    const owner = Object.hasOwn(it, "constructor") ? (it.constructor as unknown as NamedClass) : undefined;
    const full = owner?.[CLASS_NAME]?.fqn;
    if (full !== undefined) names.push(full);
  }
  return names;
}

interface NamedClass {
  readonly [CLASS_NAME]?: { readonly fqn?: string };
}
