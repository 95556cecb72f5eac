import fc from "fast-check";
import { DEFERRED, POLICY_TYPES, SELECTORS } from "../../src/model";
import { isRight } from "../../src/model/quick-look";
import { findings, type StructuredField, type StructuredFields } from "../../src/model/structure";
import { documents } from "./support/policies";
import { SPELLINGS } from "./support/spellings";

const TABLES: readonly StructuredFields[] = [
  POLICY_TYPES.reusable.fields,
  POLICY_TYPES.application.fields,
  ...SELECTORS.map(({ fields }) => fields),
];

const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  ...Object.fromEntries(Object.entries(SPELLINGS).map(([format, pairs]) => [format, pairs.map(([a]) => a)])),
  decision: fc.constantFrom("allow", "Allow"),
  duration: fc.constantFrom("24h", "", "1 day"),
  "mfa-duration": fc.constantFrom("5m", "5s"),
  authenticator: fc.constantFrom("totp", "piv_key", "fax"),
  "clipboard-format": fc.constantFrom("text", "file", "image"),
};

/** What may stand in a field: mostly what belongs there, by its type and format. */
function members(field: StructuredField): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom(DEFERRED, null, undefined, "", " ", 0, 1, 1.5, Number.NaN, true, [], {}, [
    null,
  ]);
  return fc.oneof({ weight: 12, arbitrary: fitting(field) }, { weight: 1, arbitrary: odd });
}

function fitting({ type, format = "any" }: StructuredField): fc.Arbitrary<unknown> {
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

function objects(fields: StructuredFields): fc.Arbitrary<unknown> {
  const names = Object.keys(fields);
  const all = fc.record(Object.fromEntries(names.map((name) => [name, members(fields[name]!)])), {
    requiredKeys: names.filter((name) => fields[name]!.required),
  });
  const lacking = names.map((name) => all.map(({ [name]: _, ...rest }) => rest));
  const more = all.map((object) => ({ ...object, surplus: undefined }));
  return fc.oneof({ weight: 15, arbitrary: all }, more, ...lacking);
}

describe("The quick look at a policy or a rule", () => {
  const judged = fc
    .constantFrom(...TABLES)
    .chain((fields) => objects(fields).map((value) => [fields, value] as const));

  test("is content with exactly what there is nothing to find in", () => {
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(judged, ([fields, value]) => {
        const right = isRight(fields, value);
        seen[right ? "right" : "wrong"] += 1;
        expect(right).toBe(findings(fields, value).length === 0);
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(200);
  });

  test("is content with every policy that is right", () => {
    fc.assert(
      fc.property(documents, (document) =>
        isRight(POLICY_TYPES.application.fields, POLICY_TYPES.application.toWire(document)),
      ),
    );
  });

  test.each([[null], [[]], ["text"], [() => {}], [DEFERRED]])(
    "is not content with %p in place of an object",
    (value) => {
      expect(isRight(POLICY_TYPES.reusable.fields, value)).toBe(false);
    },
  );

  test("sees what an object has by its prototype", () => {
    const fields = SELECTORS.find(({ key }) => key === "email")!.fields;
    const inherited = Object.create({ email: "ann@example.com", surplus: 1 });
    expect([isRight(fields, inherited), findings(fields, inherited).length]).toEqual([false, 1]);
  });
});
