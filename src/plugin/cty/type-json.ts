import type { CtyType } from "./type";
import { bool, dynamic, list, map, number, object, set, string, tuple } from "./type";
import { describe, ValueError } from "./value-error";

/**
 * A type the way Terraform writes it in schemas and inside dynamic values: `"string"`, `["set", "string"]`, …
 * Attributes come sorted, so that one type has one text.
 */
export function typeToJson(type: CtyType): unknown {
  switch (type.kind) {
    case "list":
    case "set":
    case "map":
      return [type.kind, typeToJson(type.element)];
    case "object":
      return ["object", mapValues(type.attributes, typeToJson)];
    case "tuple":
      return ["tuple", type.elements.map(typeToJson)];
    default:
      return type.kind;
  }
}

/** The reverse of {@link typeToJson}. @throws ValueError for anything that is no type */
export function typeFromJson(json: unknown): CtyType {
  if (typeof json === "string") {
    const primitive = PRIMITIVES.get(json);
    if (primitive !== undefined) return primitive;
  } else if (Array.isArray(json)) {
    const [kind, argument] = json as unknown[];
    if (kind === "list") return list(typeFromJson(argument));
    if (kind === "set") return set(typeFromJson(argument));
    if (kind === "map") return map(typeFromJson(argument));
    if (kind === "tuple" && Array.isArray(argument)) return tuple(argument.map(typeFromJson));
    if (kind === "object" && typeof argument === "object" && argument !== null) {
      return object(mapValues(argument as Record<string, unknown>, typeFromJson));
    }
  }
  throw new ValueError(
    `a type is expected, got ${typeof json === "string" ? "another word" : describe(json)}`,
  );
}

/** A type as the bytes that schemas and dynamic values carry. */
export function encodeType(type: CtyType): Uint8Array {
  return Buffer.from(JSON.stringify(typeToJson(type)));
}

/** The reverse of {@link encodeType}. @throws ValueError */
export function decodeType(bytes: Uint8Array): CtyType {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"));
  } catch {
    throw new ValueError("a type is expected, got text that is not JSON");
  }
  return typeFromJson(json);
}

const PRIMITIVES = new Map<string, CtyType>([
  ["string", string],
  ["number", number],
  ["bool", bool],
  ["dynamic", dynamic],
]);

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  const names = Object.keys(record).sort();
  return Object.fromEntries(names.map((name) => [name, change(record[name]!)]));
}
