/**
 * Whether what an answer shows is from before a moment that is known of the policy: both as the API's `updated_at`, an
 * RFC 3339 time with any number of digits. An answer that does not say when it is from may be.
 */
export function isOlder(updatedAt: unknown, than: string | undefined): boolean {
  const known = than === undefined ? undefined : momentOf(than);
  if (known === undefined) return false;
  const shown = typeof updatedAt === "string" ? momentOf(updatedAt) : undefined;
  if (shown === undefined) return true;
  return shown.second < known.second || (shown.second === known.second && shown.rest < known.rest);
}

/** In two parts, since a number of milliseconds would lose digits. Undefined for what is no time. */
function momentOf(text: string): { second: number; rest: string } | undefined {
  const digits = /\.(\d+)/.exec(text)?.[1] ?? "";
  const second = Date.parse(text.replace(/\.\d+/, ""));
  return Number.isNaN(second) ? undefined : { second, rest: digits.padEnd(12, "0") };
}
