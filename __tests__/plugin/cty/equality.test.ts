import fc from "fast-check";
import {
  BigNumber,
  type CtyType,
  type CtyValue,
  DynamicValue,
  dynamic,
  list,
  map,
  number,
  object,
  set,
  string,
  tuple,
  UNKNOWN,
  valuesEqual,
} from "../../../src/plugin/cty";
import { typeAndValue } from "./support/arbitrary";

const person = object({ name: string, tags: set(string) });

describe("two values of one type", () => {
  test.each<[string, CtyType, CtyValue, CtyValue]>([
    ["sets in another order", set(string), ["a", "b"], ["b", "a"]],
    ["a set with an element twice", set(string), ["a", "b", "a"], ["a", "b"]],
    ["text in another normal form", string, "e\u0301", "é"],
    ["a set of such texts", set(string), ["e\u0301"], ["é"]],
    ["map keys in another normal form", map(string), { "e\u0301": "x" }, { é: "x" }],
    ["maps in another order", map(number), { a: 1, b: 2 }, { b: 2, a: 1 }],
    ["an absent attribute and null", person, { name: "x" }, { name: "x", tags: null }],
    [
      "sets within objects within sets",
      set(person),
      [{ name: "x", tags: ["a", "b"] }],
      [{ tags: ["b", "a"], name: "x" }],
    ],
    ["big numbers", number, new BigNumber("0.1"), new BigNumber("0.1")],
    ["unknowns", string, UNKNOWN, UNKNOWN],
    [
      "dynamic values whose types list attributes differently",
      dynamic,
      new DynamicValue(object({ a: string, b: string }), { a: "1", b: "2" }),
      new DynamicValue(object({ b: string, a: string }), { b: "2", a: "1" }),
    ],
  ])("are equal: %s", (_what, type, a, b) => {
    expect(valuesEqual(a, b, type)).toBe(true);
    expect(valuesEqual(b, a, type)).toBe(true);
  });

  test.each<[string, CtyType, CtyValue, CtyValue]>([
    ["lists in another order", list(string), ["a", "b"], ["b", "a"]],
    ["a list with an element twice", list(string), ["a", "a"], ["a"]],
    ["null and empty", set(string), null, []],
    ["null and false text", string, null, ""],
    ["an unknown and a value", string, UNKNOWN, "x"],
    ["an unknown and null", string, UNKNOWN, null],
    ["a double and the decimal it rounds", number, 0.1, new BigNumber("0.1")],
    [
      "a set one of whose elements differs",
      set(person),
      [{ name: "x", tags: ["a"] }],
      [{ name: "x", tags: ["b"] }],
    ],
    ["a map with a null and one without", map(string), { a: null }, {}],
    ["tuples", tuple([string, number]), ["a", 1], ["a", 2]],
    [
      "dynamic values of other types",
      dynamic,
      new DynamicValue(set(string), []),
      new DynamicValue(list(string), []),
    ],
    ["an unknown in a set", set(string), [UNKNOWN], ["unknown"]],
  ])("differ: %s", (_what, type, a, b) => {
    expect(valuesEqual(a, b, type)).toBe(false);
    expect(valuesEqual(b, a, type)).toBe(false);
  });

  test("are equal to themselves in another order", () => {
    fc.assert(
      fc.property(typeAndValue({ unknowns: true }), ({ type, value }) => {
        expect(valuesEqual(value, reordered(value, type), type)).toBe(true);
      }),
    );
  });

  test("are equal only when each is a representation of the other", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (a, b) => {
        const same = a.every((one) => b.includes(one)) && b.every((one) => a.includes(one));
        expect(valuesEqual(a, b, set(string))).toBe(same);
      }),
    );
  });
});

function reordered(value: CtyValue, type: CtyType): CtyValue {
  if (Array.isArray(value) && type.kind === "set") return [...value, ...value].reverse();
  if (Array.isArray(value)) return [...value];
  if (value instanceof DynamicValue) return new DynamicValue(value.type, reordered(value.value, value.type));
  if (typeof value === "object" && value !== null && (type.kind === "map" || type.kind === "object")) {
    return value === UNKNOWN ? value : Object.fromEntries(Object.entries(value).reverse());
  }
  return value;
}
