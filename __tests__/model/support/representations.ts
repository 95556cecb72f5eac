import fc from "fast-check";

/** Two semantically equal representations. */
export type Pair<T = string> = readonly [T, T];

const letters = "abcdefghijklmnopqrstuvwxyz";
const word = fc.string({ unit: fc.constantFrom(...letters, "7"), minLength: 1, maxLength: 6 });
const same = <T>(value: T): Pair<T> => [value, value];

/** The text, and the text with the case of some of its letters changed. */
function anyCase(texts: fc.Arbitrary<string>): fc.Arbitrary<Pair> {
  return fc.tuple(texts, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 })).map(([text, upper]) => {
    const preserved = [...text].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join("");
    return [text, preserved] as const;
  });
}

const domains = fc.tuple(word, word).map(([name, zone]) => `${name}.x${zone}`);
const emails = fc.tuple(word, domains).map(([name, domain]) => `${name}@${domain}`);

const octet = fc.integer({ min: 0, max: 255 });
const octets = fc.tuple(octet, octet, octet, octet);
const ipv4 = octets.chain((bytes) => {
  const address = bytes.join(".");
  return fc.constantFrom<Pair>([address, `${address}/32`], [`${address}/32`, address], same(address));
});
const ipv4Range = fc
  .tuple(octet, octet, octet, octet)
  .map(([a, b, c, d]): Pair => [`${a}.${b}.0.0/16`, `${a}.${b}.${c}.${d}/16`]);
const groups = fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 5, maxLength: 5 });
const ipv6 = groups.chain((five) => {
  const hex = five.map((group) => group.toString(16));
  const compressed = `${hex.slice(0, 4).join(":")}::${hex[4]}`;
  const full = [...hex.slice(0, 4), "0", "0", "0", hex[4]!].map((group) => group.padStart(4, "0")).join(":");
  return fc.constantFrom<Pair>(
    [compressed, full.toUpperCase()],
    [full, `${compressed}/128`],
    [`${compressed}/64`, `${hex.slice(0, 4).join(":").toUpperCase()}::/64`],
  );
});

export const durations = fc
  .integer({ min: 1, max: 600 })
  .chain((minutes) =>
    fc.constantFrom<Pair>(
      [`${minutes}m`, `${Math.floor(minutes / 60)}h${minutes % 60}m`],
      [`${minutes}m`, `${minutes}m0s`],
      [`${minutes}m`, `${minutes * 60}s`],
      [`${minutes * 30}m`, `${minutes / 2}h`],
    ),
  );

export const mfaDurations = fc
  .integer({ min: 0, max: 600 })
  .chain((minutes) =>
    fc.constantFrom<Pair>([`${minutes * 60}m`, `${minutes}h`], [`${minutes}m`, `0h${minutes}m`]),
  );

/** A text; composed and decomposed where it has an accent. */
const texts = fc.oneof(
  word.map((text) => same(`n-${text}`)),
  word.map((text): Pair => [`caf\u00e9 ${text}`, `cafe\u0301 ${text}`]),
);

const ids = fc.uuid().map((id) => same(id));

/** Values of each format, in two semantically equal representations. */
export const REPRESENTATIONS = {
  text: texts,
  id: ids,
  "account-id": fc
    .string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 })
    .map(same),
  email: anyCase(emails),
  domain: anyCase(domains),
  country: anyCase(fc.constantFrom("pt", "es", "fr", "de", "t1", "xx", "br")),
  ip: fc.oneof(ipv4, ipv4Range, ipv6),
  "https-url": domains.map((domain) => same(`https://${domain}/check`)),
  "risk-level": fc.constantFrom("low", "medium", "high", "unscored").map(same),
} as const;
