import { numberText, parseNumber } from "./number";
import { type CtyType, type ObjectType, typeFromJson, typeToJson } from "./type";
import { BigNumber, type CtyValue, DynamicValue, getMember, nullObject, setMember, Unknown } from "./value";
import { describe, ValueError } from "./value-error";

/**
 * Decodes a value from Terraform's JSON, as stored states hold it. The state may be of another version of the schema: attributes
 * that the type does not have are ignored, absent ones are null, and a primitive converts as Terraform converts it.
 * @throws ValueError when it does not fit the type even so, with the path
 */
export function decodeJson(json: string | Uint8Array, type: CtyType): CtyValue {
  const text =
    typeof json === "string"
      ? json
      : Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString("utf8");
  return read(parseJsonText(text), type);
}

/** Encodes a value as Terraform's JSON. @throws ValueError for an unknown, which JSON cannot express, and a value that does not fit */
export function encodeJson(value: CtyValue, type: CtyType): string {
  return write(value, type);
}

function read(json: unknown, type: CtyType): CtyValue {
  if (json === null || json === undefined) return null;
  switch (type.kind) {
    case "string":
      return readString(json);
    case "number":
      return readNumber(json);
    case "bool":
      return readBoolean(json);
    case "list":
    case "set":
      return readElements(asArray(json), type.element);
    case "map":
      return readMap(asRecord(json), type.element);
    case "object":
      return readObject(asRecord(json), type);
    case "tuple": {
      const elements = asArray(json);
      if (elements.length !== type.elements.length) throw wrongLength(type.elements.length);
      return type.elements.map((element, index) => at(index, () => read(elements[index], element)));
    }
    case "dynamic": {
      const { type: typeJson, value } = asRecord(json);
      const actual = typeFromJson(typeJson);
      return new DynamicValue(actual, read(value, actual));
    }
  }
}

function readElements(elements: readonly unknown[], element: CtyType): CtyValue {
  let index = 0;
  try {
    const values: CtyValue[] = [];
    for (; index < elements.length; index++) values.push(read(elements[index], element));
    return values;
  } catch (error) {
    throw ValueError.under(index, error);
  }
}

function readMap(members: Record<string, unknown>, element: CtyType): CtyValue {
  const values: Record<string, CtyValue> = {};
  for (const key of Object.keys(members)) {
    setMember(
      values,
      key,
      at({ key }, () => read(members[key], element)),
    );
  }
  return values;
}

/** Most attributes of a large object are null: the others are set in a copy of the null object. */
function readObject(members: Record<string, unknown>, type: ObjectType): CtyValue {
  const fields = nullObject(type);
  let reading = "";
  try {
    for (const name of Object.keys(members)) {
      const member = members[name];
      if (member === null || !Object.hasOwn(type.attributes, name)) continue;
      reading = name;
      setMember(fields, name, read(member, type.attributes[name]!));
    }
  } catch (error) {
    throw ValueError.under(reading, error);
  }
  return fields;
}

function readString(json: unknown): string {
  if (typeof json === "string") return json;
  const text = numberTextOf(json);
  if (text !== undefined) return numberText(parseNumber(text));
  if (typeof json === "number" || typeof json === "boolean") return String(json);
  throw mismatch("a string", json);
}

function readNumber(json: unknown): CtyValue {
  if (typeof json === "number") return json;
  const text = numberTextOf(json) ?? json;
  if (typeof text === "string") return parseNumber(text);
  throw mismatch("a number", json);
}

function readBoolean(json: unknown): boolean {
  if (typeof json === "boolean") return json;
  if (json === "true" || json === "1") return true;
  if (json === "false" || json === "0") return false;
  throw mismatch("a boolean", json);
}

