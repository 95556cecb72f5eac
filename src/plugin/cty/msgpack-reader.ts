import { ValueError } from "./value-error";

/** Reads MessagePack formats in sequence; the caller knows which one is expected. */
export class MsgpackReader {
  private readonly bytes: Buffer;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.position === this.bytes.length;
  }

  takeNil(): boolean {
    if (this.bytes[this.position] !== 0xc0) return false;
    this.position++;
    return true;
  }

  /** Skips an extension of any type and content. */
  takeExtension(): boolean {
    const marker = this.bytes[this.position]!;
    if (marker >= 0xd4 && marker <= 0xd8) this.advance(2 + (1 << (marker - 0xd4)));
    else if (marker === 0xc7) this.advance(3 + this.bytes.readUInt8(this.position + 1));
    else if (marker === 0xc8) this.advance(4 + this.bytes.readUInt16BE(this.position + 1));
    else if (marker === 0xc9) this.advance(6 + this.bytes.readUInt32BE(this.position + 1));
    else return false;
    return true;
  }

  boolean(): boolean {
    const marker = this.marker();
    if (marker === 0xc3) return true;
    if (marker === 0xc2) return false;
    throw unexpected("a boolean", marker);
  }

  /** Reads a number in any of its formats; a string where it is sent as a decimal. */
  number(): number | bigint | string {
    const at = this.position + 1;
    const marker = this.bytes[this.position]!;
    if (marker <= 0x7f) return this.advance(1, marker);
    if (marker >= 0xe0) return this.advance(1, marker - 0x100);
    switch (marker) {
      case 0xca:
        return this.advance(5, this.bytes.readFloatBE(at));
      case 0xcb:
        return this.advance(9, this.bytes.readDoubleBE(at));
      case 0xcc:
        return this.advance(2, this.bytes.readUInt8(at));
      case 0xcd:
        return this.advance(3, this.bytes.readUInt16BE(at));
      case 0xce:
        return this.advance(5, this.bytes.readUInt32BE(at));
      case 0xcf:
        return this.advance(9, this.bytes.readBigUInt64BE(at));
      case 0xd0:
        return this.advance(2, this.bytes.readInt8(at));
      case 0xd1:
        return this.advance(3, this.bytes.readInt16BE(at));
      case 0xd2:
        return this.advance(5, this.bytes.readInt32BE(at));
      case 0xd3:
        return this.advance(9, this.bytes.readBigInt64BE(at));
      default:
        return this.string();
    }
  }

  string(): string {
    const length = this.stringLength();
    const start = this.position;
    this.advance(length);
    return this.bytes.toString("utf8", start, this.position);
  }

  /** Takes the next string if it equals the expected UTF-8 bytes; returns whether it did. */
  takeKey(expected: Uint8Array): boolean {
    const start = this.position;
    const length = this.stringLength();
    if (length === expected.length && this.position + length <= this.bytes.length) {
      let index = 0;
      while (index < length && this.bytes[this.position + index] === expected[index]) index++;
      if (index === length) {
        this.position += length;
        return true;
      }
    }
    this.position = start;
    return false;
  }

  binary(): Uint8Array {
    const marker = this.bytes[this.position]!;
    let length: number;
    if (marker === 0xc4) length = this.advance(2, this.bytes.readUInt8(this.position + 1));
    else if (marker === 0xc5) length = this.advance(3, this.bytes.readUInt16BE(this.position + 1));
    else if (marker === 0xc6) length = this.advance(5, this.bytes.readUInt32BE(this.position + 1));
    else length = this.stringLength();
    const start = this.position;
    this.advance(length);
    return this.bytes.subarray(start, this.position);
  }

  arrayLength(): number {
    const marker = this.marker();
    if (marker >= 0x90 && marker <= 0x9f) return marker & 0x0f;
    if (marker === 0xdc) return this.advance(2, this.bytes.readUInt16BE(this.position));
    if (marker === 0xdd) return this.advance(4, this.bytes.readUInt32BE(this.position));
    throw unexpected("an array", marker);
  }

  mapLength(): number {
    const marker = this.marker();
    if (marker >= 0x80 && marker <= 0x8f) return marker & 0x0f;
    if (marker === 0xde) return this.advance(2, this.bytes.readUInt16BE(this.position));
    if (marker === 0xdf) return this.advance(4, this.bytes.readUInt32BE(this.position));
    throw unexpected("a map", marker);
  }

  private stringLength(): number {
    const marker = this.marker();
    if (marker >= 0xa0 && marker <= 0xbf) return marker & 0x1f;
    if (marker === 0xd9) return this.advance(1, this.bytes.readUInt8(this.position));
    if (marker === 0xda) return this.advance(2, this.bytes.readUInt16BE(this.position));
    if (marker === 0xdb) return this.advance(4, this.bytes.readUInt32BE(this.position));
    throw unexpected("a string", marker);
  }

  private marker(): number {
    const marker = this.bytes[this.position]!;
    this.advance(1);
    return marker;
  }

  private advance(count: number): void;
  private advance<T>(count: number, value: T): T;
  private advance<T>(count: number, value?: T): T | undefined {
    this.position += count;
    if (this.position > this.bytes.length) throw new ValueError("the MessagePack data ends too early");
    return value;
  }
}

function unexpected(expected: string, marker: number): ValueError {
  return new ValueError(`${expected} is expected, got MessagePack format 0x${marker.toString(16)}`);
}
