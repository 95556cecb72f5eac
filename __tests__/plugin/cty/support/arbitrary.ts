import fc from "fast-check";
import {
  BigNumber,
  bool,
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
} from "../../../../src/plugin/cty";

// Names that a plain object treats specially are names like any other to Terraform.
const anyName = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/) },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "length", "0", "é") },
);

export const anyType: fc.Arbitrary<CtyType> = fc.letrec<{ type: CtyType }>((tie) => ({
  type: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(string, number, bool, dynamic),
    tie("type").map(list),
    tie("type").map(set),
    tie("type").map(map),
    fc.dictionary(anyName, tie("type"), { maxKeys: 5 }).map((attributes) => object({ ...attributes })),
    fc.array(tie("type"), { maxLength: 3 }).map(tuple),
  ),
})).type;

/** Text in NFC, which is the only form that comes back as it went. */
const nfcText = fc
  .oneof(
    fc.string({ maxLength: 50 }),
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.string({ maxLength: 3 }).map((text) => text.repeat(300)),
  )
  .map((text) => text.normalize("NFC"));

const anyNumber: fc.Arbitrary<number | BigNumber> = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  fc.constantFrom(
    -33,
    -32,
    -129,
    -128,
    127,
    128,
    255,
    256,
    65535,
    65536,
    2 ** 31,
    2 ** 32,
    -(2 ** 31),
    2 ** 60,
  ),
  fc.bigInt({ min: 2n ** 62n + 1n, max: 2n ** 300n }).map(exactly),
  fc.bigInt({ min: -(2n ** 300n), max: -(2n ** 62n) - 1n }).map(exactly),
  fc.integer({ min: 0, max: 10_000 }).map((whole) => new BigNumber(`${whole}.1`)),
);

function exactly(value: bigint): number | BigNumber {
  return BigInt(Number(value)) === value ? Number(value) : new BigNumber(value.toString());
}

/** Any value of a type; with unknowns where asked for. */
export function valuesOf(type: CtyType, options: { unknowns: boolean }): fc.Arbitrary<CtyValue> {
  const known = knownValueOf(type, options);
  const choices = [
    { weight: 8, arbitrary: known },
    { weight: 1, arbitrary: fc.constant<CtyValue>(null) },
  ];
  if (options.unknowns) choices.push({ weight: 1, arbitrary: fc.constant<CtyValue>(UNKNOWN) });
  return fc.oneof(...choices);
}

function knownValueOf(type: CtyType, options: { unknowns: boolean }): fc.Arbitrary<CtyValue> {
  switch (type.kind) {
    case "string":
      return nfcText;
    case "number":
      return anyNumber;
    case "bool":
      return fc.boolean();
    case "dynamic":
      return fc
        .constantFrom<CtyType>(string, number, list(string), object({ b: number, a: map(bool) }))
        .chain((actual) => valuesOf(actual, options).map((value) => new DynamicValue(actual, value)));
    case "list":
    case "set":
      return fc.array(valuesOf(type.element, options), { maxLength: 20 });
    case "map":
      return fc
        .dictionary(anyName, valuesOf(type.element, options), { maxKeys: 20 })
        .map((members) => ({ ...members }));
    case "object":
      return fc
        .record(
          Object.fromEntries(
            Object.entries(type.attributes).map(([name, attribute]) => [name, valuesOf(attribute, options)]),
          ),
        )
        .map((fields) => ({ ...fields }));
    case "tuple":
      return fc.tuple(...type.elements.map((element) => valuesOf(element, options)));
  }
}

export const typeAndValue = (options: { unknowns: boolean }) =>
  anyType.chain((type) => valuesOf(type, options).map((value) => ({ type, value })));
