import { describe, ValueError } from "./value-error";

/** A type of Terraform's type system, as far as schemas can name it. */
export type CtyType =
  | { readonly kind: "string" | "number" | "bool" | "dynamic" }
  | { readonly kind: "list" | "set" | "map"; readonly element: CtyType }
  | { readonly kind: "object"; readonly attributes: Readonly<Record<string, CtyType>> }
  | { readonly kind: "tuple"; readonly elements: readonly CtyType[] };

export type ObjectType = Extract<CtyType, { kind: "object" }>;

export const string: CtyType = { kind: "string" };
export const number: CtyType = { kind: "number" };
export const bool: CtyType = { kind: "bool" };
export const dynamic: CtyType = { kind: "dynamic" };
export const list = (element: CtyType): CtyType => ({ kind: "list", element });
export const set = (element: CtyType): CtyType => ({ kind: "set", element });
export const map = (element: CtyType): CtyType => ({ kind: "map", element });
export const object = (attributes: Readonly<Record<string, CtyType>>): CtyType => ({
  kind: "object",
  attributes,
});
export const tuple = (elements: readonly CtyType[]): CtyType => ({ kind: "tuple", elements });

/**
 * Returns a type as Terraform's JSON in schemas and inside dynamic values: `"string"`, `["set", "string"]`, …
 * Attributes are sorted, so that equal types have equal JSON.
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

/** Reverses {@link typeToJson}. @throws ValueError for anything that is not a type */
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

/** Encodes a type as schemas and dynamic values carry it. */
export function encodeType(type: CtyType): Uint8Array {
  return Buffer.from(JSON.stringify(typeToJson(type)));
}

/** Reverses {@link encodeType}. @throws ValueError for anything that is not a type */
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
