import fc from "fast-check";
import { expandRules, hasPlainNumbersOnly, inexactParts, POLICY_TYPES, type Rule } from "../../src/model";

const otherIssues = (json: string) =>
  POLICY_TYPES.reusable.validate({ name: "n", decision: "allow", include: { other: [json] } });

describe("a number of a rule under other", () => {
  test.each([
    "0",
    "-0",
    "1",
    "-7",
    "1.5",
    "1.10",
    "0.1",
    "1e3",
    "1E+2",
    "1e21",
    "1e300",
    "-0.000",
    "0e99999",
    "9007199254740992",
    "10000000000000000000000",
    "5e-324",
  ])("%s is kept, since it is sent with the same value", (number) => {
    const json = `{"new_selector":{"at":[${number}]}}`;
    expect(otherIssues(json)).toEqual([]);
    const [rule] = expandRules({ other: [json] }) as Rule[];
    expect(rule).toEqual({ new_selector: { at: [Number(number)] } });
  });

  test.each([
    "1e400",
    "-1e400",
    "1e-400",
    "12345678901234567890",
    "9007199254740993",
    "-9007199254740993",
    "0.12345678901234567890",
    "1.0000000000000000001",
    "1e99999999999999999999",
  ])("%s is refused with its path, since it would be sent changed", (number) => {
    expect(otherIssues(`{"new_selector":{"at":[true,${number}]}}`)).toEqual([
      expect.objectContaining({
        code: "json-number",
        severity: "error",
        path: ["include", 0],
        what: "The number new_selector.at.1 would lose digits on its way to the API",
        got: number,
        allowed: expect.any(String),
        fix: expect.any(String),
      }),
    ]);
  });

  test("is not looked for within texts", () => {
    expect(otherIssues('{"new_selector":{"id":"12345678901234567890 \\" 1e400, ","1e400":1}}')).toEqual([]);
  });
});

describe("a member of a rule under other that is there twice", () => {
  test.each([
    ["in the rule", '{"new_selector":{},"new_selector":{}}', "new_selector"],
    ["in its object", '{"new_selector":{"a":1,"a":2}}', "new_selector.a"],
    ["with the same value", '{"new_selector":{"a":1,"a":1}}', "new_selector.a"],
    ["with an escape in one name", '{"new_selector":{"a":1,"\\u0061":2}}', "new_selector.a"],
    ["with the name of every object's prototype", '{"x":{"__proto__":1,"__proto__":2}}', "x.__proto__"],
    ["behind a list", '{"x":{"a":[1,{"b":2}],"a":2}}', "x.a"],
  ])("is refused %s", (_what, json, name) => {
    expect(otherIssues(json)).toEqual([
      expect.objectContaining({
        code: "json-duplicate",
        severity: "error",
        what: `The member ${name} is there twice, and only the last one would be sent`,
      }),
    ]);
  });

  test("is allowed in different objects", () => {
    expect(otherIssues('{"x":{"a":{"a":"a"},"b":[{"a":1},{"a":2}]}}')).toEqual([]);
  });
});

describe("any JSON", () => {
  const withSpaces = (value: unknown) => JSON.stringify(value, null, 2);

  test("that JavaScript wrote is exact", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(inexactParts(JSON.stringify(value))).toEqual([]);
        expect(inexactParts(withSpaces(value))).toEqual([]);
      }),
    );
  });

  test("with a whole number is exact when the number survives, and has its path when it does not", () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.string(), (number, name) => {
        const json = `{${JSON.stringify(name)}:[{},${number}]}`;
        const changed = BigInt(Number(number)) !== number;
        const isChanged =
          changed || BigInt(String(Number(number)).includes("e") ? number : Number(number)) !== number;
        const parts = inexactParts(json);
        if (isChanged) expect(parts).toEqual([{ kind: "number", path: [name, 1], text: String(number) }]);
        if (parts.length > 0) expect(hasPlainNumbersOnly(json)).toBe(false);
      }),
    );
  });
});
