import fc from "fast-check";
import { decodeType, encodeType, object, string, typeFromJson, typeToJson } from "../../../src/plugin/cty";
import { anyType } from "./support/arbitrary";

describe("a type in JSON", () => {
  test("comes back as it went", () => {
    fc.assert(
      fc.property(anyType, (type) => {
        expect(decodeType(encodeType(type))).toEqual(type);
        expect(typeFromJson(typeToJson(type))).toEqual(type);
      }),
    );
  });

  test("has one text, however its attributes are ordered", () => {
    const text = '["object",{"a":"string","b":"string"}]';
    expect(Buffer.from(encodeType(object({ b: string, a: string }))).toString()).toBe(text);
  });

  test("may name optional attributes, which values do not show", () => {
    expect(typeFromJson(["object", { a: "string" }, ["a"]])).toEqual(object({ a: string }));
  });

  test.each([["text"], [["bag", "string"]], [["object", null]], [["list"]], [null], [3]])(
    "%j is refused",
    (json) => {
      expect(() => typeFromJson(json)).toThrow("a type is expected");
    },
  );

  test("is refused when it is not JSON", () => {
    expect(() => decodeType(Buffer.from("string"))).toThrow("a type is expected");
  });
});
