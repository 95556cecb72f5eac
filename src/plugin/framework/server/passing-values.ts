import { type CtyType, decodeMsgpack, type ObjectValue } from "../../cty";

/*
 * One command hands over the same object again and again: the configuration to validate and to plan, the state to read
 * and to plan with, and an answer is mostly what came in. An object that passed lately is recognised by its bytes and is
 * the very same value then, so that all that was worked out about it holds (`===`); and a value that comes back as it
 * went in is answered with the bytes it came in.
 */

/**
 * How many objects of a type are kept: the state and the configuration of the ten resources that an engine works on at a
 * time, and of some more where it is told to take more. Each one more has to be carried along by the garbage collector.
 */
const KEPT = 64;

interface Passing {
  /** By their bytes, one character each; who was met last is last. */
  readonly values: Map<string, ObjectValue>;
  readonly texts: WeakMap<ObjectValue, string>;
}

const passing = new WeakMap<CtyType, Passing>();

/** The object in the bytes, as `decodeMsgpack` has it. @throws ValueError when they do not fit the type */
export function comingIn(bytes: Uint8Array, type: CtyType): ObjectValue | null {
  const { values, texts } = passingOf(type);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  let value = values.get(text);
  if (value === undefined) {
    const decoded = decodeMsgpack(bytes, type) as ObjectValue | null;
    if (decoded === null || typeof decoded !== "object") return decoded;
    value = decoded;
    texts.set(value, text);
    if (values.size >= KEPT) values.delete(values.keys().next().value!);
  } else {
    values.delete(text);
  }
  values.set(text, value);
  return value;
}

/** The bytes that an object of the type came in; undefined for one that was made here. */
export function asItCame(value: object, type: CtyType): Uint8Array | undefined {
  const text = passing.get(type)?.texts.get(value as ObjectValue);
  return text === undefined ? undefined : Buffer.from(text, "latin1");
}

function passingOf(type: CtyType): Passing {
  let found = passing.get(type);
  if (found === undefined) {
    found = { values: new Map(), texts: new WeakMap() };
    passing.set(type, found);
  }
  return found;
}
