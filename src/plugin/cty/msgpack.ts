import { MsgpackReader } from "./msgpack-reader";
import { MsgpackWriter } from "./msgpack-writer";
import { fromBigInt, parseNumber } from "./number";
import { type CtyType, decodeType, encodeType, type ObjectType } from "./type";
import { BigNumber, type CtyValue, DynamicValue, getMember, nullObject, setMember, UNKNOWN } from "./value";
import { describe, ValueError } from "./value-error";

type Fields = Readonly<Record<string, CtyValue>>;

/**
 * Decodes a value as Terraform sends it. Unknowns lose their refinements; attributes that are not in the type are an error, as
 * both sides use the same schema.
 * @throws ValueError when the bytes do not fit the type
 */
export function decodeMsgpack(bytes: Uint8Array, type: CtyType): CtyValue {
  const reader = new MsgpackReader(bytes);
  const value = read(reader, type);
  if (!reader.atEnd) throw new ValueError("the MessagePack data goes on after the value");
  return value;
}

/**
 * Encodes a value as Terraform expects it: strings in NFC, numbers exact, absent attributes as null.
 * @throws ValueError when the value does not fit the type, with the path
 */
export function encodeMsgpack(value: CtyValue, type: CtyType): Uint8Array {
  writer.reset();
  write(writer, value, type);
  return writer.take();
}

// Shared by all calls: encoding is synchronous, and the buffer grows to its final size within a few values.
const writer = new MsgpackWriter();

function read(reader: MsgpackReader, type: CtyType): CtyValue {
  if (reader.takeNil()) return null;
  if (reader.takeExtension()) return UNKNOWN;
  switch (type.kind) {
    case "string":
      return reader.string();
    case "bool":
      return reader.boolean();
    case "number":
      return readNumber(reader);
    case "list":
    case "set": {
      const count = reader.arrayLength();
      const elements: CtyValue[] = [];
      for (let index = 0; index < count; index++) elements.push(read(reader, type.element));
      return elements;
    }
    case "map": {
      const count = reader.mapLength();
      const members: Record<string, CtyValue> = {};
      for (let index = 0; index < count; index++) {
        setMember(members, reader.string(), read(reader, type.element));
      }
      return members;
    }
    case "object":
      return readObject(reader, type);
    case "tuple":
      if (reader.arrayLength() !== type.elements.length) throw wrongLength(type.elements.length);
      return type.elements.map((element) => read(reader, element));
    case "dynamic": {
      if (reader.arrayLength() !== 2) throw wrongLength(2);
      const actual = decodeType(reader.binary());
      return new DynamicValue(actual, read(reader, actual));
    }
  }
}

function readNumber(reader: MsgpackReader): CtyValue {
  const value = reader.number();
  if (typeof value === "number") return value;
  return typeof value === "bigint" ? fromBigInt(value) : parseNumber(value);
}

// Terraform sends attributes sorted by name, so comparing bytes with the expected name nearly always succeeds. The name is
// decoded only where the order differs.
function readObject(reader: MsgpackReader, type: ObjectType): CtyValue {
  const layout = layoutOf(type);
  const count = reader.mapLength();
  const fields = nullObject(type);
  for (let index = 0; index < count; index++) {
    let field = layout[index];
    if (field === undefined || !reader.takeKey(field.utf8)) {
      const name = reader.string();
      field = layout.find((one) => one.name === name);
      if (field === undefined) throw new ValueError(`the type has no attribute "${name}"`);
    }
    if (!reader.takeNil()) setMember(fields, field.name, read(reader, field.type));
  }
  return fields;
}

function write(out: MsgpackWriter, value: CtyValue | undefined, type: CtyType): void {
  if (value === null || value === undefined) out.nil();
  else if (value === UNKNOWN) out.unknown();
  else writeKnown(out, value, type);
}

