/** Writes MessagePack, each value in its shortest format. */
export class MsgpackWriter {
  private bytes = Buffer.allocUnsafe(16 * 1024);
  private length = 0;

  /** Returns a copy of the written bytes and empties the writer. */
  take(): Uint8Array {
    const written = Buffer.allocUnsafe(this.length);
    this.bytes.copy(written, 0, 0, this.length);
    this.reset();
    return written;
  }

  reset(): void {
    this.length = 0;
  }

  nil(): void {
    this.byte(0xc0);
  }

  /** Writes the unknown value without refinements: extension type 0 over one zero byte. */
  unknown(): void {
    this.reserve(3);
    this.bytes[this.length++] = 0xd4;
    this.bytes[this.length++] = 0;
    this.bytes[this.length++] = 0;
  }

  boolean(value: boolean): void {
    this.byte(value ? 0xc3 : 0xc2);
  }

  number(value: number): void {
    if (Number.isSafeInteger(value)) {
      if (value >= 0) this.unsigned(value);
      else this.negative(value);
      return;
    }
    this.reserve(9);
    this.bytes[this.length++] = 0xcb;
    this.length = this.bytes.writeDoubleBE(value, this.length);
  }

  int64(value: bigint): void {
    this.reserve(9);
    this.bytes[this.length++] = 0xd3;
    this.length = this.bytes.writeBigInt64BE(value, this.length);
  }

  /** Writes a string in NFC, the form in which Terraform compares strings. */
  string(text: string): void {
    const count = text.length;
    if (count < 32 && this.shortAscii(text)) return;
    let size = Buffer.byteLength(text);
    let normal = text;
    if (size !== count) {
      normal = text.normalize("NFC");
      size = Buffer.byteLength(normal);
    }
    this.header(size, 0xa0, 31, 0xd9, 0xda, 0xdb);
    this.reserve(size);
    this.length += this.bytes.write(normal, this.length);
  }

  binary(value: Uint8Array): void {
    this.header(value.length, -1, -1, 0xc4, 0xc5, 0xc6);
    this.raw(value);
  }

  arrayHeader(count: number): void {
    this.header(count, 0x90, 15, -1, 0xdc, 0xdd);
  }

  mapHeader(count: number): void {
    this.header(count, 0x80, 15, -1, 0xde, 0xdf);
  }

  /** Writes bytes that are MessagePack already. */
  raw(value: Uint8Array): void {
    this.reserve(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
  }

  private shortAscii(text: string): boolean {
    const count = text.length;
    this.reserve(count + 1);
    const start = this.length + 1;
    for (let index = 0; index < count; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      this.bytes[start + index] = code;
    }
    this.bytes[this.length] = 0xa0 | count;
    this.length = start + count;
    return true;
  }

  // Writes the length of a format: within the marker, or in 8, 16 or 32 bits after it. -1: the format does not exist.
  private header(count: number, fixed: number, most: number, in8: number, in16: number, in32: number): void {
    this.reserve(5);
    if (count <= most) {
      this.bytes[this.length++] = fixed | count;
    } else if (count <= 0xff && in8 !== -1) {
      this.bytes[this.length++] = in8;
      this.bytes[this.length++] = count;
    } else if (count <= 0xffff) {
      this.bytes[this.length++] = in16;
      this.length = this.bytes.writeUInt16BE(count, this.length);
    } else {
      this.bytes[this.length++] = in32;
      this.length = this.bytes.writeUInt32BE(count, this.length);
    }
  }

  private unsigned(value: number): void {
    this.reserve(9);
    if (value <= 0x7f) {
      this.bytes[this.length++] = value;
    } else if (value <= 0xff) {
      this.bytes[this.length++] = 0xcc;
      this.bytes[this.length++] = value;
    } else if (value <= 0xffff) {
      this.bytes[this.length++] = 0xcd;
      this.length = this.bytes.writeUInt16BE(value, this.length);
    } else if (value <= 0xffffffff) {
      this.bytes[this.length++] = 0xce;
      this.length = this.bytes.writeUInt32BE(value, this.length);
    } else {
      this.int64(BigInt(value));
    }
  }

  private negative(value: number): void {
    this.reserve(9);
    if (value >= -32) {
      this.bytes[this.length++] = value & 0xff;
    } else if (value >= -0x80) {
      this.bytes[this.length++] = 0xd0;
      this.length = this.bytes.writeInt8(value, this.length);
    } else if (value >= -0x8000) {
      this.bytes[this.length++] = 0xd1;
      this.length = this.bytes.writeInt16BE(value, this.length);
    } else if (value >= -0x80000000) {
      this.bytes[this.length++] = 0xd2;
      this.length = this.bytes.writeInt32BE(value, this.length);
    } else {
      this.int64(BigInt(value));
    }
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}
