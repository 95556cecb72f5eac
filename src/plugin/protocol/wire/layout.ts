import { type FieldKind, type FieldLabel, MESSAGES } from "./gen/tables";

export interface Field {
  readonly number: number;
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: FieldLabel;
  /** Number and wire type, as they precede the field. */
  readonly tag: number;
  /** The oneof that has this field as a case. */
  readonly oneof: string | undefined;
  /** The type of a message field, or of the messages in a map. */
  readonly message: string;
}

/** A message's fields, derived once from the generated table. */
export interface Layout {
  readonly fields: readonly Field[];
  /** By number; the numbers of these messages are small. */
  readonly byNumber: readonly (Field | undefined)[];
  /** The value of every field in an empty message. */
  readonly defaults: readonly (readonly [name: string, make: () => unknown])[];
}

/** The wire type of a field: a varint follows, or a length and that many bytes. */
const VARINT = 0;
export const LENGTH_DELIMITED = 2;

const layouts = new Map<string, Layout>();

/** @throws Error when the message does not exist */
export function layoutOf(message: string): Layout {
  let layout = layouts.get(message);
  if (layout === undefined) {
    layout = buildLayout(message);
    layouts.set(message, layout);
  }
  return layout;
}

function buildLayout(message: string): Layout {
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
