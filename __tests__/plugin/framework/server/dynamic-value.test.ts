import fc from "fast-check";
import { decodeMsgpack, encodeMsgpack, type ObjectValue, object, string } from "../../../../src/plugin/cty";
import {
  decodeCached,
  encodeObject,
  originalBytes,
} from "../../../../src/plugin/framework/server/dynamic-value";
import { typeAndValue } from "../../cty/support/arbitrary";

describe("an object of a message", () => {
  test("is decoded from its bytes whatever is in the cache", () => {
    const objects = fc.array(typeAndValue({ unknowns: true }), { minLength: 1, maxLength: 5 });
    const order = fc.array(fc.nat(), { maxLength: 20 });
    fc.assert(
      fc.property(objects, order, (all, turns) => {
        for (const turn of turns) {
          const { type: inner, value } = all[turn % all.length]!;
          const type = object({ value: inner });
          const bytes = encodeMsgpack({ value }, type);
          expect(decodeCached(bytes, type)).toEqual(decodeMsgpack(bytes, type));
        }
      }),
    );
  });

  test("is encoded as its original bytes, which decode to the same value as new ones", () => {
    fc.assert(
      fc.property(typeAndValue({ unknowns: true }), ({ type: inner, value }) => {
        const type = object({ value: inner });
        const bytes = encodeMsgpack({ value }, type);
        const came = decodeCached(bytes, type)!;
        expect(Buffer.from(encodeObject(came, type).msgpack)).toEqual(Buffer.from(bytes));
        expect(decodeMsgpack(encodeObject(came, type).msgpack, type)).toEqual(
          decodeMsgpack(encodeObject({ ...came }, type).msgpack, type),
        );
      }),
    );
  });

  test("is the identical value when its bytes are decoded again, until many others were", () => {
    const type = object({ name: string });
    const bytes = (name: string) => encodeMsgpack({ name }, type);
    const first = decodeCached(bytes("first"), type);
    const passes = (count: number) => {
      for (let index = 0; index < count; index++) decodeCached(bytes(`${index}`), type);
    };
    passes(50);
    expect(decodeCached(bytes("first"), type)).toBe(first);
    passes(50);
    expect(decodeCached(bytes("first"), type)).toBe(first);
    passes(1000);
    expect(decodeCached(bytes("first"), type)).not.toBe(first);
  });

  test("is another value for another type", () => {
    const one = object({ name: string });
    const other = object({ name: string });
    const value = decodeCached(encodeMsgpack({ name: "x" }, one), one) as ObjectValue;
    expect(decodeCached(encodeMsgpack({ name: "x" }, other), other)).not.toBe(value);
    expect(originalBytes(value, other)).toBeUndefined();
  });

  test("is null where the bytes are null", () => {
    const type = object({ name: string });
    expect(decodeCached(encodeMsgpack(null, type), type)).toBeNull();
  });
});