function write(value: CtyValue | undefined, type: CtyType): string {
  if (value === null || value === undefined) return "null";
  if (value instanceof Unknown) throw new ValueError("JSON cannot hold a value that is not known yet");
  switch (type.kind) {
    case "string":
      if (typeof value !== "string") throw mismatch("a string", value);
      return JSON.stringify(value.normalize("NFC"));
    case "bool":
      if (typeof value !== "boolean") throw mismatch("a boolean", value);
      return String(value);
    case "number":
      if (!(value instanceof BigNumber) && !Number.isFinite(value)) throw mismatch("a finite number", value);
      return numberText(value as number | BigNumber);
    case "list":
    case "set":
      return join(asArray(value), () => type.element);
    case "map":
      return braces(asRecord(value), Object.keys(asRecord(value)), () => type.element, asKey);
    case "object":
      for (const name of Object.keys(asRecord(value))) {
        if (!Object.hasOwn(type.attributes, name))
          throw new ValueError(`the type has no attribute "${name}"`);
      }
      return braces(asRecord(value), Object.keys(type.attributes), (name) => type.attributes[name]!, asName);
    case "tuple":
      if (asArray(value).length !== type.elements.length) throw wrongLength(type.elements.length);
      return join(asArray(value), (index) => type.elements[index]!);
    case "dynamic":
      if (!(value instanceof DynamicValue)) throw mismatch("a DynamicValue with its type", value);
      return `{"type":${JSON.stringify(typeToJson(value.type))},"value":${write(value.value, value.type)}}`;
  }
}

function join(elements: readonly unknown[], typeOf: (index: number) => CtyType): string {
  const texts = elements.map((element, index) => at(index, () => write(element as CtyValue, typeOf(index))));
  return `[${texts.join(",")}]`;
}

function braces(
  members: Record<string, unknown>,
  names: readonly string[],
  typeOf: (name: string) => CtyType,
  step: (name: string) => string | { key: string },
): string {
  const texts = names.map((name) => {
    const member = at(step(name), () => write(getMember(members, name) as CtyValue, typeOf(name)));
    return `${JSON.stringify(name.normalize("NFC"))}:${member}`;
  });
  return `{${texts.join(",")}}`;
}

const asKey = (key: string) => ({ key });
const asName = (name: string) => name;

function at<T>(step: string | number | { key: string }, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ValueError.under(step, error);
  }
}

function asArray(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw mismatch("a list", value);
  return value;
}

function asRecord(value: unknown): Record<string, unknown> {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isRecord || value instanceof BigNumber || value instanceof DynamicValue || numberTextOf(value)) {
    throw mismatch("an object", value);
  }
  return value as Record<string, unknown>;
}

function mismatch(expected: string, value: unknown): ValueError {
  const got = numberTextOf(value) === undefined ? describe(value) : "a number";
  return new ValueError(`${expected} is expected, got ${got}`);
}

function wrongLength(expected: number): ValueError {
  return new ValueError(`a list of exactly ${expected} elements is expected`);
}

/** A number of a JSON text that JSON.parse would round, kept as its text. */
interface NumberText {
  readonly [NUMBER_TEXT]: string;
}

// No attribute can have this name, and where a number is expected, no other object is.
const NUMBER_TEXT = "\u0000number";

// Either may also match inside a string, such as a time of day; that only costs the slower parse.
const FRACTION_OR_EXPONENT = /(?:^|"\s*:|[[,])\s*-?\d+[.eE]/;
const LONG_NUMBER = /\d{16}/;
// A string without an end takes the rest of the text: a retry at each quote in it would make the search quadratic.
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON so that no number loses digits: a number that is not a short integer is returned as a {@link NumberText}.
 * @throws ValueError when the text is not JSON
 */
function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(
      FRACTION_OR_EXPONENT.test(text) || LONG_NUMBER.test(text)
        ? text.replace(STRING_OR_NUMBER, keepLongNumber)
        : text,
    );
  } catch {
    throw new ValueError("JSON is expected, got text that is not JSON");
  }
}

function numberTextOf(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const text = (json as Partial<NumberText>)[NUMBER_TEXT];
  return typeof text === "string" ? text : undefined;
}

function keepLongNumber(token: string): string {
  if (token.startsWith('"') || /^-?\d{1,15}$/.test(token)) return token;
  return JSON.stringify({ [NUMBER_TEXT]: token });
}
