/**
 * The props of a policy, read once. Everything else takes from the parsed policy what it needs: the errors, the
 * warnings, the form that the model judges, and the attributes that Terraform is given.
 */
import { Construct } from "constructs";
import {
  DEFERRED,
  type Issue,
  issue,
  lintApplicationType,
  notAccepted,
  type PolicyField,
  type PolicyFields,
  type PolicyType,
  type Reference,
  selectorByKey,
  selectorByWireKey,
  validateAcceptedWarnings,
  within,
} from "../../model";
import { fieldsByProp, META_ARGUMENTS, nameErrors } from "../constructor-arguments";
import { holdsSpreadToken, isMarker, listIssues, tokenForText } from "../list-tokens";
import {
  type IAccessReference,
  idOfReference,
  nameWarnings,
  referenceErrors,
} from "../reference/access-reference";
import { locationIdIssues } from "../reference/location";
import { AccessRule } from "../rule/gen/access-rule";
import { groupedRules, judgedRule, type RuleContent } from "../rule/rule-content";
import { deferTokens, isSpoiltToken, isToken, spoiltToken, withTextTokens } from "../tokens";
import { issueText, shown, warningText } from "../usage-error";
import { timeoutIssues, timeoutsForTerraform } from "./common-props";
import { templateWarnings } from "./template-warnings";

type Props = Readonly<Record<string, unknown>>;

/** A prop that locates the policy: its account or its application. */
export interface LocationProp {
  readonly attribute: string;
  readonly required: boolean;
  readonly refersTo?: Reference;
}

/** What a construct takes beside the policy's own fields. */
export interface ParseOptions {
  /** Props that locate the policy, by name. */
  readonly location?: Readonly<Record<string, LocationProp>>;
  /** Whether the policy is a resource, with timeouts of its own. */
  readonly hasTimeouts?: boolean;
  /** Type of the policy's application, where it is known at synth. */
  readonly applicationType?: string;
}

export class ParsedPolicy {
  /** Everything that is wrong with the props. A policy with errors has no warnings and no attributes. */
  readonly errors: readonly Issue[];
  /** The policy in the API's form, as the model judges it: tokens are DEFERRED. */
  readonly judged: Readonly<Record<string, unknown>>;
  readonly #type: PolicyType;
  readonly #props: Props;
  /** The fields by their names in Terraform: IDs instead of references, the content of rules, tokens as they are. */
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #accepted: unknown;
  readonly #options: ParseOptions;

