import { camelCase, REFERENCES, type Reference, referenceOf } from "../../src/model";

/** The type of a field that holds an ID: what has the ID is taken as well. */
export function idType(refersTo: Reference | undefined): string {
  return refersTo === undefined ? "string" : `string | ${interfaceOf(refersTo)}`;
}

/** Returns the description of an ID, with the construct that is taken instead of it. */
export function idText(description: string, refersTo: Reference | undefined): string {
  if (refersTo === undefined) return description;
  const { construct } = referenceOf(refersTo.kind);
  return `${description.replace(/\.$/, "")}, or ${article(construct)}.`;
}

/** What an argument of its own is called that takes an ID or what has it. */
export function argumentOf(refersTo: Reference): string {
  return camelCase(refersTo.kind);
}

/** The import of the interfaces that a generated source speaks of. */
export function referenceImport(source: string): string {
  const used = REFERENCES.map(({ kind }) => interfaceOf({ kind })).filter((name) =>
    new RegExp(`\\b${name}\\b`).test(source),
  );
  return `import type { ${used.sort().join(", ")} } from "../../reference/gen/lookups";\n`;
}

export function article(noun: string): string {
  return `${/^[AEIOU]/i.test(noun) ? "an" : "a"} ${noun}`;
}

function interfaceOf({ kind }: Pick<Reference, "kind">): string {
  return `I${referenceOf(kind).construct}`;
}
