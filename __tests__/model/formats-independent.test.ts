import { isIPv4, isIPv6 } from "node:net";
import fc from "fast-check";
import { fieldEquality, POLICY_TYPES, validateRule } from "../../src/model";

/*
 * Two values that are held equal plan no change. What equals what is decided here by other means than the model's: an
 * address by the parser of URLs, letters by their code points.
 */

const sameRules = fieldEquality(POLICY_TYPES.reusable.fields.include!);
const same = (key: string, a: string, b: string) => sameRules({ [key]: [a] }, { [key]: [b] });

/** The address as the URL standard writes it. */
function parsed(address: string): string {
  if (isIPv6(address)) return new URL(`http://[${address}]`).hostname;
  return isIPv4(address) ? new URL(`http://${address}`).hostname : address;
}

/** The text with its ASCII letters in lower case, in Unicode's canonical composition. */
function folded(text: string): string {
  const letters = [...text].map((letter) => {
    const code = letter.codePointAt(0)!;
    return code >= 65 && code <= 90 ? String.fromCodePoint(code + 32) : letter;
  });
  return letters.join("").normalize("NFC");
}

describe("values that look alike", () => {
  test.each([
    ["ip", "::1.2.3.4", "::ffff:1.2.3.4"],
    ["ip", "::ffff:1.2.3.4", "1.2.3.4"],
    ["ip", "64:ff9b::1.2.3.4", "::ffff:1.2.3.4"],
    ["email", "k@x.org", "\u212A@x.org"],
    ["email", "\u00c4@x.org", "\u00e4@x.org"],
    ["email_domain", "x.org", "\u00d7.org"],
    ["email_domain", "kelvin.org", "\u212Aelvin.org"],
    ["geo", "SS", "\u017Fs"],
  ])("of %s are different: %s and %s", (key, a, b) => {
    expect(same(key, a, b)).toBe(false);
  });

  test.each([
    ["ip", "::1.2.3.4", "::102:304"],
    ["ip", "::ffff:1.2.3.4", "0:0:0:0:0:FFFF:0102:0304"],
    ["email", "K@X.org", "k@x.ORG"],
    ["geo", "pt", "PT"],
  ])("of %s are the same: %s and %s", (key, a, b) => {
    expect(same(key, a, b)).toBe(true);
  });

  test("a country of letters that only fold to ASCII is refused", () => {
    expect(validateRule({ geo: { country_code: "\u017Fs" } })).toMatchObject([{ code: "country" }]);
  });
});

describe("two values are the same only where another parser reads the same", () => {
  const group = fc.constantFrom("0", "1", "ffff", "FFFF", "0001", "102");
  const address = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.join(":")),
    fc
      .constantFrom("::", "::ffff:", "::1:", "64:ff9b::")
      .chain((start) => fc.ipV4().map((end) => start + end)),
    fc.constantFrom("::1.2.3.4", "::ffff:1.2.3.4", "1.2.3.4", "::102:304", "::ffff:102:304", "::1", "0::1"),
  );
  const letters = fc.constantFrom(
    "k",
    "K",
    "\u212A",
    "s",
    "\u017F",
    "S",
    "\u00e4",
    "\u00c4",
    "a\u0308",
    "\u0131",
  );
  const word = fc.array(letters, { minLength: 1, maxLength: 3 }).map((some) => some.join(""));

  test("as addresses", () => {
    fc.assert(
      fc.property(address, address, (a, b) => {
        expect(same("ip", a, b)).toBe(parsed(a) === parsed(b));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ["email", (text: string) => `${text}@x.org`],
    ["email_domain", (text: string) => `${text}.org`],
  ])("as %s", (key, value) => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(same(key, value(a), value(b))).toBe(folded(a) === folded(b));
      }),
      { numRuns: 500 },
    );
  });
});
