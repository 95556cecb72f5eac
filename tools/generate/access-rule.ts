import { camelCase, SELECTORS, type SelectorDefinition, singleField } from "../../src/model";
import { closedSet } from "./closed-sets";
import { docComment, HEADER } from "./doc-comment";
import { argumentOf, idText, idType, referenceImport } from "./reference-types";

/** Returns the source of `AccessRule`: a factory for each selector, and one more where a rule for each value is usual. */
export function accessRuleSource(): string {
  const props = SELECTORS.filter(takesProps).map(propsInterface).join("\n");
  const methods = SELECTORS.flatMap((selector) =>
    selector.plural ? [factory(selector), pluralFactory(selector)] : [factory(selector)],
  ).join("\n");
  return `${HEADER}
import type { Rule } from "../../../model";
${referenceImport(props + methods)}import { knownRule, refuseFurtherObject, unknownRule } from "../api-rule";
import { type RuleContent, ruleOf, ruleOfProps, rulesOf } from "../rule-content";

${closedSet("risk-level")}
${props}
/** A value, or a list of values. */
export type OneOrMore<Value> = Value | readonly Value[];

const ACCESS_RULE = Symbol.for("cdktf-cloudflare-access.AccessRule");

${CLASS_COMMENT}export class AccessRule {
  static {
    Object.defineProperties(AccessRule.prototype, {
      [ACCESS_RULE]: { value: true },
      accessRule: { value: true },
    });
  }

  /** Returns whether a value is a rule made by this package, also by another copy of it. */
  static isAccessRule(value: unknown): value is AccessRule {
    return typeof value === "object" && value !== null && ACCESS_RULE in value;
  }

${OF_COMMENT}  static of(rule: Rule): AccessRule {
    return new AccessRule(knownRule(rule, AccessRule.of));
  }

${RAW_COMMENT}  static raw(rule: Rule): AccessRule {
    return new AccessRule(unknownRule(rule, AccessRule.raw));
  }

${methods}
  /** Distinguishes rules from other objects for the compiler: only the factories make them. */
  declare readonly accessRule: true;

  /** @internal */
  readonly content: RuleContent;

  private constructor(content: RuleContent) {
    this.content = content;
  }
}
`;
}

const CLASS_COMMENT = docComment(
  [
    'A rule of a policy: which users or requests match. One factory for each selector of the API, named after it, makes them: `AccessRule.email("ann@example.com")`, `AccessRule.geo("PT")`, `AccessRule.okta({ … })`. The plural ones make a rule of each value and are spread into a list: `...AccessRule.emails("ann@example.com", "bob@example.com")`.',
    "",
    "Every text may be a token of the framework. Rules are checked where a policy uses them, so that an error has its path.",
    "",
    "Source: https://developers.cloudflare.com/cloudflare-one/policies/access/#selectors",
    "",
    "@example",
    'include: [AccessRule.emailDomain("example.com"), ...AccessRule.groups(engineering, operations)],',
    'require: [AccessRule.geo("PT"), AccessRule.authMethod("mfa")],',
  ],
  "",
);

const OF_COMMENT = docComment(
  [
    'A rule as the API writes it, for instance one read from the API: `AccessRule.of({ email: { email: "…" } })`.',
    "",
    "Throws a `PolicyError` at once when the selector is not one of the API's or its fields are wrong. For a selector that is newer than this package use {@link AccessRule.raw}.",
  ],
  "  ",
);

const RAW_COMMENT = docComment(
  [
    'A rule of a selector that the API knows and this package does not yet, as the API writes it: `AccessRule.raw({ new_selector: { some_field: "…" } })`. Also for a selector with a new field. The API judges what this package does not know.',
    "",
    "Throws a `PolicyError` at once for what this package knows and is wrong.",
  ],
  "  ",
);

const LISTS_TOO = "Lists of them are taken too, also a token for a list.";

function takesProps(selector: SelectorDefinition): boolean {
  return selector.shape === "objects" && Object.keys(selector.fields).length > 1;
}

