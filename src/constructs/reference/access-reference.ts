import { Construct, type IConstruct } from "constructs";
import {
  adviseOnReferenceId,
  type Issue,
  issue,
  type Reference,
  type ReferenceKind,
  referenceOf,
  renderIssue,
  validateAccountId,
  validatePlaceId,
} from "../../model";
import { pathOfNew } from "../constructor-arguments";
import { isFrameworkClass } from "../framework";
import { tokenForText } from "../list-tokens";
import { withTextTokens } from "../number-tokens";
import { isToken } from "../tokens";
import { mistake } from "../usage-error";

/** Something of the account that rules and policies refer to, looked up by name or given by its ID. */
export interface IAccessReference extends IConstruct {
  /** What it is; keeps one from being given where another is meant. */
  readonly referenceKind: ReferenceKind;
  /** Its ID, as the API gives it. */
  readonly id: string;
  /** Its type as the API spells it, where it is known at synth. */
  readonly knownType?: string;
}

/** Something of the account that is given by its ID: nothing is looked up. */
export class KnownReference<Kind extends ReferenceKind> extends Construct {
  readonly id: string;

  constructor(
    scope: Construct,
    constructId: string,
    readonly referenceKind: Kind,
    id: string,
  ) {
    const definition = referenceOf(referenceKind);
    pathOfNew(definition.construct, scope, constructId);
    super(scope, constructId);
    this.id = withTextTokens(id);
    checkText(`${definition.construct} "${this.node.path}"`, definition, "ID", id);
  }
}

/**
 * @param owner what it is given to, such as `AccessGroup "access/eng"`
 * @throws Error for what can not be a name or an ID
 */
export function checkText(
  owner: string,
  { noun }: { readonly noun: string },
  what: string,
  value: unknown,
): void {
  const found = tokenForText([], value) ?? referenceMistakes([], value, undefined)[0];
  if (found) throw mistake(`${owner}: ${what}: ${renderIssue(found)}`);
  if (isToken(value) || (typeof value === "string" && value.trim() !== "")) return;
  throw mistake(
    `${owner}: the ${what} is ${JSON.stringify(value) ?? "missing"}. ` +
      `Give the ${what} of the ${noun} as a text, or a token for it.`,
  );
}

/**
 * @param owner what it is given to, such as `AccessGroup "access/eng"`
 * @throws Error for what can not be an ID in the address of a request
 */
export function checkPlaceId(owner: string, name: string, value: unknown): void {
  const found =
    tokenForText([], value) ??
    referenceMistakes([], value, undefined)[0] ??
    (isToken(value) ? undefined : placeMistakes(name, value)[0]);
  if (found) throw mistake(`${owner}: ${name}: ${renderIssue(found)}`);
}

/** The errors in an ID that says where something is kept, by the name of the attribute or the prop. */
export function placeMistakes(name: string, value: unknown): Issue[] {
  const isAccount = name === "account_id" || name === "accountId";
  return isAccount ? validateAccountId(name, value) : validatePlaceId(name, value);
}

/** The errors in the props that say which application's policies a list has: `appId` is required, `accountId` is not. */
export function locationIssues({
  appId,
  accountId,
}: {
  readonly appId?: unknown;
  readonly accountId?: unknown;
}): Issue[] {
  const misplaced = referenceMistakes(["appId"], appId, { kind: "application" });
  if (misplaced.length > 0) return misplaced;
  const application = idOfReference(appId, { kind: "application" });
  const missing = application === undefined || application === null;
  const ids = missing ? { accountId } : { appId: application, accountId };
  return [
    ...(missing ? [issue("error", "missing", ["appId"], { name: "appId" })] : []),
    ...Object.entries(ids).flatMap(([name, id]) => (isToken(id) ? [] : placeMistakes(name, id))),
  ];
}

function isReference(value: unknown): value is Construct & IAccessReference {
  return Construct.isConstruct(value) && "referenceKind" in value;
}

/** The ID in place of what it is the ID of, where that is what is meant; anything else as it stands. */
export function idOfReference(value: unknown, meant: Reference | undefined): unknown {
  return isReference(value) && misplacement(value, meant) === undefined ? value.id : value;
}

/** What is wrong with a construct in place of a text, if something is. */
export function referenceMistakes(
  path: Issue["path"],
  value: unknown,
  meant: Reference | undefined,
): Issue[] {
  if (!Construct.isConstruct(value)) return [];
  const misplaced = misplacement(value, meant);
  if (misplaced === undefined) return [];
  const what = `${value.constructor.name} ${value.node.path}`;
  const definition = meant && referenceOf(meant.kind);
  const one = definition && article(definition.noun);
  const facts =
    misplaced === "type"
      ? {
          got: `${what} of the type ${(value as IAccessReference).knownType}`,
          meant: `${one} of the type ${meant!.type}`,
        }
      : {
          got: what,
          allowed: definition ? `${article(definition.construct)}, or an ID as a text` : "a text",
          meant: one,
        };
  const found = issue("error", `reference-${misplaced}`, path, facts);
  return isFrameworkClass(value, "TerraformVariable") ? [{ ...found, fix: VALUE_OF_VARIABLE }] : [found];
}

const VALUE_OF_VARIABLE =
  "Give the variable's value: .stringValue, .numberValue, .booleanValue or .listValue.";

/** A warning for a text in place of an ID that does not look like one, which says how to refer to it by name. */
export function nameWarnings(path: Issue["path"], value: unknown, meant: Reference | undefined): Issue[] {
  return meant === undefined || isToken(value) ? [] : adviseOnReferenceId(path, value, meant);
}

/** Whether it is something else than what is meant, or of another type. */
function misplacement(value: Construct, meant: Reference | undefined): "kind" | "type" | undefined {
  if (meant === undefined || !isReference(value) || value.referenceKind !== meant.kind) return "kind";
  const { knownType } = value;
  return meant.type !== undefined && knownType !== undefined && knownType !== meant.type ? "type" : undefined;
}

function article(noun: string): string {
  return `${/^[AEIOU]/i.test(noun) ? "an" : "a"} ${noun}`;
}