  constructor(type: PolicyType, given: object, options: ParseOptions = {}) {
    const props = withTextTokens(given) as Props;
    const { location = {}, hasTimeouts = false } = options;
    const others = [...Object.keys(location), "acceptedWarnings", ...(hasTimeouts ? ["timeouts"] : [])];
    const errors: Issue[] = [];
    const { fields, meant } = parseFields(type.fields, props, [], errors, others);
    errors.push(...locationErrors(location, props, meant));
    this.#type = type;
    this.#props = props;
    this.#fields = fields;
    this.#options = options;
    this.#accepted = deferTokens(props.acceptedWarnings);
    this.judged = judgedFields(type.fields, fields);
    errors.push(...type.validateWire(this.judged), ...validateAcceptedWarnings(this.#accepted));
    if (hasTimeouts) errors.push(...timeoutIssues(props.timeouts));
    this.errors = errors;
  }

  /** The texts of the warnings that the policy does not accept. */
  get warnings(): string[] {
    const { location = {}, applicationType } = this.#options;
    const application =
      applicationType ?? (this.#props.appId as Partial<IAccessReference> | undefined)?.knownType;
    const names = Object.entries(location).flatMap(([name, { refersTo }]) =>
      nameWarnings([name], this.#props[name], refersTo),
    );
    return [
      ...[
        ...this.#type.lint(this.judged, this.#accepted),
        ...(application === undefined ? [] : lintApplicationType(this.judged, application, this.#accepted)),
        ...notAccepted(names, this.#accepted),
      ].map(warningText),
      ...templateWarnings(this.judged).map(issueText),
    ];
  }

  /** The attributes in Terraform's configuration: rules by selector, without empty values. */
  get attributes(): Record<string, unknown> {
    const attributes: Record<string, unknown> = {};
    for (const [name, { attribute, refersTo }] of Object.entries(this.#options.location ?? {})) {
      const id = idOfReference(this.#props[name], refersTo);
      if (id !== undefined && id !== null) attributes[attribute] = id;
    }
    const { fields } = this.#type;
    for (const [name, value] of Object.entries(this.#fields)) {
      const configured =
        fields[name]!.type === "rules" ? configuredRules(value as RuleContent[]) : withoutEmpty(value);
      if (configured !== undefined) attributes[name] = configured;
    }
    const { acceptedWarnings, timeouts } = this.#props;
    if ((acceptedWarnings as readonly string[] | undefined)?.length)
      attributes.accepted_warnings = acceptedWarnings;
    const set = this.#options.hasTimeouts ? timeoutsForTerraform(timeouts) : undefined;
    if (set !== undefined) attributes.timeouts = set;
    return attributes;
  }
}

interface Parsed {
  readonly fields: Record<string, unknown>;
  /** Names that unknown ones were meant for: their values are not missing. */
  readonly meant: readonly string[];
}

/**
 * Reads an object with fields, at any depth. Finds what the API's form does not show any more: names that do not exist,
 * values that are not rules, constructs and tokens where a text is needed.
 */
function parseFields(
  table: PolicyFields,
  props: Props,
  path: Issue["path"],
  errors: Issue[],
  others: readonly string[] = [],
): Parsed {
  const known = fieldsByProp(table);
  const isTop = path.length === 0;
  const isKnown = (name: string) =>
    known.has(name) || others.includes(name) || (isTop && META_ARGUMENTS.includes(name));
  const { issues, meant } = nameErrors(props, isKnown, () => [...known.keys(), ...others], path);
  errors.push(...issues);
  const fields: Record<string, unknown> = {};
  for (const [prop, { name, field }] of known) {
    const value = props[prop];
    if (value === undefined || value === null) continue;
    fields[name] = parseValue(field, value, [...path, prop], errors);
  }
  for (const prop of meant) {
    const name = known.get(prop)?.name;
    if (name !== undefined) fields[name] ??= DEFERRED;
  }
  return { fields, meant };
}

function parseValue(field: PolicyField, value: unknown, path: Issue["path"], errors: Issue[]): unknown {
  const { type, refersTo } = field;
  if (type === "rules") return parseRules(value, path, errors);
  const found = valueErrors(field, value, path);
  errors.push(...found);
  if (typeof type === "string" || isToken(value)) return idOfReference(value, refersTo);
  if (found.length > 0) return value;
  const table = "object" in type ? type.object : type.objects;
  const follow = (item: unknown, at: Issue["path"]) =>
    typeof item === "object" && item !== null && !isToken(item)
      ? parseFields(table, item as Props, at, errors).fields
      : item;
  if (Array.isArray(value)) return value.map((item, index) => follow(item, [...path, index]));
  return follow(value, "object" in type ? path : [...path, 0]);
}

/** The errors in a value that the model does not see. */
function valueErrors({ type, refersTo }: PolicyField, value: unknown, path: Issue["path"]): Issue[] {
  const spoilt = type === "integer" ? spoiltToken(path, value) : undefined;
  if (spoilt) return [spoilt];
  if (type === "strings") {
    const items = Array.isArray(value) ? value.map((item, index) => [[...path, index], item] as const) : [];
    const constructs = [[path, value] as const, ...items];
    return [
      ...constructs.flatMap(([at, item]) => referenceErrors(at, item, undefined)),
      ...listIssues(path, value),
    ];
  }
  const misplaced = typeof value === "object" ? referenceErrors(path, value, refersTo) : [];
  if (misplaced.length > 0 || typeof type !== "string") return misplaced;
  return [tokenForText(path, value) ?? []].flat();
}

/** Returns the content of each rule; what is not a rule is an error and DEFERRED. */
function parseRules(rules: unknown, path: Issue["path"], errors: Issue[]): unknown {
  if (AccessRule.isAccessRule(rules)) {
    errors.push(ruleForList(path, rules));
    return DEFERRED;
  }
  if (!Array.isArray(rules)) return rules;
  return rules.map((rule: unknown, index) => {
    if (!AccessRule.isAccessRule(rule)) {
      errors.push(notARule([...path, index], rule));
      return DEFERRED;
    }
    const { content } = rule;
    if (content.kind === "rule" && content.issues) errors.push(...within([...path, index], content.issues));
    return content;
  });
}

function ruleForList(path: Issue["path"], { content }: AccessRule): Issue {
  const selector =
    content.kind === "list"
      ? selectorByKey(content.selector)
      : selectorByWireKey(Object.keys(content.wire)[0] ?? "");
  const rule = `AccessRule.${selector?.factory ?? "raw"}(${selector?.shape === "flag" ? "" : "…"})`;
  return {
    ...issue("rule-shape", path),
    what: "One rule where a list is asked for",
    got: rule,
    allowed: "an array of rules",
    fix: `Write [${rule}].`,
  };
}

function notARule(path: Issue["path"], given: unknown): Issue {
  const isList = Array.isArray(given);
  return {
    ...issue("rule-shape", path),
    what: "Not an AccessRule",
    got: isList ? "a list" : shownItem(given),
    allowed: "a rule made by AccessRule",
    fix: isList
      ? "Spread the list: ...AccessRule.emails(…)."
      : "Use a factory such as AccessRule.email(…), or AccessRule.of(…) for a rule as the API writes it.",
  };
}

function shownItem(given: unknown): string {
  if (Construct.isConstruct(given)) return `${given.constructor.name} ${given.node.path}`;
  return shown(deferTokens(given), "undefined");
}

function locationErrors(
  location: NonNullable<ParseOptions["location"]>,
  props: Props,
  meant: readonly string[],
): Issue[] {
  return Object.entries(location).flatMap(([name, { attribute, required, refersTo }]): Issue[] => {
    const value = props[name];
    if (value === undefined || value === null) {
      if (!required || meant.includes(name)) return [];
      return [{ ...issue("missing", [name], { name }), allowed: ID }];
    }
    const misplaced = referenceErrors([name], value, refersTo);
    if (misplaced.length > 0) return misplaced;
    const hidden = tokenForText([name], value);
    if (hidden) return [hidden];
    const id = idOfReference(value, refersTo);
    return isToken(id) ? [] : locationIdIssues(attribute, id);
  });
}

const ID = "the ID as a text, or a token for it";

function judgedFields(
  table: PolicyFields,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const judged: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (table[name]!.type !== "rules") judged[name] = deferTokens(value, wasToken);
    else if (!Array.isArray(value)) judged[name] = value;
    else judged[name] = value.map((rule) => (rule === DEFERRED ? DEFERRED : judgedRule(rule)));
  }
  return judged;
}

/** Whether a value was a token before JavaScript changed it, which is an error in the props. */
function wasToken(value: unknown): boolean {
  return isMarker(value) || isSpoiltToken(value) || holdsSpreadToken(value);
}

function configuredRules(rules: readonly RuleContent[]): unknown {
  return rules.length === 0 ? undefined : groupedRules(rules);
}

/** The value without empty objects and lists in it; undefined where nothing is left. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null || isToken(value)) return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutEmptyMembers);
  const rest = withoutEmptyMembers(value) as object;
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function withoutEmptyMembers(value: unknown): unknown {
  if (typeof value !== "object" || value === null || isToken(value) || Array.isArray(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutEmpty(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}
