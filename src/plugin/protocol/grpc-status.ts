/** The codes of gRPC that are answered here. */
export const GrpcCode = {
  OK: 0,
  CANCELLED: 1,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
} as const;
export type GrpcCode = (typeof GrpcCode)[keyof typeof GrpcCode];

/** A call's failure as gRPC says it. */
export class GrpcError extends Error {
  constructor(
    readonly code: GrpcCode,
    message: string,
  ) {
    super(message);
    this.name = "GrpcError";
  }
}

// What one header may hold is limited on both sides; nobody reads a longer message anyway.
const LONGEST_MESSAGE = 4096;

/** A message as the header `grpc-message` carries it: UTF-8, what is not printable ASCII percent-encoded. */
export function encodeMessage(message: string): string {
  const short = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message;
  let encoded = "";
  for (const byte of Buffer.from(short, "utf8")) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += plain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
