import fc from "fast-check";
import { decodeMsgpack, encodeMsgpack, type ObjectValue, object, string } from "../../../../src/plugin/cty";
import { encodeObject } from "../../../../src/plugin/framework/server/messages";
import { asItCame, comingIn } from "../../../../src/plugin/framework/server/passing-values";
import { typeAndValue } from "../../cty/support/arbitrary";

describe("an object that passes", () => {
  test("is what its bytes say, whatever passed before", () => {
    const objects = fc.array(typeAndValue({ unknowns: true }), { minLength: 1, maxLength: 5 });
    const order = fc.array(fc.nat(), { maxLength: 20 });
    fc.assert(
      fc.property(objects, order, (all, turns) => {
        for (const turn of turns) {
          const { type: inner, value } = all[turn % all.length]!;
          const type = object({ value: inner });
          const bytes = encodeMsgpack({ value }, type);
          expect(comingIn(bytes, type)).toEqual(decodeMsgpack(bytes, type));
        }
      }),
    );
  });

  test("goes out as the bytes it came in, which say what encoding it says", () => {
    fc.assert(
      fc.property(typeAndValue({ unknowns: true }), ({ type: inner, value }) => {
        const type = object({ value: inner });
        const bytes = encodeMsgpack({ value }, type);
        const came = comingIn(bytes, type)!;
        expect(Buffer.from(encodeObject(came, type).msgpack)).toEqual(Buffer.from(bytes));
        expect(decodeMsgpack(encodeObject(came, type).msgpack, type)).toEqual(
          decodeMsgpack(encodeObject({ ...came }, type).msgpack, type),
        );
      }),
    );
  });

  test("is the same value when it comes again, until many others have passed", () => {
    const type = object({ name: string });
    const bytes = (name: string) => encodeMsgpack({ name }, type);
    const first = comingIn(bytes("first"), type);
    const passes = (count: number) => {
      for (let index = 0; index < count; index++) comingIn(bytes(`${index}`), type);
    };
    passes(50);
    expect(comingIn(bytes("first"), type)).toBe(first);
    passes(50);
    expect(comingIn(bytes("first"), type)).toBe(first);
    passes(1000);
    expect(comingIn(bytes("first"), type)).not.toBe(first);
  });

  test("is another one for another type", () => {
    const one = object({ name: string });
    const other = object({ name: string });
    const value = comingIn(encodeMsgpack({ name: "x" }, one), one) as ObjectValue;
    expect(comingIn(encodeMsgpack({ name: "x" }, other), other)).not.toBe(value);
    expect(asItCame(value, other)).toBeUndefined();
  });

  test("is nothing where nothing came", () => {
    const type = object({ name: string });
    expect(comingIn(encodeMsgpack(null, type), type)).toBeNull();
  });
});