function propsName(selector: SelectorDefinition): string {
  return `${selector.factory[0]!.toUpperCase()}${selector.factory.slice(1)}RuleProps`;
}

function propsInterface(selector: SelectorDefinition): string {
  const members = Object.entries(selector.fields).map(([name, field]) => {
    const doc = [idText(field.description, field.refersTo), ...(field.required ? [] : ["@default - none"])];
    const type = idType(field.refersTo);
    return `${docComment(doc, "  ")}  readonly ${camelCase(name)}${field.required ? "" : "?"}: ${type};\n`;
  });
  return `/** Fields of {@link AccessRule.${selector.factory}}. */
export interface ${propsName(selector)} {
${members.join("")}}
`;
}

interface Factory {
  readonly parameter: string;
  /** How many arguments it takes; a factory of many values takes any number. */
  readonly most?: 0 | 1;
  readonly made: string;
  readonly tags: readonly string[];
}

function factory(selector: SelectorDefinition): string {
  const { parameter, most, made, tags } = signature(selector);
  const check = most === undefined ? "" : `    refuseFurtherObject("${selector.key}", arguments, ${most});\n`;
  return `${docComment([selector.description, ...facts(selector), ...tags], "  ")}  static ${selector.factory}(${parameter}): AccessRule {
${check}    return new AccessRule(${made});
  }
`;
}

function signature(selector: SelectorDefinition): Factory {
  const { key } = selector;
  if (takesProps(selector)) return propsSignature(selector);
  const [only] = Object.entries(selector.fields);
  if (!only) return { parameter: "", most: 0, made: `ruleOf("${key}", {})`, tags: [] };
  const [name, field] = only;
  if (field.type === "strings") {
    return {
      parameter: "...levels: readonly OneOrMore<RiskLevel>[]",
      made: `ruleOf("${key}", { ${name}: levels })`,
      tags: [`@param levels ${field.description} ${LISTS_TOO}`],
    };
  }
  const { refersTo } = field;
  const argument = refersTo === undefined ? camelCase(name) : argumentOf(refersTo);
  return {
    parameter: `${argument}${field.required ? "" : "?"}: ${idType(refersTo)}`,
    most: 1,
    made: `ruleOf("${key}", { ${name === argument ? name : `${name}: ${argument}`} })`,
    tags: [`@param ${argument} ${idText(field.description, refersTo)}`],
  };
}

/** Where one value is enough, the value alone is taken as well. */
function propsSignature(selector: SelectorDefinition): Factory {
  const { key, plural, fields } = selector;
  const props = propsName(selector);
  if (plural === undefined)
    return { parameter: `props: ${props}`, most: 1, made: `ruleOfProps("${key}", props)`, tags: [] };
  const { description, refersTo } = fields[singleField(selector)]!;
  const argument = refersTo === undefined ? "value" : argumentOf(refersTo);
  return {
    parameter: `${argument}: ${idType(refersTo)} | ${props}`,
    most: 1,
    made: `ruleOfProps("${key}", ${argument})`,
    tags: [`@param ${argument} ${idText(description, refersTo)} Also an object with all fields.`],
  };
}

function pluralFactory(selector: SelectorDefinition): string {
  const field = singleField(selector);
  const { description, refersTo } = selector.fields[field]!;
  const doc = [
    `One rule a value. ${selector.description}`,
    ...facts(selector),
    `@param values ${idText(description, refersTo)} ${LISTS_TOO}`,
  ];
  return `${docComment(doc, "  ")}  static ${selector.plural}(...values: readonly OneOrMore<${idType(refersTo)}>[]): AccessRule[] {
    return rulesOf("${selector.key}", "${field}", values).map((content) => new AccessRule(content));
  }
`;
}

function facts(selector: SelectorDefinition): string[] {
  const wire =
    selector.wireKey === selector.key
      ? `\`${selector.key}\``
      : `\`${selector.key}\`, in the API \`${selector.wireKey}\``;
  const where =
    selector.decisions.length === 4 ? "every decision" : selector.decisions.map((d) => `\`${d}\``).join(", ");
  return ["", `Selector ${wire}; works with ${where}.`];
}
