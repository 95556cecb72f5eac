import {
  create,
  type DescField,
  type DescMessage,
  fromBinary,
  ScalarType,
  toBinary,
} from "@bufbuild/protobuf";
import fc from "fast-check";
import { file_go_plugin } from "../../../../src/plugin/protocol/gen/go-plugin_pb";
import { file_health } from "../../../../src/plugin/protocol/gen/health_pb";
import * as tfplugin6 from "../../../../src/plugin/protocol/gen/provider_pb";
import { decodeMessage, encodeMessage } from "../../../../src/plugin/protocol/wire";

/*
 * protobuf-es, which the generated types come from, is the second opinion: both have to read and write every message
 * the same.
 */

const messages = [tfplugin6.file_provider, file_go_plugin, file_health].flatMap((file) => [
  ...withNested(file.messages),
]);

function* withNested(found: readonly DescMessage[]): Generator<DescMessage> {
  for (const message of found) {
    yield message;
    yield* withNested(message.nestedMessages);
  }
}

type Fields = Record<string, unknown>;

/** Any message of a kind, as its handlers would write it down: some fields left out, some with their default. */
function anyMessage(message: DescMessage, depth = 0): fc.Arbitrary<Fields> {
  const plain = message.fields.filter(({ oneof }) => !oneof);
  const entries = plain.map((field) => [
    field.localName,
    fc.option(anyField(field, depth), { nil: undefined }),
  ]);
  const oneofs = message.oneofs.map((oneof) => [
    oneof.localName,
    fc.oneof(
      ...oneof.fields.map((field) =>
        anyField(field, depth).map((value) => ({ case: field.localName, value })),
      ),
    ),
  ]);
  return fc.record(Object.fromEntries([...entries, ...oneofs]));
}

function anyField(field: DescField, depth: number): fc.Arbitrary<unknown> {
  const many = { maxLength: depth > 1 ? 1 : 3 };
  if (field.fieldKind === "list") return fc.array(anyValue(field, depth), many);
  if (field.fieldKind === "map") {
    const key = fc.string().filter((name) => name !== "__proto__");
    return fc.dictionary(key, anyValue(field, depth), { maxKeys: 3, noNullPrototype: true });
  }
  return anyValue(field, depth);
}

function anyValue(field: DescField, depth: number): fc.Arbitrary<unknown> {
  if (field.message) return depth > 2 ? fc.constant({}) : anyMessage(field.message, depth + 1);
  if (field.enum) return fc.constantFrom(...field.enum.values.map(({ number }) => number));
  switch (field.scalar) {
    case ScalarType.BOOL:
      return fc.boolean();
    case ScalarType.INT64:
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case ScalarType.UINT32:
      return fc.integer({ min: 0, max: 2 ** 31 - 1 });
    case ScalarType.STRING:
      return fc.string({ unit: "grapheme", maxLength: 200 });
    default:
      return fc.uint8Array({ maxLength: 300 });
  }
}

/** Without what only protobuf-es adds, bytes as plain ones. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(
    ([name, member]) => name !== "$typeName" && member !== undefined,
  );
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

test.each(messages.map((message) => [message.typeName, message] as const))(
  "%s is written and read as protobuf-es writes and reads it",
  (name, message) => {
    fc.assert(
      fc.property(anyMessage(message), (fields) => {
        const theirs = toBinary(message, create(message, fields));
        const ours = encodeMessage(name, fields);
        expect(plain(fromBinary(message, ours))).toEqual(plain(fromBinary(message, theirs)));
        expect(ours.length).toBe(theirs.length);
        expect(plain(decodeMessage(name, theirs))).toEqual(plain(fromBinary(message, theirs)));
      }),
      { numRuns: 30 },
    );
  },
);

describe("a message", () => {
  const { ReadResourceRequestSchema } = tfplugin6;
  const READ = ReadResourceRequestSchema.typeName;

  test("has every field that was not sent, with its default", () => {
    expect(plain(decodeMessage(READ, new Uint8Array()))).toEqual(plain(create(ReadResourceRequestSchema)));
  });

  test("may have unknown fields of any wire type", () => {
    const known = encodeMessage(READ, { typeName: "thing" });
    const strangers = [
      [0xf8, 0x07, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], // a long number
      [0xf9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8], // eight bytes
      [0xfd, 0x07, 1, 2, 3, 4], // four bytes
      [0xfa, 0x07, 3, 1, 2, 3], // bytes with their length
    ].flat();
    const bytes = Buffer.concat([Buffer.from(strangers), known, Buffer.from(strangers)]);
    expect(decodeMessage(READ, bytes)).toMatchObject({ typeName: "thing" });
  });

  test("keeps the last of a field that was sent twice", () => {
    const bytes = Buffer.concat([
      encodeMessage(READ, { typeName: "first" }),
      encodeMessage(READ, { typeName: "second" }),
    ]);
    expect(decodeMessage(READ, bytes)).toMatchObject({ typeName: "second" });
  });

  test("over 16 KiB, nested in others, keeps its bytes", () => {
    const msgpack = Buffer.alloc(3_000_000, "state");
    const bytes = encodeMessage(READ, { currentState: { msgpack } });
    const { currentState } = decodeMessage(READ, bytes) as { currentState: { msgpack: Buffer } };
    expect(msgpack.equals(currentState.msgpack)).toBe(true);
  });

  test("may have a map with the key __proto__", () => {
    const { typeName } = tfplugin6.RawStateSchema;
    const flatmap = Object.fromEntries([["__proto__", "a"]]);
    const decoded = decodeMessage(typeName, encodeMessage(typeName, { flatmap }));
    expect(Object.entries(decoded.flatmap as object)).toEqual([["__proto__", "a"]]);
  });

  test.each([
    ["ends within a field", [0x0a, 5, 0x61], "the message ends too early"],
    ["ends within a length", [0x0a, 0x80], "the message ends too early"],
    ["has a length beyond 35 bits", [0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], "a number is too long"],
    [
      "has a text where a number is expected",
      [0x08, 1],
      "field 1 has wire type 0, which typeName does not have",
    ],
    ["has a wire type that does not exist", [0xff, 0x07], "there is no wire type 7"],
    ["ends within a nested field", [0x12, 2, 0x0a, 5], "the message ends too early"],
  ])("that %s is refused", (_, bytes, message) => {
    expect(() => decodeMessage(READ, Buffer.from(bytes))).toThrow(message);
  });

  test("has to be one of the table", () => {
    expect(() => encodeMessage("tfplugin6.Nothing", {})).toThrow("There is no message tfplugin6.Nothing.");
  });
});