function writeKnown(out: MsgpackWriter, value: CtyValue, type: CtyType): void {
  switch (type.kind) {
    case "string":
      if (typeof value !== "string") throw mismatch("a string", value);
      out.string(value);
      break;
    case "bool":
      if (typeof value !== "boolean") throw mismatch("a boolean", value);
      out.boolean(value);
      break;
    case "number":
      writeNumber(out, value);
      break;
    case "list":
    case "set":
      writeElements(out, asArray(value), () => type.element);
      break;
    case "map":
      writeMap(out, asRecord(value), type.element);
      break;
    case "object":
      writeObject(out, asRecord(value), type);
      break;
    case "tuple":
      if (asArray(value).length !== type.elements.length) throw wrongLength(type.elements.length);
      writeElements(out, asArray(value), (index) => type.elements[index]!);
      break;
    case "dynamic":
      if (!(value instanceof DynamicValue)) throw mismatch("a DynamicValue with its type", value);
      out.arrayHeader(2);
      out.binary(encodeType(value.type));
      write(out, value.value, value.type);
  }
}

function writeNumber(out: MsgpackWriter, value: CtyValue): void {
  if (typeof value === "number" && !Number.isNaN(value)) out.number(value);
  else if (!(value instanceof BigNumber)) throw mismatch("a number", value);
  else if (fitsInt64(value.text)) out.int64(BigInt(value.text));
  else out.string(value.text);
}

function fitsInt64(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

function writeElements(
  out: MsgpackWriter,
  elements: readonly CtyValue[],
  typeOf: (index: number) => CtyType,
): void {
  out.arrayHeader(elements.length);
  let index = 0;
  try {
    for (; index < elements.length; index++) write(out, elements[index], typeOf(index));
  } catch (error) {
    throw ValueError.under(index, error);
  }
}

function writeMap(out: MsgpackWriter, members: Fields, element: CtyType): void {
  const keys = Object.keys(members);
  out.mapHeader(keys.length);
  for (const key of keys) {
    out.string(key);
    try {
      write(out, members[key], element);
    } catch (error) {
      throw ValueError.under({ key }, error);
    }
  }
}

function writeObject(out: MsgpackWriter, fields: Fields, type: ObjectType): void {
  const layout = layoutOf(type);
  out.mapHeader(layout.length);
  let found = 0;
  for (const field of layout) {
    out.raw(field.encoded);
    const value = getMember(fields, field.name);
    if (value !== undefined || Object.hasOwn(fields, field.name)) found++;
    try {
      write(out, value, field.type);
    } catch (error) {
      throw unknownAttribute(fields, type) ?? ValueError.under(field.name, error);
    }
  }
  if (found !== Object.keys(fields).length) throw unknownAttribute(fields, type);
}

function unknownAttribute(fields: Fields, { attributes }: ObjectType): ValueError | undefined {
  const name = Object.keys(fields).find((one) => !Object.hasOwn(attributes, one));
  return name === undefined ? undefined : new ValueError(`the type has no attribute "${name}"`);
}

function asArray(value: CtyValue): readonly CtyValue[] {
  if (!Array.isArray(value)) throw mismatch("a list", value);
  return value;
}

function asRecord(value: CtyValue): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw mismatch("an object", value);
  if (value instanceof BigNumber || value instanceof DynamicValue) throw mismatch("an object", value);
  return value as Fields;
}

function mismatch(expected: string, value: CtyValue): ValueError {
  return new ValueError(`${expected} is expected, got ${describe(value)}`);
}

function wrongLength(expected: number): ValueError {
  return new ValueError(`a list of exactly ${expected} elements is expected`);
}

interface Field {
  readonly name: string;
  readonly type: CtyType;
  readonly utf8: Uint8Array;
  /** The name as a MessagePack string. */
  readonly encoded: Uint8Array;
}

const layouts = new WeakMap<ObjectType, readonly Field[]>();

/** Returns an object type's attributes in the order Terraform sends them, their names encoded once. */
function layoutOf(type: ObjectType): readonly Field[] {
  let layout = layouts.get(type);
  if (layout === undefined) {
    layout = Object.entries(type.attributes)
      .map(([name, attribute]) => {
        const names = new MsgpackWriter();
        names.string(name);
        return { name, type: attribute, utf8: Buffer.from(name.normalize("NFC")), encoded: names.take() };
      })
      .sort((a, b) => Buffer.compare(a.utf8, b.utf8));
    layouts.set(type, layout);
  }
  return layout;
}
