import fc from "fast-check";

/** Every way to write one value that a test uses; the first is the plainest. Known here without the code under test. */
export type Representations = readonly string[];

const one = (text: string): Representations => [text];
const word = fc.stringMatching(/^[a-z][a-z0-9]{1,7}$/);
const id = fc.uuid({ version: 4 }).map(one);

const anyCase = (text: string): Representations => [
  text,
  text.toUpperCase(),
  text.charAt(0).toUpperCase() + text.slice(1),
];
const domain = fc.tuple(word, word).map(([name, zone]) => `${name}.x${zone}`);
const email = fc.tuple(word, domain).map(([name, host]) => `${name}@${host}`);

const octet = fc.nat(255);
const ipv4 = fc
  .tuple(octet, octet, octet, octet)
  .map((bytes): Representations => [bytes.join("."), `${bytes.join(".")}/32`]);
const ipv4Range = fc
  .tuple(octet, octet, octet, octet)
  .map(([a, b, c, d]): Representations => [`${a}.${b}.0.0/16`, `${a}.${b}.${c}.${d}/16`]);
const groups = fc.array(fc.integer({ min: 0x1, max: 0xffff }), { minLength: 5, maxLength: 5 });
const ipv6 = groups.map((five): Representations => {
  const [a, b, c, d, e] = five.map((group) => group.toString(16)) as [string, string, string, string, string];
  const short = `${a}:${b}:${c}:${d}::${e}`;
  const full = [a, b, c, d, "0", "0", "0", e].map((group) => group.padStart(4, "0")).join(":");
  return [short, full, short.toUpperCase(), full.toUpperCase(), `${short}/128`, `${full}/128`];
});
const ipv6Range = groups.map(([a, b, c, d, e]): Representations => {
  const network = [a, b, c, d].map((group) => group!.toString(16)).join(":");
  return [`${network}::/64`, `${network.toUpperCase()}:0:0:0:0/64`, `${network}::${e!.toString(16)}/64`];
});

/** Never 24h, which a server may take for unset. */
const minutes = fc.integer({ min: 1, max: 1200 });
const duration = minutes.map((all): Representations => {
  const [hours, rest] = [Math.floor(all / 60), all % 60];
  const texts = [`${all}m`, `${hours}h${rest}m`, `${hours}h${rest}m0s`, `${all * 60}s`, `${all}m0s0ms`];
  return rest === 0 ? [...texts, `${hours}h`, `${hours}.0h`] : texts;
});
const mfaDuration = minutes.map((all): Representations => {
  const [hours, rest] = [Math.floor(all / 60), all % 60];
  return [`${all}m`, `${hours}h${rest}m`, ...(rest === 0 ? [`${hours}h`] : [])];
});

const COUNTRIES = ["PT", "ES", "FR", "DE", "BR", "JP", "T1"];

/** Values by the name of their format in the model's tables. */
export const VALUES: Readonly<Record<string, fc.Arbitrary<Representations>>> = {
  text: fc.tuple(word, fc.constantFrom("", " caf\u00e9", " B")).map(([text, tail]) => one(`n${text}${tail}`)),
  any: fc.tuple(word, word).map((words) => one(`${words.join(" ")}?`)),
  id,
  "account-id": fc.stringMatching(/^[0-9a-f]{32}$/).map(one),
  email: email.map(anyCase),
  domain: domain.map(anyCase),
  country: fc.constantFrom(...COUNTRIES).map((code): Representations => [code, code.toLowerCase()]),
  ip: fc.oneof(ipv4, ipv4Range, ipv6, ipv6Range),
  "https-url": domain.map((host) => one(`https://${host}/check`)),
  duration,
  "mfa-duration": mfaDuration,
  "risk-level": fc.constantFrom("low", "medium", "high", "unscored").map(one),
};
