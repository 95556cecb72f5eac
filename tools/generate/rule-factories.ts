import { camelCase, SELECTORS, type SelectorDefinition, singleField } from "../../src/model";
import { closedSet } from "./closed-sets";
import { docComment, HEADER } from "./doc-comment";
import { argumentOf, idText, idType, referenceImport } from "./reference-types";

/** The source of the static factories that `AccessRule` inherits: one a selector, and one more where many are usual. */
export function ruleFactoriesSource(): string {
  const props = SELECTORS.filter(takesProps).map(propsInterface).join("\n");
  const methods = SELECTORS.flatMap((selector) =>
    selector.plural ? [factory(selector), pluralFactory(selector)] : [factory(selector)],
  ).join("\n");
  return `${HEADER}
import type { IAccessReference } from "../../reference/access-reference";
import type { AccessRule } from "../access-rule";
${referenceImport(props + methods)}
${closedSet("risk-level")}
${props}
/** Makes the rule of one selector; both names as in Terraform. */
export type MakeRule = (selector: string, fields: Readonly<Record<string, unknown>>) => AccessRule;

/** Makes the rule of one selector of the props a user wrote. */
export type MakeRuleOf = (selector: string, props: unknown) => AccessRule;

/** Makes a rule of each value; a list among the values may be a list token. */
export type MakeRules = (
  selector: string,
  field: string,
  values: readonly OneOrMore<string | IAccessReference>[],
) => AccessRule[];

/** A value, or a list of values. */
export type OneOrMore<Value> = Value | readonly Value[];

/** The factories of \`AccessRule\`, one for each selector. */
export abstract class RuleFactories {
  /** Set by the class that extends this one; the factories need no \`this\`, so they can be passed to \`map\`. */
  protected static make: MakeRule;
  /** Set by the class that extends this one. */
  protected static makeOf: MakeRuleOf;
  /** Set by the class that extends this one. */
  protected static makeEach: MakeRules;

${methods}}
`;
}

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
  return `/** Fields of {@link RuleFactories.${selector.factory}}. */
export interface ${propsName(selector)} {
${members.join("")}}
`;
}

function factory(selector: SelectorDefinition): string {
  const { parameter, made, tags } = signature(selector);
  return `${docComment([selector.description, ...facts(selector), ...tags], "  ")}  static ${selector.factory}(${parameter}): AccessRule {
    return RuleFactories.${made};
  }
`;
}

function signature(selector: SelectorDefinition): { parameter: string; made: string; tags: string[] } {
  const { key } = selector;
  if (takesProps(selector)) return propsSignature(selector);
  const [only] = Object.entries(selector.fields);
  if (!only) return { parameter: "", made: `make("${key}", {})`, tags: [] };
  const [name, field] = only;
  if (field.type === "strings") {
    return {
      parameter: "...levels: readonly OneOrMore<RiskLevel>[]",
      made: `make("${key}", { ${name}: levels })`,
      tags: [`@param levels ${field.description} ${LISTS_TOO}`],
    };
  }
  const { refersTo } = field;
  const argument = refersTo === undefined ? camelCase(name) : argumentOf(refersTo);
  return {
    parameter: `${argument}${field.required ? "" : "?"}: ${idType(refersTo)}`,
    made: `make("${key}", { ${name === argument ? name : `${name}: ${argument}`} })`,
    tags: [`@param ${argument} ${idText(field.description, refersTo)}`],
  };
}

/** Where one value is enough, the value alone is taken as well. */
function propsSignature(selector: SelectorDefinition): { parameter: string; made: string; tags: string[] } {
  const { key, plural, fields } = selector;
  const props = propsName(selector);
  if (plural === undefined)
    return { parameter: `props: ${props}`, made: `makeOf("${key}", props)`, tags: [] };
  const { description, refersTo } = fields[singleField(selector)]!;
  const argument = refersTo === undefined ? "value" : argumentOf(refersTo);
  return {
    parameter: `${argument}: ${idType(refersTo)} | ${props}`,
    made: `makeOf("${key}", ${argument})`,
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
    return RuleFactories.makeEach("${selector.key}", "${field}", values);
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
