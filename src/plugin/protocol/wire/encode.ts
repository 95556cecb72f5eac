import { type Field, type Layout, LENGTH_DELIMITED, layoutOf } from "./layout";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Encodes a message. Fields that are missing, undefined or have their default value are left out.
 * @throws Error when the message does not exist
 */
export function encodeMessage(message: string, fields: object): Buffer {
  encoder.begin();
  encoder.message(layoutOf(message), fields as Fields);
  return encoder.take();
}

const FIRST_SIZE = 16 * 1024;
// A larger buffer is released after the message that needed it.
const LARGEST_KEPT = 1024 * 1024;

class Encoder {
  private bytes = Buffer.allocUnsafe(FIRST_SIZE);
  private length = 0;

  begin(): void {
    this.length = 0;
  }

  take(): Buffer {
    const written = Buffer.allocUnsafe(this.length);
    this.bytes.copy(written, 0, 0, this.length);
    if (this.bytes.length > LARGEST_KEPT) this.bytes = Buffer.allocUnsafe(FIRST_SIZE);
    return written;
  }

  message(layout: Layout, fields: Fields): void {
    for (const field of layout.fields) {
      if (field.oneof !== undefined) this.oneof(field, fields[field.oneof]);
      else if (fields[field.name] !== undefined) this.field(field, fields[field.name]);
    }
  }

  private oneof(field: Field, chosen: unknown): void {
    const { case: name, value } = (chosen ?? {}) as { case?: string; value?: unknown };
    if (name === field.name) this.value(field, value);
  }

  private field(field: Field, value: unknown): void {
    switch (field.label) {
      case "repeated":
        for (const element of value as Iterable<unknown>) this.value(field, element);
        return;
      case "map":
        for (const [key, element] of Object.entries(value as Fields)) this.entry(field, key, element);
        return;
      case "field":
        if (!isDefault(value)) this.value(field, value);
        return;
      default:
        this.value(field, value);
    }
  }

  private value({ tag, kind, message }: Field, value: unknown): void {
    this.varint(tag);
    switch (kind) {
      case "bool":
        this.varint(value ? 1 : 0);
        return;
      case "int":
        if ((value as number) < 0) this.long(BigInt(value as number));
        else this.varint(value as number);
        return;
      case "long":
        this.long(value as bigint);
        return;
      case "string":
        this.text(value as string);
        return;
      case "bytes":
        this.content(value as Uint8Array);
        return;
      case "message":
        this.delimited(() => this.message(layoutOf(message), value as Fields));
    }
  }

  private entry(field: Field, key: string, element: unknown): void {
    this.varint(field.tag);
    this.delimited(() => {
      this.varint(8 + LENGTH_DELIMITED);
      this.text(key);
      this.value({ ...field, tag: 16 + LENGTH_DELIMITED }, element);
    });
  }

  /** Writes content after its length, for which one byte is reserved first: most lengths fit. */
  private delimited(write: () => void): void {
    this.reserve(1);
    const start = ++this.length;
    write();
    const size = this.length - start;
    const extra = sizeOfVarint(size) - 1;
    if (extra > 0) {
      this.reserve(extra);
      this.bytes.copyWithin(start + extra, start, this.length);
    }
    this.length = start - 1;
    this.varint(size);
    this.length += size;
  }

  private text(text: string): void {
    const size = Buffer.byteLength(text);
    this.varint(size);
    this.reserve(size);
    this.length += this.bytes.write(text, this.length);
  }

  private content(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  private varint(value: number): void {
    this.reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  private long(value: bigint): void {
    this.reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      this.bytes[this.length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.bytes[this.length++] = Number(rest);
  }

  private reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

// Shared by all calls: encoding is synchronous, and the buffer grows to its final size within a few messages.
const encoder = new Encoder();

function isDefault(value: unknown): boolean {
  if (value === false || value === 0 || value === 0n || value === "") return true;
  return value instanceof Uint8Array && value.length === 0;
}

function sizeOfVarint(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) size++;
  return size;
}
