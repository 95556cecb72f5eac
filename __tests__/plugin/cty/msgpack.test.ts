import { Decoder, ExtData, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import {
  BigNumber,
  bool,
  type CtyType,
  type CtyValue,
  DynamicValue,
  decodeMsgpack,
  dynamic,
  encodeMsgpack,
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

// Another implementation decides what MessagePack is.
const other = new Decoder({ useBigInt64: true });
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(" ", ""), "hex"));

describe("a value in MessagePack", () => {
  test("comes back as it went, for every type", () => {
    fc.assert(
      fc.property(typeAndValue({ unknowns: true }), ({ type, value }) => {
        const back = decodeMsgpack(encodeMsgpack(value, type), type);
        expect(back).toEqual(value);
        expect(valuesEqual(back, value, type)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("is MessagePack to another implementation, which encodes the same length", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.double())), (values) => {
        const type = tuple(
          values.map((value) =>
            typeof value === "string" ? string : typeof value === "number" ? number : bool,
          ),
        );
        const nfc = values.map((value) => (typeof value === "string" ? value.normalize("NFC") : value));
        fc.pre(!nfc.some((value) => Object.is(value, -0) || Number.isNaN(value)));
        const encoded = encodeMsgpack(nfc, type);
        const decoded = other.decode(encoded) as unknown[];
        expect(decoded.map((value) => (typeof value === "bigint" ? Number(value) : value))).toEqual(nfc);
        const smallIntegers = nfc.every((value) => typeof value !== "number" || Math.abs(value) < 2 ** 32);
        if (smallIntegers) expect(encoded).toHaveLength(encode(nfc).length);
      }),
      { examples: [[[-1725980519339833]]] },
    );
  });

  test("may hold collections of any length", () => {
    for (const length of [0, 15, 16, 65_536]) {
      const elements = Array.from({ length }, (_, index) => `n${index}`);
      const members = Object.fromEntries(elements.map((name, index) => [name, index]));
      // As text, since comparing this many members one by one takes seconds.
      const text = (value: unknown) => JSON.stringify(value);
      expect(text(other.decode(encodeMsgpack(elements, list(string)))) === text(elements)).toBe(true);
      expect(text(decodeMsgpack(encode(elements), set(string))) === text(elements)).toBe(true);
      expect(text(other.decode(encodeMsgpack(members, map(number)))) === text(members)).toBe(true);
      expect(text(decodeMsgpack(encode(members), map(number))) === text(members)).toBe(true);
    }
  });

  test("has text of any length", () => {
    for (const length of [0, 31, 32, 255, 256, 65_535, 65_536, 2_000_000]) {
      for (const letter of ["a", "é", "𝄞"]) {
        const text = letter.repeat(length / letter.length);
        expect(decodeMsgpack(encodeMsgpack(text, string), string) === text).toBe(true);
      }
    }
  });
});

describe("on the wire", () => {
  const cases: [string, CtyValue, CtyType, string][] = [
    ["null", null, string, "c0"],
    ["an unknown", UNKNOWN, object({ a: string }), "d40000"],
    ["text", "hi", string, "a26869"],
    ["an integer", 300, number, "cd012c"],
    ["an integer of 54 bits", 2 ** 53 - 1, number, "d3001fffffffffffff"],
    ["an integer a double holds by luck", 2 ** 60, number, "cb43b0000000000000"],
    ["the largest int64", new BigNumber("9223372036854775807"), number, "d37fffffffffffffff"],
    [
      "an integer beyond int64",
      new BigNumber("9223372036854775809"),
      number,
      "b339323233333732303336383534373735383039",
    ],
    ["a fraction a double holds", 0.5, number, "cb3fe0000000000000"],
    ["a fraction no double holds", new BigNumber("0.1"), number, "a3302e31"],
    ["an object, its attributes sorted", { b: true, a: 1 }, object({ b: bool, a: number }), "82a16101a162c3"],
    ["an attribute that was left out", {}, object({ a: number }), "81a161c0"],
    [
      "a dynamic value",
      new DynamicValue(list(bool), [false]),
      dynamic,
      "92c40f5b226c697374222c22626f6f6c225d91c2",
    ],
    ["a dynamic null", null, dynamic, "c0"],
    ["a null of a type found out later", new DynamicValue(string, null), dynamic, "92c40822737472696e6722c0"],
    ["text in another normal form", "e\u0301", string, "a2c3a9"],
  ];

  test.each(cases)("%s is what Terraform expects", (_what, value, type, expected) => {
    expect(hex(encodeMsgpack(value, type))).toBe(expected);
  });
});

describe("what other encoders send", () => {
  test.each([
    "d40000",
    "d40c00",
    "d500 0000",
    "d80c 00000000000000000000000000000000",
    "c7030c 8101c2",
    "c80003 0c 8101c2",
  ])("an extension %s is an unknown, whatever it refines", (sent) => {
    expect(decodeMsgpack(bytes(sent), string)).toBe(UNKNOWN);
    expect(decodeMsgpack(bytes(`92 ${sent} a161`), list(string))).toEqual([UNKNOWN, "a"]);
  });

  test("a long refinement is skipped whole", () => {
    const prefix = encode({ 1: false, 2: "x".repeat(70_000) });
    expect(decodeMsgpack(encode([new ExtData(12, prefix), "a"]), list(string))).toEqual([UNKNOWN, "a"]);
  });

  test.each<[string, CtyValue]>([
    ["a3302e31", new BigNumber("0.1")],
    ["a3302e35", 0.5],
    ["a43030312e", 1],
    ["a3316533", 1000],
    ["ca3f000000", 0.5],
    ["cf00000000000000ff", 255],
    ["cfffffffffffffffff", new BigNumber("18446744073709551615")],
    ["d38000000000000000", -(2 ** 63)],
    ["d38000000000000001", new BigNumber("-9223372036854775807")],
    ["cb3fb999999999999a", 0.1],
  ])("the number %s is exactly %p", (sent, expected) => {
    expect(decodeMsgpack(bytes(sent), number)).toEqual(expected);
  });

  test("attributes are decoded in any order", () => {
    const type = object({ a: number, b: string });
    expect(decodeMsgpack(encode({ b: "x", a: 1 }), type)).toEqual({ a: 1, b: "x" });
  });

  test("an attribute that was not sent is null", () => {
    expect(decodeMsgpack(encode({ b: "x" }), object({ a: number, b: string }))).toEqual({ a: null, b: "x" });
  });
});

describe("what does not fit its type", () => {
  test.each<[string, unknown, CtyType]>([
    ["an attribute the type does not have", { a: 1, z: 2 }, object({ a: number })],
    ["a number for text", 1, string],
    ["text for a boolean", "true", bool],
    ["a word for a number", "many", number],
    ["an object for a list", {}, list(string)],
    ["a list for an object", [], object({})],
    ["a tuple of another length", [1], tuple([number, number])],
  ])("is refused when it is read: %s", (_what, sent, type) => {
    expect(() => decodeMsgpack(encode(sent), type)).toThrow(/expected|no attribute/);
  });

  test("is refused when it is written, with the path", () => {
    const type = object({ rules: list(object({ tags: map(string) })) });
    const value = { rules: [{ tags: {} }, { tags: { a: "x", b: 5 } }] };
    expect(() => encodeMsgpack(value, type)).toThrow(
      'rules[1].tags["b"]: a string is expected, got a number',
    );
    expect(() => encodeMsgpack({ rules: [{ tag: "x" }] }, type)).toThrow(
      'rules[0]: the type has no attribute "tag"',
    );
  });

  test("never shows the value, which may be a secret", () => {
    expect(() => encodeMsgpack("hunter2", number)).toThrow(expect.not.stringContaining("hunter2"));
  });

  test("is refused when the bytes end early or go on", () => {
    const whole = encodeMsgpack(["abc", "def"], list(string));
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeMsgpack(whole.subarray(0, length), list(string))).toThrow();
    }
    expect(() => decodeMsgpack(new Uint8Array([...whole, 0xc0]), list(string))).toThrow("goes on");
  });
});
