/** A schema message as text that a bundle can hold: bytes and long integers have no place in plain JSON. */
export function schemaText(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) => {
    if (typeof value === "bigint") return { $long: String(value) };
    // A Buffer would be in JSON's form already: what is not one is told by its class.
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
    return isBufferJson(value) ? { $bytes: Buffer.from(value.data).toString("base64") } : value;
  });
}

export function parseSchema(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("$long" in value) return BigInt(String(value.$long));
    return "$bytes" in value ? Buffer.from(String(value.$bytes), "base64") : value;
  });
}

function isBufferJson(value: unknown): value is { data: number[] } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "Buffer";
}
