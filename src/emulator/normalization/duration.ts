const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // micro sign
  μs: 1_000n, // Greek mu
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/gy;

/** Nanoseconds of a duration like `300ms`, `2h45m` or `1.5h`, units in any order; undefined where it is none. */
export function parseDuration(text: string): bigint | undefined {
  if (text === "0") return 0n;
  PART.lastIndex = 0;
  let total = 0n;
  let end = 0;
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    const [, whole = "", fraction = "", unit] = part;
    if (whole === "" && fraction === "") return undefined;
    const nanoseconds = NANOSECONDS[unit!]!;
    total += BigInt(whole || 0) * nanoseconds;
    total += (BigInt(fraction || 0) * nanoseconds) / 10n ** BigInt(fraction.length);
    end = PART.lastIndex;
  }
  return end === text.length && end > 0 ? total : undefined;
}

/** `24h0m0s`, `45m0s`, `1m30s`: hours, minutes and seconds; a duration with less than whole seconds stays as it is. */
export function longDuration(text: string): string {
  const seconds = wholeUnits(text, NANOSECONDS.s!);
  if (seconds === undefined) return text;
  const [h, m, s] = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  if (h > 0n) return `${h}h${m}m${s}s`;
  return m > 0n ? `${m}m${s}s` : `${s}s`;
}

/** `1440m`; a duration that is not whole minutes stays as it is. */
export function durationInMinutes(text: string): string {
  const minutes = wholeUnits(text, NANOSECONDS.m!);
  return minutes === undefined ? text : `${minutes}m`;
}

function wholeUnits(text: string, unit: bigint): bigint | undefined {
  const total = parseDuration(text);
  return total === undefined || total % unit !== 0n ? undefined : total / unit;
}
