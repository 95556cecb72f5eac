import fc from "fast-check";
import { DEFERRED, POLICY_TYPES, SELECTORS } from "../../src/model";
import { FORMATS } from "../../src/model/formats";
import { type FieldDefinition, type FieldDefinitions, validateFields } from "../../src/model/validate-fields";
import { documents } from "./support/policies";
import { REPRESENTATIONS } from "./support/representations";

const TABLES: readonly FieldDefinitions[] = [
  POLICY_TYPES.reusable.fields,
  POLICY_TYPES.application.fields,
  ...SELECTORS.map(({ fields }) => fields),
];

const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ...Object.fromEntries(
    Object.entries(REPRESENTATIONS).map(([format, pairs]) => [format, pairs.map(([a]) => a)]),
  ),
  decision: fc.constantFrom("allow", "Allow"),
  duration: fc.constantFrom("24h", "", "1 day"),
  "mfa-duration": fc.constantFrom("5m", "5s"),
  authenticator: fc.constantFrom("totp", "piv_key", "fax"),
  "clipboard-format": fc.constantFrom("text", "file", "image"),
};

/** What a field may contain: mostly what belongs there, by its type and format. */
function members(field: FieldDefinition): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom(DEFERRED, null, undefined, "", " ", 0, 1, 1.5, Number.NaN, true, [], {}, [
    null,
  ]);
  return fc.oneof({ weight: 12, arbitrary: fitting(field) }, { weight: 1, arbitrary: odd });
}

function fitting({ type, format = "any" }: FieldDefinition): fc.Arbitrary<unknown> {
  const texts = TEXTS[format] ?? fc.constantFrom("some text", "another");
  const orUnknown = (values: fc.Arbitrary<unknown>) =>
    fc.array(fc.oneof({ weight: 5, arbitrary: values }, fc.constant(DEFERRED)), { maxLength: 3 });
  if (type === "string") return texts;
  if (type === "integer") return fc.constantFrom(0, 1, 7);
  if (type === "bool") return fc.boolean();
  if (type === "rules") return fc.constantFrom<unknown>([], [{ everyone: {} }], [5]);
  if (type === "strings") return orUnknown(texts);
  return "object" in type ? objects(type.object) : orUnknown(objects(type.objects));
}

function objects(fields: FieldDefinitions): fc.Arbitrary<unknown> {
  const names = Object.keys(fields);
  const all = fc.record(Object.fromEntries(names.map((name) => [name, members(fields[name]!)])), {
    requiredKeys: names.filter((name) => fields[name]!.required),
  });
  const lacking = names.map((name) => all.map(({ [name]: _, ...rest }) => rest));
  const more = all.map((object) => ({ ...object, surplus: undefined }));
  return fc.oneof({ weight: 15, arbitrary: all }, more, ...lacking);
}

/** Reads the table of fields a second time, without a schema. */
function isValid(fields: FieldDefinitions, value: unknown): boolean {
  if (!isObject(value)) return false;
  const names = new Set([...Object.keys(fields), ...namesIn(value)]);
  return [...names].every((name) => Object.hasOwn(fields, name) && isValidMember(fields[name]!, value[name]));
}

function isValidMember(field: FieldDefinition, value: unknown): boolean {
  if (value === DEFERRED) return true;
  if (value === null || value === undefined) return !field.required;
  const { type, format } = field;
  const fits = (one: unknown) => format === undefined || FORMATS[format].judge(one as never) === undefined;
  if (type === "string") return typeof value === "string" && fits(value);
  if (type === "integer") return Number.isFinite(value) && fits(value);
  if (type === "bool") return typeof value === "boolean";
  if (type === "rules") return Array.isArray(value);
  if (typeof type === "object" && "object" in type) return isValid(type.object, value);
  if (!Array.isArray(value) || (field.atLeastOne && value.length === 0)) return false;
  const isValidItem = (item: unknown) =>
    type === "strings" ? typeof item === "string" && fits(item) : isValid(type.objects, item);
  return Array.from(value).every((item) => item === DEFERRED || isValidItem(item));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The names of an object's members, those of its prototype included. */
function namesIn(value: object): string[] {
  const names: string[] = [];
  for (const name in value) names.push(name);
  return names;
}

const errorsIn = (fields: FieldDefinitions, value: unknown) =>
  validateFields({ fields, value, name: "policy", open: false });

describe("validateFields", () => {
  const cases = fc
    .constantFrom(...TABLES)
    .chain((fields) => objects(fields).map((value) => [fields, value] as const));

  test("finds an error in exactly the objects that the table of fields does not allow", () => {
    const seen = { valid: 0, invalid: 0 };
    fc.assert(
      fc.property(cases, ([fields, value]) => {
        const valid = isValid(fields, value);
        seen[valid ? "valid" : "invalid"] += 1;
        expect(errorsIn(fields, value).length === 0).toBe(valid);
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(200);
  });

  test("finds no error in a valid policy", () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(errorsIn(POLICY_TYPES.application.fields, POLICY_TYPES.application.toWire(document))).toEqual(
          [],
        );
      }),
    );
  });

  test.each([[null], [[]], ["text"], [() => {}], [DEFERRED]])("refuses %p instead of an object", (value) => {
    expect(errorsIn(POLICY_TYPES.reusable.fields, value)).toHaveLength(1);
  });

  test("refuses members that an object has by its prototype", () => {
    const fields = SELECTORS.find(({ key }) => key === "email")!.fields;
    const inherited = Object.create({ email: "ann@example.com", surplus: 1 });
    expect(errorsIn(fields, inherited)).toHaveLength(1);
  });
});
