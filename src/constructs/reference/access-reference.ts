import { Construct, type IConstruct } from "constructs";
import {
  type Issue,
  issue,
  lintReferenceId,
  type Reference,
  type ReferenceKind,
  referenceOf,
  renderIssue,
} from "../../model";
import { childPath } from "../constructor-arguments";
import { isFrameworkClass } from "../framework";
import { tokenForText } from "../list-tokens";
import { isToken, withTextTokens } from "../tokens";
import { shown, usageError } from "../usage-error";

/** An object of the account that rules and policies refer to, looked up by name or given by its ID. */
export interface IAccessReference extends IConstruct {
  /** What it is. A group, for example, is refused where a list is asked for. */
  readonly referenceKind: ReferenceKind;
  /** Its ID, as the API gives it. */
  readonly id: string;
  /** Its type as the API spells it, where it is known at synth. */
  readonly knownType?: string;
}

/**
 * An object of the account that is given by its ID: nothing is looked up.
 * @internal
 */
export class KnownReference<Kind extends ReferenceKind> extends Construct {
  readonly id: string;

  /** @throws Error for an ID that is empty or not a text */
  constructor(
    scope: Construct,
    constructId: string,
    readonly referenceKind: Kind,
    id: string,
  ) {
    const definition = referenceOf(referenceKind);
    childPath(definition.construct, scope, constructId);
    super(scope, constructId);
    this.id = withTextTokens(id);
    checkText(`${definition.construct} "${this.node.path}"`, definition, "ID", id);
  }
}

/**
 * Checks a name or an ID.
 * @param owner what it is given to, such as `AccessGroup "access/eng"`
 * @throws Error for an empty text, and for what is not a text
 * @internal
 */
export function checkText(
  owner: string,
  { noun }: { readonly noun: string },
  what: string,
  value: unknown,
): void {
  const found = tokenForText([], value) ?? referenceErrors([], value, undefined)[0];
  if (found) throw usageError(`${owner}: ${what}: ${renderIssue(found)}`);
  if (isToken(value) || (typeof value === "string" && value.trim() !== "")) return;
  throw usageError(
    `${owner}: the ${what} is ${shown(value)}. Give the ${what} of the ${noun} as a text, or a token for it.`,
  );
}

function isReference(value: unknown): value is Construct & IAccessReference {
  return Construct.isConstruct(value) && "referenceKind" in value;
}

/**
 * Returns the ID of a reference of the kind that is asked for; every other value as it is.
 * @internal
 */
export function idOfReference(value: unknown, asked: Reference | undefined): unknown {
  return isReference(value) && mismatch(value, asked) === undefined ? value.id : value;
}

/**
 * Finds what is wrong with a construct where a text is asked for, if something is.
 * @internal
 */
export function referenceErrors(path: Issue["path"], value: unknown, asked: Reference | undefined): Issue[] {
  if (!Construct.isConstruct(value)) return [];
  const wrong = mismatch(value, asked);
  if (wrong === undefined) return [];
  const what = `${value.constructor.name} ${value.node.path}`;
  const definition = asked && referenceOf(asked.kind);
  const one = definition && withArticle(definition.noun);
  const facts =
    wrong === "type"
      ? {
          got: `${what} of the type ${(value as IAccessReference).knownType}`,
          meant: `${one} of the type ${asked!.type}`,
        }
      : {
          got: what,
          allowed: definition ? `${withArticle(definition.construct)}, or an ID as a text` : "a text",
          meant: one,
        };
  const found = issue(`reference-${wrong}`, path, facts);
  return isFrameworkClass(value, "TerraformVariable") ? [{ ...found, fix: VALUE_OF_VARIABLE }] : [found];
}

const VALUE_OF_VARIABLE =
  "Give the variable's value: .stringValue, .numberValue, .booleanValue or .listValue.";

/**
 * Warns of a text that does not look like the ID it stands for, and shows how to refer to the object by its name.
 * @internal
 */
export function nameWarnings(path: Issue["path"], value: unknown, asked: Reference | undefined): Issue[] {
  return asked === undefined || isToken(value) ? [] : lintReferenceId(path, value, asked);
}

/** Whether a construct is of another kind than what is asked for, or of another type. */
function mismatch(value: Construct, asked: Reference | undefined): "kind" | "type" | undefined {
  if (asked === undefined || !isReference(value) || value.referenceKind !== asked.kind) return "kind";
  const { knownType } = value;
  return asked.type !== undefined && knownType !== undefined && knownType !== asked.type ? "type" : undefined;
}

function withArticle(noun: string): string {
  return `${/^[AEIOU]/i.test(noun) ? "an" : "a"} ${noun}`;
}
