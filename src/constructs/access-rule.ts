import { Token, Tokenization } from "cdktf";
import { Construct } from "constructs";
import {
  DEFERRED,
  type Issue,
  type Rule,
  rawRule,
  type SelectorField,
  selectorByKey,
  selectorByWireKey,
  validateRule,
} from "../model";
import { idOfReference, referenceMistakes } from "./access-reference";
import { deferTokens, listToken } from "./deferred-tokens";
import { RuleFactories } from "./gen/rule-factories";
import { PolicyError } from "./policy-error";

const ACCESS_RULE = Symbol.for("cdktf-cloudflare-access.AccessRule");

/** A rule's content, for the constructs of this package. */
export type RuleContent =
  /** One rule as the API writes it; leaves may be tokens. */
  | { readonly kind: "rule"; readonly wire: Rule }
  /** As many rules of a selector as a list token will turn out to have. */
  | { readonly kind: "list"; readonly selector: string; readonly field: string; readonly values: string[] }
  /** A rule that only the API judges. */
  | { readonly kind: "raw"; readonly wire: Rule };

/**
 * A rule of a policy: who is meant. Made by the factories, one for each selector the API knows, named after it:
 * `AccessRule.email("ann@example.com")`, `AccessRule.geo("PT")`, `AccessRule.okta({ … })`. The plural ones make a rule
 * of each value and are spread into a list: `...AccessRule.emails("ann@example.com", "bob@example.com")`.
 *
 * Every text may be a cdktf token. Rules are checked where a policy uses them, so that an error can say where it is.
 */
export class AccessRule extends RuleFactories {
  static {
    RuleFactories.make = (selector, fields) => new AccessRule(ruleOf(selector, fields));
    RuleFactories.makeEach = (selector, field, values) =>
      values.flatMap((value) => rulesOf(selector, field, value)).map((content) => new AccessRule(content));
  }

  /** Whether a value is a rule made by this package, also by another copy of it. */
  static isAccessRule(value: unknown): value is AccessRule {
    return typeof value === "object" && value !== null && ACCESS_RULE in value;
  }

  /**
   * A rule as the API writes it, for instance one read from the API: `AccessRule.of({ email: { email: "…" } })`.
   *
   * Throws a `PolicyError` at once when the selector is not one of the API's or its fields are not right. For a
   * selector that is newer than this package use {@link AccessRule.raw}.
   */
  static of(rule: Rule): AccessRule {
    const issues = [...constructsIn(rule), ...validateRule(deferTokens(rule))];
    if (issues.length > 0) throw new PolicyError("AccessRule.of", "a rule", issues, AccessRule.of);
    return new AccessRule({ kind: "rule", wire: withIds(rule) });
  }

  /**
   * A rule of a selector that the API knows and this package does not yet, as the API writes it:
   * `AccessRule.raw({ new_selector: { some_field: "…" } })`. Also for a selector that has grown a field. What this
   * package does not know of it, the API judges.
   */
  static raw(rule: Rule): AccessRule {
    return new AccessRule({ kind: "raw", wire: rule });
  }

  /** @internal */
  readonly content: RuleContent;

  private constructor(content: RuleContent) {
    super();
    this.content = content;
    Object.defineProperty(this, ACCESS_RULE, { value: true });
  }
}

/** What the model is shown of a rule. */
export function ruleForJudgement(content: RuleContent): unknown {
  if (content.kind === "raw") return rawRule(deferTokens(content.wire) as Rule);
  if (content.kind === "rule") return deferTokens(content.wire);
  return { [selectorByKey(content.selector)!.wireKey]: { [content.field]: DEFERRED } };
}

/** Constructs in a rule that are not what is referred to there; paths begin at the selector. */
export function constructsIn(rule: Rule): Issue[] {
  return eachField(rule, (value, field, path) => referenceMistakes(path, value, field?.refersTo)).flat();
}

/** The rule with the IDs of what it refers to. */
function withIds(rule: Rule): Rule {
  const [key = ""] = Object.keys(rule);
  const ids = eachField(rule, (value, field, [, name = ""]) => [name, idOfReference(value, field?.refersTo)]);
  return ids.length === 0 ? rule : { [key]: Object.fromEntries(ids) };
}

function eachField<Result>(
  rule: Rule,
  visit: (value: unknown, field: SelectorField | undefined, path: readonly string[]) => Result,
): Result[] {
  const [key = ""] = Object.keys(rule);
  const content = rule[key];
  if (typeof content !== "object" || content === null || Construct.isConstruct(content)) return [];
  const fields = selectorByWireKey(key)?.fields;
  return Object.entries(content).map(([name, value]) => visit(value, fields?.[name], [key, name]));
}

function ruleOf(selector: string, fields: Readonly<Record<string, unknown>>): RuleContent {
  const definition = selectorByKey(selector)!;
  const given = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  const texts = given.map(([name, value]) => [name, encoded(value, definition.fields[name])]);
  return { kind: "rule", wire: { [definition.wireKey]: Object.fromEntries(texts) } };
}

function rulesOf(selector: string, field: string, value: unknown): RuleContent[] {
  const list = listToken(value);
  if (list) return [{ kind: "list", selector, field, values: list }];
  if (Array.isArray(value)) return value.flatMap((item) => rulesOf(selector, field, item));
  return [ruleOf(selector, { [field]: value })];
}

/** An expression of any kind becomes a token of the field's type, and what is referred to its ID. */
function encoded(value: unknown, field: SelectorField | undefined): unknown {
  if (!Tokenization.isResolvable(value)) return idOfReference(value, field?.refersTo);
  return field?.type === "strings" ? Token.asList(value) : Token.asString(value);
}
