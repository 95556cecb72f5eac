import fc from "fast-check";
import { type Issue, POLICY_TYPES } from "../../../src/model";

/** The errors and warnings about a policy that has a text at one location. */
function issuesOf(location: string, text: string): Issue[] {
  const rule = location in IN_RULES ? IN_RULES[location]!(text) : { everyone: ["*"] };
  const document = { name: "Staff", decision: "allow", include: rule, ...IN_POLICY[location]?.(text) };
  const accepted = ["allow-everyone", "group-without-approval", "ssh-application", "id-form"];
  const policy = POLICY_TYPES.reusable.policy(document);
  return [...policy.issues, ...policy.lint(accepted)];
}

const IN_RULES: Readonly<Record<string, (text: string) => object>> = {
  email: (text) => ({ email: [text] }),
  domain: (text) => ({ email_domain: [text] }),
  id: (text) => ({ ip_list: [text] }),
  method: (text) => ({ auth_method: [text] }),
  claim: (text) => ({ saml: [`aa0a4aab-672b-4bdb-bc33-a59f1130a11f/team=${text}`] }),
  other: (text) => ({ other: [JSON.stringify({ new_selector: { value: [text] } })] }),
};
const IN_POLICY: Readonly<Record<string, (text: string) => object>> = {
  name: (text) => ({ name: text }),
  prompt: (text) => ({ purpose_justification_required: true, purpose_justification_prompt: text }),
  username: (text) => ({ connection_rules: { ssh: { usernames: [text] } } }),
  approver: (text) => ({ approval_groups: [{ approvals_needed: 1, email_addresses: [text] }] }),
};
const LOCATIONS = [...Object.keys(IN_RULES), ...Object.keys(IN_POLICY)];

/** Texts that are valid at a location, around a character. */
const AROUND: Readonly<Record<string, readonly [string, string]>> = {
  email: ["an", "n@example.com"],
  approver: ["an", "n@example.com"],
  domain: ["exam", "ple.com"],
};
const around = (location: string, character: string) => (AROUND[location] ?? ["ab", "cd"]).join(character);

const NEVER_MEANT = [
  ["a control character", "\u0007"],
  ["a C1 control character", "\u009b"],
  ["a right-to-left override", "\u202e"],
  ["a zero-width space", "\u200b"],
  ["a byte order mark", "\ufeff"],
  ["a word joiner", "\u2060"],
  ["a tag", "\u{e0041}"],
] as const;
const SOMETIMES_MEANT = [
  ["a zero-width joiner", "\u200d"],
  ["a zero-width non-joiner", "\u200c"],
  ["a mark of direction", "\u200f"],
  ["a soft hyphen", "\u00ad"],
  ["an isolate", "\u2067"],
  ["a variation selector", "\ufe0e"],
  ["a Hangul filler", "\u3164"],
  ["an empty Braille pattern", "\u2800"],
] as const;

test.each(LOCATIONS)("there is nothing to say of plain text as %s", (location) => {
  expect(issuesOf(location, around(location, ""))).toEqual([]);
});

describe.each(["email", "domain", "approver", "id"])("as %s", (location) => {
  test.each([...NEVER_MEANT, ...SOMETIMES_MEANT])("%s is an error", (_what, character) => {
    const issues = issuesOf(location, around(location, character));
    expect(issues.map(({ severity }) => severity)).toEqual(["error"]);
    expect(JSON.stringify(issues)).not.toContain(character);
  });
});

describe.each(["name", "prompt", "username"])("as %s", (location) => {
  test.each(NEVER_MEANT)(
    "%s is an error that shows the code point and what was meant",
    (_what, character) => {
      expect(issuesOf(location, around(location, character))).toEqual([
        expect.objectContaining({
          code: "hidden-character",
          severity: "error",
          what: expect.stringContaining(
            `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`,
          ),
          fix: 'Write "abcd".',
        }),
      ]);
    },
  );
});

describe.each(["name", "prompt", "username", "claim", "method", "other"])("as %s", (location) => {
  test.each(SOMETIMES_MEANT)("%s is a warning", (_what, character) => {
    const issues = issuesOf(location, around(location, character));
    expect(issues).toEqual([expect.objectContaining({ code: "hidden-characters", severity: "warning" })]);
    expect(JSON.stringify(issues)).not.toContain(character);
  });
});

test.each(LOCATIONS.flatMap((location) => ["\u0000", "\ud800"].map((character) => [location, character])))(
  "as %s, %j is an error",
  (location, character) => {
    const issues = issuesOf(location, around(location, character));
    expect(issues.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["error hidden-character"]);
  },
);

