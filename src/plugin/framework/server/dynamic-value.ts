import { type CtyType, type CtyValue, decodeMsgpack, encodeMsgpack, type ObjectValue } from "../../cty";
import type { tfplugin6 } from "../../protocol";

/*
 * One command sends the same object several times: the configuration to validate and to plan, the state to read and to
 * plan. A response is mostly an object of the request. The decode cache finds a recent object by its bytes and returns the
 * identical value, so that everything derived from it is reused (`===`); a value that is returned unchanged is sent as
 * its original bytes.
 */

/** Returns the object in a message; null where Terraform sent none. */
export function decodeObject(value: tfplugin6.DynamicValue | undefined, type: CtyType): ObjectValue | null {
  if (value === undefined || value.msgpack.length === 0) return null;
  return decodeCached(value.msgpack, type);
}

/** @throws ValueError when the value does not fit the type */
export function encodeObject(value: CtyValue, type: CtyType): { msgpack: Uint8Array } {
  const original = typeof value === "object" && value !== null ? originalBytes(value, type) : undefined;
  return { msgpack: original ?? encodeMsgpack(value, type) };
}

/**
 * How many objects of a type are cached: the states and configurations of the ten resources on which an engine works at
 * a time, and of more with a higher parallelism. More entries cost time in the garbage collector.
 */
const CACHE_SIZE = 64;

interface DecodeCache {
  /** By their bytes, one character each; the most recently used is last. */
  readonly values: Map<string, ObjectValue>;
  readonly bytes: WeakMap<ObjectValue, string>;
}

const caches = new WeakMap<CtyType, DecodeCache>();

/** Decodes an object through the cache. @throws ValueError when the bytes do not fit the type */
export function decodeCached(bytes: Uint8Array, type: CtyType): ObjectValue | null {
  const cache = cacheOf(type);
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  let value = cache.values.get(key);
  if (value === undefined) {
    const decoded = decodeMsgpack(bytes, type) as ObjectValue | null;
    if (decoded === null || typeof decoded !== "object") return decoded;
    value = decoded;
    cache.bytes.set(value, key);
    if (cache.values.size >= CACHE_SIZE) cache.values.delete(cache.values.keys().next().value!);
  } else {
    cache.values.delete(key);
  }
  cache.values.set(key, value);
  return value;
}

/** Returns the bytes from which an object of the type was decoded; undefined for one that was created here. */
export function originalBytes(value: object, type: CtyType): Uint8Array | undefined {
  const key = caches.get(type)?.bytes.get(value as ObjectValue);
  return key === undefined ? undefined : Buffer.from(key, "latin1");
}

function cacheOf(type: CtyType): DecodeCache {
  let cache = caches.get(type);
  if (cache === undefined) {
    cache = { values: new Map(), bytes: new WeakMap() };
    caches.set(type, cache);
  }
  return cache;
}
