import {
  ACCESS_DECISIONS,
  camelCase,
  documentedFix,
  LINT_RULES,
  POLICY_TYPES,
  type PolicyField,
  type PolicyFields,
  type PolicyKind,
  REFERENCES,
  type ReferenceDefinition,
  ruleForm,
  SELECTORS,
  type SelectorDefinition,
} from "../../src/model";

/** The tables of the documentation, by the name in their markers: `<!-- generated:selectors -->` … `<!-- /generated -->`. */
export const TABLES: Readonly<Record<string, () => string>> = {
  selectors: selectorTable,
  "reusable-policy": () => attributeTable(POLICY_TYPES.reusable.fields),
  // What a policy of an application has besides.
  "application-policy": () => attributeTable(ownFields("application")),
  lookups: lookupTable,
  warnings: warningTable,
};

/** Returns the text with everything between its markers replaced. */
export function withTables(text: string): string {
  return text.replace(
    /(<!-- generated:([a-z_-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_whole, start: string, name: string, end: string) => {
      const table = TABLES[name];
      if (!table)
        throw new Error(`There is no generated table "${name}": ${Object.keys(TABLES).join(", ")}.`);
      return `${start}\n${table()}\n${end}`;
    },
  );
}

function selectorTable(): string {
  return markdownTable(
    ["Factory", "Terraform", "API", "Matches", "Decisions"],
    SELECTORS.map((selector) => [
      factories(selector),
      inHcl(selector),
      code(selector.wireKey),
      selector.description,
      decisions(selector),
    ]),
  );
}

function inHcl(selector: SelectorDefinition): string {
  const [first, ...others] = ruleForm(selector)
    .split(" or ")
    .map((form) => `["${form}"]`);
  return [code(`${selector.key} = ${first}`), ...others.map(code)].join(" or ");
}

function warningTable(): string {
  return markdownTable(
    ["Code", "When", "Why", "What to do"],
    LINT_RULES.map((rule) => [code(rule.code), rule.when, rule.why, documentedFix(rule)]),
  );
}

function lookupTable(): string {
  return markdownTable(
    ["Construct", "Data source", "Looked up by", "Taken by"],
    REFERENCES.map((reference) => [
      code(reference.construct),
      code(reference.dataSource),
      lookedUpBy(reference).map(code).join(", "),
      takers(reference).map(code).join(", "),
    ]),
  );
}

function lookedUpBy({ kind, keys = {}, types }: ReferenceDefinition): string[] {
  const typed = types === undefined ? [] : ["type"];
  const finders = ["name", ...Object.keys(keys), ...(kind === "identity_provider" ? typed : [])];
  return [...finders, "id"].map((key) => camelCase(`from_${key}`));
}

/** The factories and props that take one. */
function takers({ kind }: ReferenceDefinition): string[] {
  const rules = SELECTORS.filter(({ fields }) =>
    Object.values(fields).some(({ refersTo }) => refersTo?.kind === kind),
  ).map(({ factory }) => `AccessRule.${factory}`);
  const props = kind === "application" ? ["appId"] : fieldsFor(kind, POLICY_TYPES.application.fields, "");
  return [...rules, ...props];
}

function fieldsFor(kind: ReferenceDefinition["kind"], fields: PolicyFields, prefix: string): string[] {
  return Object.entries(fields).flatMap(([name, { refersTo, type }]) => {
    const prop = `${prefix}${camelCase(name)}`;
    if (refersTo?.kind === kind) return [prop];
    if (typeof type === "string") return [];
    return fieldsFor(kind, "object" in type ? type.object : type.objects, `${prop}.`);
  });
}

function factories({ factory, plural }: SelectorDefinition): string {
  return [factory, ...(plural ? [plural] : [])].map(code).join(", ");
}

function decisions(selector: SelectorDefinition): string {
  if (selector.decisions.length === ACCESS_DECISIONS.length) return "all";
  return selector.decisions.map(code).join(", ");
}

function attributeTable(fields: PolicyFields): string {
  return markdownTable(
    ["Terraform", "Prop", "Type", "Meaning", "When left out"],
    attributeRows(fields, [], []),
  );
}

/** The fields that not every policy has. */
function ownFields(kind: PolicyKind): PolicyFields {
  const shared = POLICY_TYPES.reusable.fields;
  return Object.fromEntries(Object.entries(POLICY_TYPES[kind].fields).filter(([name]) => !(name in shared)));
}

function attributeRows(fields: PolicyFields, path: readonly string[], props: readonly string[]): string[][] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const here = [...path, name];
    const prop = [...props, camelCase(name)];
    const row = [
      code(here.join(".")),
      code(prop.join(".")),
      typeName(field),
      field.description,
      leftOut(field),
    ];
    const { type } = field;
    if (typeof type === "string") return [row];
    const nested = "object" in type ? type.object : type.objects;
    return [row, ...attributeRows(nested, here, prop)];
  });
}

function leftOut(field: PolicyField): string {
  return field.required ? "required" : (field.absent ?? "");
}

function typeName({ type }: PolicyField): string {
  if (type === "strings") return "set of strings";
  if (type === "rules") return "rules";
  if (typeof type === "string") return type;
  return "object" in type ? "object" : "set of objects";
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |\n`;
  return line(head) + line(head.map(() => "---")) + rows.map(line).join("");
}

function code(text: string): string {
  return `\`${text}\``;
}
