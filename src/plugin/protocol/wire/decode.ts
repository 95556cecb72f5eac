import { type Field, type Layout, LENGTH_DELIMITED, layoutOf } from "./layout";

/** A message as the handlers see it: every field is present, `undefined` for a message that was not sent. */
export type Message = Record<string, unknown>;

/**
 * Decodes a message; its byte fields are views of the input. Unknown fields are skipped.
 * @throws Error when the bytes are not protobuf
 */
export function decodeMessage(message: string, bytes: Uint8Array): Message {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Decoder(buffer).message(layoutOf(message), buffer.length);
}

class Decoder {
  private position = 0;

  constructor(private readonly bytes: Buffer) {}

  message({ byNumber, defaults }: Layout, end: number): Message {
    const message: Message = {};
    for (const [name, make] of defaults) message[name] = make();
    while (this.position < end) {
      const tag = this.varint();
      const field = byNumber[tag >>> 3];
      if (field === undefined) this.skip(tag & 7);
      else if (field.tag === tag) this.field(field, message);
      // Repeated numbers may be packed into one field or sent one by one. No message of the protocol has any.
      else
        throw new Error(`field ${field.number} has wire type ${tag & 7}, which ${field.name} does not have`);
    }
    if (this.position > end) throw cutOff();
    return message;
  }

  private field(field: Field, message: Message): void {
    const { name, label, oneof } = field;
    if (label === "map") this.entry(field, message[name] as Message);
    else if (label === "repeated") (message[name] as unknown[]).push(this.value(field));
    else if (oneof !== undefined) message[oneof] = { case: name, value: this.value(field) };
    else message[name] = this.value(field);
  }

  private value({ kind, message }: Field): unknown {
    switch (kind) {
      case "bool":
        return this.long() !== 0n;
      case "int":
        return Number(BigInt.asIntN(32, this.long()));
      case "long":
        return BigInt.asIntN(64, this.long());
      case "string": {
        const start = this.contentStart();
        return this.bytes.toString("utf8", start, this.position);
      }
      case "bytes":
        return this.bytes.subarray(this.contentStart(), this.position);
      case "message": {
        const start = this.contentStart();
        const end = this.position;
        this.position = start;
        return this.message(layoutOf(message), end);
      }
    }
  }

  /** Decodes an entry of a map: a message with the key (a string) in field 1 and the value in field 2. */
  private entry(field: Field, map: Message): void {
    const start = this.contentStart();
    const end = this.position;
    this.position = start;
    let key = "";
    let value: unknown = field.kind === "message" ? {} : "";
    while (this.position < end) {
      const tag = this.varint();
      if (tag === KEY.tag) key = this.value(KEY) as string;
      else if (tag >>> 3 === 2) value = this.value(field);
      else this.skip(tag & 7);
    }
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  }

  /** Skips content that its length precedes; returns where it starts. */
  private contentStart(): number {
    const length = this.varint();
    const start = this.position;
    this.position += length;
    if (this.position > this.bytes.length) throw cutOff();
    return start;
  }

  /** Decodes up to 32 bits: tags and lengths. */
  private varint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw cutOff();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error("a number is too long");
  }

  private long(): bigint {
    const first = this.bytes[this.position];
    if (first !== undefined && first < 0x80) {
      this.position++;
      return BigInt(first);
    }
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw cutOff();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error("a number is too long");
  }

  private skip(wireType: number): void {
    if (wireType === 0) this.long();
    else if (wireType === 1) this.position += 8;
    else if (wireType === LENGTH_DELIMITED) this.contentStart();
    else if (wireType === 5) this.position += 4;
    else throw new Error(`there is no wire type ${wireType}`);
  }
}

const KEY: Field = {
  ...{ number: 1, name: "key", kind: "string", label: "field" },
  ...{ tag: 8 + LENGTH_DELIMITED, oneof: undefined, message: "" },
} as const;

function cutOff(): Error {
  return new Error("the message ends too early");
}
