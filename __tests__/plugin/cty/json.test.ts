import fc from "fast-check";
import {
  BigNumber,
  bool,
  type CtyType,
  type CtyValue,
  DynamicValue,
  decodeJson,
  dynamic,
  encodeJson,
  list,
  map,
  number,
  object,
  set,
  string,
  tuple,
  UNKNOWN,
} from "../../../src/plugin/cty";
import { typeAndValue } from "./support/arbitrary";

describe("a value in JSON", () => {
  test("comes back as it went, for every type", () => {
    fc.assert(
      fc.property(typeAndValue({ unknowns: false }), ({ type, value }) => {
        const json = encodeJson(value, type);
        JSON.parse(json);
        expect(decodeJson(json, type)).toEqual(value);
        expect(decodeJson(new Uint8Array(Buffer.from(json)), type)).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  test("cannot be an unknown", () => {
    expect(() => encodeJson({ a: [UNKNOWN] }, object({ a: list(string) }))).toThrow("a[0]: JSON cannot hold");
  });
});

describe("a stored state", () => {
  test("may have attributes that are no longer in the schema, and lack newer ones", () => {
    expect(decodeJson('{"name":"x","app_count":3}', object({ name: string, id: string }))).toEqual({
      name: "x",
      id: null,
    });
  });

  test.each<[string, CtyType, CtyValue]>([
    ["12345678901234567890", number, new BigNumber("12345678901234567890")],
    ["[0.1, 0.50, 1e3]", list(number), [new BigNumber("0.1"), 0.5, 1000]],
    [
      '{"n":-0.30,"s":"0.1, 0.2: 1e5"}',
      object({ n: number, s: string }),
      { n: new BigNumber("-0.3"), s: "0.1, 0.2: 1e5" },
    ],
    ['["a\\"1.5\\\\", 2.25]', tuple([string, number]), ['a"1.5\\', 2.25]],
    ["1152921504606846976", number, 2 ** 60],
    [
      '{"type":["set","number"],"value":[1.1]}',
      dynamic,
      new DynamicValue(set(number), [new BigNumber("1.1")]),
    ],
  ])("keeps every digit of %s", (json, type, expected) => {
    expect(decodeJson(json, type)).toEqual(expected);
  });

  test.each<[string, CtyType, CtyValue]>([
    ['"12"', number, 12],
    ["12", string, "12"],
    ["1.50", string, "1.5"],
    ["true", string, "true"],
    ['"true"', bool, true],
    ['"0"', bool, false],
  ])("%s becomes the type the schema has now", (json, type, expected) => {
    expect(decodeJson(json, type)).toEqual(expected);
  });

  test.each<[string, CtyType, string]>([
    ['{"rules":[{"a":1},{"a":"x"}]}', object({ rules: list(object({ a: number })) }), "rules[1].a: a number"],
    ['{"k":[]}', map(string), '["k"]: a string is expected, got a list'],
    ["1.5", list(string), "a list is expected, got a number"],
    ["1.5", object({}), "an object is expected, got a number"],
    ['"perhaps"', bool, "a boolean is expected, got a string"],
    ["[1]", tuple([]), "exactly 0 elements"],
    ["{", object({}), "JSON is expected"],
  ])("%s is refused where it does not fit", (json, type, message) => {
    expect(() => decodeJson(json, type)).toThrow(message);
  });

  test("may be large", () => {
    const text = "0.5,é\\".repeat(2_000_000);
    const type = object({ text: string, n: number });
    expect(decodeJson(encodeJson({ text, n: new BigNumber("0.1") }, type), type)).toEqual({
      text,
      n: new BigNumber("0.1"),
    });
  });
});
