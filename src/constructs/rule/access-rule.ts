import { camelCase, type Rule, rawRule, SELECTORS, type SelectorDefinition, validateRule } from "../../model";
import { PolicyError } from "../policy-error";
import { deferTokens } from "../tokens";
import { mistake } from "../usage-error";
import { apiRuleMistakes, withIds } from "./api-rule";
import { RuleFactories } from "./gen/rule-factories";
import { type RuleContent, ruleOf, ruleOfProps, rulesOf } from "./rule-content";

const ACCESS_RULE = Symbol.for("cdktf-cloudflare-access.AccessRule");

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
    RuleFactories.makeOf = (selector, props) => new AccessRule(ruleOfProps(selector, props));
    RuleFactories.makeEach = (selector, field, values) =>
      rulesOf(selector, field, values).map((content) => new AccessRule(content));
    Object.defineProperty(AccessRule.prototype, ACCESS_RULE, { value: true });
    for (const selector of SELECTORS) refuseFurtherObjects(selector);
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
    refuseMistakes("AccessRule.of", AccessRule.of, rule, deferTokens);
    return new AccessRule({ kind: "rule", wire: withIds(rule) });
  }

  /**
   * A rule of a selector that the API knows and this package does not yet, as the API writes it:
   * `AccessRule.raw({ new_selector: { some_field: "…" } })`. Also for a selector that has grown a field. What this
   * package does not know of it, the API judges.
   *
   * Throws a `PolicyError` at once for what this package does know and is not right.
   */
  static raw(rule: Rule): AccessRule {
    refuseMistakes("AccessRule.raw", AccessRule.raw, rule, (known) => rawRule(deferTokens(known) as Rule));
    return new AccessRule({ kind: "raw", wire: withIds(rule) });
  }

  /** @internal */
  readonly content: RuleContent;

  private constructor(content: RuleContent) {
    super();
    this.content = content;
  }
}

/** @throws PolicyError in the names of the API, in which the rule was written */
function refuseMistakes(
  subject: string,
  method: (rule: Rule) => AccessRule,
  rule: Rule,
  shown: (rule: Rule) => unknown,
): void {
  const unfit = apiRuleMistakes(rule);
  const issues = unfit.length > 0 ? unfit : validateRule(shown(rule));
  if (issues.length > 0) throw new PolicyError("", subject, issues, method, "api");
}

/**
 * Has a factory refuse an object behind its argument, which JavaScript would drop. `map` gives a factory the index and the
 * array besides, so those stay allowed.
 */
function refuseFurtherObjects({ factory, fields }: SelectorDefinition): void {
  // Takes any number of values.
  if (Object.values(fields).some(({ type }) => type === "strings")) return;
  const factories = RuleFactories as unknown as Record<string, (...given: unknown[]) => AccessRule>;
  const make = factories[factory]!;
  factories[factory] = (...given) => {
    const further = given
      .slice(make.length)
      .find((it) => typeof it === "object" && it !== null && !Array.isArray(it));
    if (further === undefined) return make(...given);
    const names = Object.keys(fields).map(camelCase);
    const fix =
      names.length > 1
        ? ` Give all fields in one object: AccessRule.${factory}({ ${names.map((name) => `${name}: …`).join(", ")} }).`
        : ` Leave the object out.`;
    const most = make.length === 1 ? "one argument" : "no argument";
    throw mistake(`AccessRule.${factory} takes ${most}, and an object is given besides.${fix}`);
  };
}
