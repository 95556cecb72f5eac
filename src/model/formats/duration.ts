import { composed, type Fault, type Format } from "./format";

/** Nanoseconds of each unit; both ways to write the micro sign. */
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  "\u00b5s": 1_000n,
  "\u03bcs": 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Longer ones say nothing that a short one does not. */
const LONGEST_DURATION = 100;

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;

/** The nanoseconds a duration such as `2h45m` or `1.5h` stands for; undefined where it is none. */
export function nanoseconds(duration: string): bigint | undefined {
  if (duration.length > LONGEST_DURATION) return undefined;
  PART.lastIndex = 0;
  let total = 0n;
  while (PART.lastIndex < duration.length) {
    const part = PART.exec(duration);
    if (!part) return undefined;
    const [whole = "", fraction = ""] = part[1]!.split(".");
    const unit = UNITS[part[2]!]!;
    total += BigInt(whole || "0") * unit + (BigInt(fraction || "0") * unit) / 10n ** BigInt(fraction.length);
  }
  return duration === "" ? undefined : total;
}

function canonical(duration: string): string {
  const length = nanoseconds(duration);
  return length === undefined ? composed(duration) : `${length}ns`;
}

/** How long a session lasts; an empty text stands for "as long as the application says". Compared by length. */
export const duration: Format = {
  allowed:
    'numbers with the units ns, us, ms, s, m and h, such as 30m, 24h or 2h45m; "" for the application\'s',
  judge: (value) => (value === "" || nanoseconds(value) !== undefined ? undefined : fault(value, "duration")),
  canonical,
};

/** How long an operation may take. Compared by length. */
export const timeout: Format = {
  allowed: "numbers with the units s, m and h, such as 90s, 20m or 1h30m",
  judge: (value) => {
    const length = nanoseconds(value);
    if (length === undefined) return fault(value, "duration");
    return length === 0n ? { code: "duration-zero" } : undefined;
  },
  canonical,
};

const LONGEST_MFA_SESSION = 720n * UNITS.h!;

/** How long a second factor stays valid: minutes and hours, at most 30 days. Compared by length. */
export const mfaDuration: Format = {
  allowed: "minutes or hours from 0m to 720h (30 days), such as 5m or 24h",
  judge: (value) => {
    const length = nanoseconds(value);
    if (length === undefined) return fault(value, "mfa-duration");
    if (!/^([\d.]+[mh])+$/.test(value)) return { code: "mfa-duration" };
    return length > LONGEST_MFA_SESSION ? { code: "mfa-duration-range", meant: "720h" } : undefined;
  },
  canonical,
};

function fault(value: string, code: "duration" | "mfa-duration"): Fault {
  if (value.length > LONGEST_DURATION) return { code };
  if (/^-/.test(value)) return { code: "duration-negative" };
  if (/^\d+$/.test(value)) return { code: "duration-unit", meant: `${value}m` };
  const days = /^(\d+) *(d|days?)$/i.exec(value)?.[1];
  if (days) return { code, meant: `${Number(days) * 24}h` };
  const short = value
    .toLowerCase()
    .replace(/\s+/g, "")
    .replace(/hours?|hrs?/, "h")
    .replace(/min(ute)?s?/, "m");
  return { code, ...(nanoseconds(short) !== undefined ? { meant: short } : {}) };
}
