import { MESSAGES } from "./gen/tables";

/** How a field's content is written: varints `bool`, `int` and `long`, and what has its length in front of it. */
export type FieldKind = "bool" | "int" | "long" | "string" | "bytes" | "message";

/** `field` is left out when it has its default value, `optional` when it is not set. */
export type FieldLabel = "field" | "optional" | "repeated" | "map" | "oneof";

/** One field as the generated table has it: number, name, kind, label, and which message or oneof it belongs to. */
export type FieldRow = readonly [
  number: number,
  name: string,
  kind: FieldKind,
  label: FieldLabel,
  message?: string,
  oneof?: string,
];

export interface Field {
  readonly number: number;
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: FieldLabel;
  /** Number and kind as they stand in front of the field. */
  readonly tag: number;
  /** The oneof that this field is a case of. */
  readonly oneof: string | undefined;
  /** Of a field that is a message; of a map with messages in it, theirs. */
  readonly message: string;
}

/** A message's fields, worked out once. */
export interface Layout {
  readonly fields: readonly Field[];
  /** By number; numbers are small here. */
  readonly byNumber: readonly (Field | undefined)[];
  /** The value of every field in a message that says nothing. */
  readonly defaults: readonly (readonly [name: string, make: () => unknown])[];
}

/** What stands in front of a field: a varint follows, or a length and that many bytes. */
const VARINT = 0;
export const LENGTH_DELIMITED = 2;

const layouts = new Map<string, Layout>();

/** @throws Error when there is no such message */
export function layoutOf(message: string): Layout {
  let layout = layouts.get(message);
  if (layout === undefined) {
    layout = workOut(message);
    layouts.set(message, layout);
  }
  return layout;
}

function workOut(message: string): Layout {
  const rows = MESSAGES[message];
  if (rows === undefined) throw new Error(`There is no message ${message}.`);
  const fields = rows.map(([number, name, kind, label, inner = "", oneof]): Field => {
    const varint =
      label !== "repeated" && label !== "map" && (kind === "bool" || kind === "int" || kind === "long");
    const tag = number * 8 + (varint ? VARINT : LENGTH_DELIMITED);
    return { number, name, kind, label, tag, oneof, message: inner };
  });
  const byNumber: (Field | undefined)[] = [];
  const defaults = new Map<string, () => unknown>();
  for (const field of fields) {
    byNumber[field.number] = field;
    defaults.set(field.oneof ?? field.name, defaultOf(field));
  }
  return { fields, byNumber, defaults: [...defaults] };
}

const NO_BYTES = new Uint8Array();

function defaultOf({ kind, label }: Field): () => unknown {
  if (label === "oneof") return () => ({ case: undefined });
  if (label === "repeated") return () => [];
  if (label === "map") return () => ({});
  if (label === "optional" || kind === "message") return () => undefined;
  const value = { bool: false, int: 0, long: 0n, string: "", bytes: NO_BYTES }[kind];
  return () => value;
}
