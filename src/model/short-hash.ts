/**
 * A short hash of texts that are too many to list: the same for the same texts in any order, and nearly always another
 * for others. FNV-1a, cut to 24 bits: it shows a reader that two versions differ and protects nothing.
 */
export function shortHash(texts: Iterable<string>): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify([...texts].sort()))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  // The high bits are the better mixed ones.
  return (hash >>> 8).toString(16).padStart(6, "0");
}