test.each(["name", "username", "claim", "method", "other"])(
  "a no-break space as %s is a warning",
  (location) => {
    expect(issuesOf(location, around(location, "\u00a0"))).toEqual([
      expect.objectContaining({ code: "hidden-characters", severity: "warning" }),
    ]);
  },
);

test.each([
  ["line breaks and tabs of a prompt", "prompt", "Why?\r\n\tOne line."],
  ["an emoji of several characters", "name", "Staff \u{1f469}\u{1f3fd}\u200d\u{1f4bb} \u2764\ufe0f"],
  ["a name in one alphabet", "name", "\u041a\u043e\u043c\u0430\u043d\u0434\u0430 Cloud"],
  ["a name with accents", "name", "Équipe № 5 … Łódź"],
  ["a name in Japanese and English", "name", "開発Team"],
  ["an internationalized domain", "domain", "b\u00fccher.example"],
  ["an internationalized domain in punycode", "domain", "xn--bcher-kva.example"],
  ["a no-break space of a prompt", "prompt", "Pourquoi\u00a0?"],
  ["a domain in Cyrillic", "domain", "\u043f\u043e\u0447\u0442\u0430.\u0440\u0444"],
  ["a domain below a public suffix", "domain", "example.co.uk"],
])("there is nothing to say of %s", (_what, location, text) => {
  expect(issuesOf(location, text)).toEqual([]);
});

describe("letters that look like others", () => {
  test.each([
    ["a Cyrillic letter in a Latin domain", "domain", "p\u0430ypal.com", "U+0430", "xn--pypal-4ve.com"],
    ["a Greek letter in an email's domain", "email", "ann@g\u03bfogle.com", "U+03BF", "xn--gogle-rce.com"],
    ["a Cyrillic letter before the @", "email", "\u0430nn@example.com", "U+0430", "example.com"],
    ["a domain of Cyrillic letters of Latin shape", "domain", "\u0440\u0430\u0443.com", "U+0440", "xn--"],
    ["a Cyrillic letter in punycode", "domain", "xn--pypal-4ve.com", "U+0430", "xn--pypal-4ve.com"],
    [
      "a Cyrillic letter in an email's punycode",
      "email",
      "ann@xn--pypal-4ve.com",
      "U+0430",
      "xn--pypal-4ve.com",
    ],
    ["a dotless i in a domain", "domain", "m\u0131crosoft.com", "U+0131", "xn--mcrosoft-tkb.com"],
    ["a script g in an email", "email", "ann@\u0261oogle.com", "U+0261", "xn--oogle-qmc.com"],
    ["a Cyrillic letter in a name", "name", "\u0410dmins", "U+0410", ""],
    ["a Cyrillic letter in a prompt", "prompt", "Why d\u043e you ask?", "U+043E", ""],
    ["a fullwidth letter in a name", "name", "\uff21dmins", "U+FF21", ""],
    ["a mathematical letter in a claim", "claim", "\u{1d41a}dmins", "U+1D41A", ""],
  ])("%s is a warning with the code point and the domain", (_what, location, text, codePoint, domain) => {
    const [issue, ...more] = issuesOf(location, text);
    expect(issue).toMatchObject({ code: "look-alike", severity: "warning" });
    expect(issue!.what).toContain(codePoint);
    expect(issue!.what).toContain(domain);
    expect(more).toEqual([]);
  });

  test.each([
    ["domain", "\uff45xample.com", "example.com"],
    ["email", "ann@ex\uff41mple.com", "ann@example.com"],
  ])("of another width are an error in a %s, with the text that is meant", (location, text, meant) => {
    expect(issuesOf(location, text)).toEqual([
      expect.objectContaining({
        code: "compatibility-character",
        severity: "error",
        fix: `Write ${JSON.stringify(meant)}.`,
      }),
    ]);
  });
});

test.each(["co.uk", "com.au", "ac.jp", "CO.UK"])(
  "the domain %s is a warning, since it is a suffix",
  (domain) => {
    expect(issuesOf("domain", domain)).toEqual([
      expect.objectContaining({ code: "public-suffix", severity: "warning" }),
    ]);
  },
);

test("every text with a character that cannot be seen is refused or warned of, wherever it stands", () => {
  const hidden = fc
    .integer({ min: 0, max: 0x10ffff })
    .map((code) => String.fromCodePoint(code))
    .filter((character) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(character));
  const near = fc.oneof(
    hidden,
    fc.constantFrom(...[...NEVER_MEANT, ...SOMETIMES_MEANT].map(([, one]) => one)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...LOCATIONS), near, (location, character) => {
      fc.pre(!(location === "prompt" && "\t\n\r".includes(character)));
      const issues = issuesOf(location, around(location, character));
      expect(issues.length).toBeGreaterThan(0);
      expect(JSON.stringify(issues)).not.toContain(character);
    }),
  );
});
