import { camelCase, REFERENCES, type ReferenceDefinition } from "../../src/model";
import { docComment, HEADER } from "./doc-comment";
import { article } from "./reference-types";

/** The source of the constructs that find by name what rules and policies refer to: one a kind. */
export function lookupsSource(): string {
  return `${HEADER}
import type { Construct } from "constructs";
import { referenceOf } from "../../../model";
import { AccessLookup, type LookupOptions, type TypedLookupOptions } from "../access-lookup";
import { type IAccessReference, KnownReference } from "../access-reference";

${REFERENCES.map((definition) => `${referenceInterface(definition)}\n${lookupClass(definition)}`).join("\n")}`;
}

function referenceInterface({ kind, construct, noun }: ReferenceDefinition): string {
  return `${docComment([`${sentence(`${article(noun)} that rules or policies refer to`)}: ${linked(construct)}.`], "")}export interface I${construct} extends IAccessReference {
  readonly referenceKind: "${kind}";
}
`;
}

function lookupClass(definition: ReferenceDefinition): string {
  const { kind, dataSource, construct, noun, types } = definition;
  const doc = [
    `${sentence(article(noun))} that is managed elsewhere, looked up whenever Terraform runs.`,
    "",
    "None, or several, are an error then, which lists what the account has. All look-ups of a kind share one request.",
    "",
    `Terraform data source \`${dataSource}\`.`,
  ];
  return `${docComment(doc, "")}export class ${construct} extends AccessLookup implements I${construct} {
  static readonly tfResourceType = "${dataSource}";
  readonly referenceKind = "${kind}";

${[finder(definition, "name", "exact name"), ...ownFinders(definition), fromId(definition), ...getters(types, definition)].join("\n")}}
`;
}

function ownFinders(definition: ReferenceDefinition): string[] {
  const { keys = {}, kind, construct, noun, types } = definition;
  const own = Object.entries(keys).map(([key, description]) => finder(definition, key, description));
  if (kind !== "identity_provider") return own;
  const doc = [`The only ${noun} of a type.`, `@param type type as the API spells it: ${types}`];
  return [
    ...own,
    `${docComment(doc, "  ")}  static fromType(scope: Construct, id: string, type: string, options?: LookupOptions): ${construct} {
    return new ${construct}(scope, id, referenceOf("${kind}"), {}, { ...options, type });
  }
`,
  ];
}

function finder(
  { kind, construct, noun, types }: ReferenceDefinition,
  key: string,
  description: string,
): string {
  const options = types === undefined ? "LookupOptions" : "TypedLookupOptions";
  const doc = [
    `The ${noun} with this ${key}.`,
    `@param ${key} ${description}`,
    ...(types === undefined
      ? []
      : [`@param options with \`type\`, one of ${types}, where several have the ${key}`]),
  ];
  const parameters = `scope: Construct, id: string, ${key}: string, options?: ${options}`;
  return `${docComment(doc, "  ")}  static ${camelCase(`from_${key}`)}(${parameters}): ${construct} {
    return new ${construct}(scope, id, referenceOf("${kind}"), { ${key} }, options);
  }
`;
}

function fromId({ kind, construct, noun }: ReferenceDefinition): string {
  const argument = `${camelCase(kind)}Id`;
  const doc = [`The ${noun} with this ID. It is taken as it is given: nothing is looked up.`];
  return `${docComment(doc, "  ")}  static fromId(scope: Construct, id: string, ${argument}: string): I${construct} {
    return new KnownReference(scope, id, "${kind}", ${argument});
  }
`;
}

function getters(types: string | undefined, { keys = {}, noun }: ReferenceDefinition): string[] {
  const typed = types === undefined ? [] : [["type", `Type of the ${noun} as the API spells it.`] as const];
  const own = Object.entries(keys).map(([key, description]) => [key, sentence(`${description}.`)] as const);
  return [...own, ...typed].map(
    ([name, description]) => `${docComment([description], "  ")}  get ${name}(): string {
    return this.getStringAttribute("${name}");
  }
`,
  );
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function linked(construct: string): string {
  return article(construct).replace(construct, `{@link ${construct}}`);
}
