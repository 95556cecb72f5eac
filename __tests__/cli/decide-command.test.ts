import { Workplace } from "./support/cf-access";

const ACCOUNT = {
  applications: [
    {
      id: "wiki-id",
      name: "Wiki",
      domain: "wiki.example.com",
      policies: [
        {
          id: "guests",
          name: "Block guests",
          decision: "deny",
          precedence: 1,
          include: [{ email: { email: "guest@example.com" } }],
        },
        {
          id: "staff",
          name: "Staff",
          decision: "allow",
          precedence: 2,
          include: [{ email_domain: { domain: "example.com" } }],
          require: [{ geo: { country_code: "PT" } }],
        },
        {
          id: "machines",
          name: "Machines",
          decision: "non_identity",
          precedence: 3,
          include: [{ service_token: { token_id: "ci-id" } }],
        },
      ],
    },
  ],
  groups: [],
  lists: [],
  identity_providers: [{ id: "okta-id", name: "Okta", type: "okta" }],
  service_tokens: [{ id: "ci-id", name: "CI", enabled: true, expires_at: "2100-01-01T00:00:00Z" }],
  organization: { strict_service_token_auth: true, mfa_required_for_all_apps: false },
};

let workplace: Workplace;
beforeAll(() => {
  workplace = new Workplace();
  workplace.write("account.json", ACCOUNT);
});
afterAll(() => workplace.remove());

const decide = (...args: string[]) => workplace.cfAccess("decide", "--account", "account.json", ...args);
const WIKI = ["--application", "Wiki"];

describe("cf-access decide", () => {
  test("says the decision first, then each policy with its rules", async () => {
    const { code, out, err } = await decide(
      ...WIKI,
      "--email",
      "ann@example.com",
      "--idp",
      "Okta",
      "--country",
      "PT",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^ALLOWED {2}Wiki\n/);
    expect(out).toMatch(/✗ Block guests {2}deny\n {6}✗ include email guest@example\.com/);
    expect(out).toMatch(/✓ Staff {2}allow {2}decides/);
  });

  test.each([
    ["a user that a policy denies", ["--email", "guest@example.com", "--idp", "okta"], "DENIED"],
    ["a user from elsewhere", ["--email", "ann@example.com", "--idp", "okta", "--country", "US"], "DENIED"],
    ["a service token by its name", ["--service-token", "ci"], "ALLOWED by Service Auth"],
    ["a user whose country is not said", ["--email", "ann@example.com", "--idp", "okta"], "UNDECIDED"],
    ["nobody in particular, with nothing", ["--only"], "DENIED"],
  ])("decides %s", async (_, args, word) => {
    expect((await decide(...WIKI, ...args)).out.split("\n")[0]).toBe(`${word}  Wiki`);
  });

  test("says what is missing where it is undecided", async () => {
    const { out } = await decide(...WIKI, "--email", "ann@example.com", "--idp", "okta");
    expect(out).toMatch(/\? require country PT/);
    expect(out).toMatch(/What is missing\n {2}country: /);
  });

  test("finds the application by a URL", async () => {
    const url = "https://wiki.example.com/page";
    const { out } = await decide("--url", url, "--email", "guest@example.com", "--idp", "okta");
    expect(out).toMatch(/^DENIED {2}Wiki/);
  });

  test("answers as JSON with the decision, the policy, the conditions, the trace and what is missing", async () => {
    workplace.write("ann.json", {
      user: { email: "ann@example.com", identity_provider_id: "okta-id" },
      service_token: null,
      linked_app_token: null,
      country: "PT",
    });
    const { out } = await decide(...WIKI, "--identity", "ann.json", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      decision: "allow",
      policy: { id: "staff", name: "Staff" },
      conditions: [],
      trace: expect.any(Array),
      needs: [],
    });
  });

  test("puts what options say before the document", async () => {
    workplace.write("guest.json", { user: { email: "guest@example.com" }, service_token: null });
    const args = [
      "--identity",
      "guest.json",
      "--email",
      "ann@example.com",
      "--country",
      "PT",
      "--idp",
      "okta",
    ];
    expect((await decide(...WIKI, ...args)).out).toMatch(/^ALLOWED/);
  });

  test.each([
    [
      "no application",
      ["--email", "ann@example.com"],
      2,
      /which application is meant\? Name it with --application/,
    ],
    [
      "an option that is misspelled",
      [...WIKI, "--emial", "a@b.c"],
      2,
      /no option "--emial"\. Did you mean --email\?/,
    ],
    ["an unknown format", [...WIKI, "--format", "jsn"], 2, /unknown format "jsn"\. Did you mean json\?/],
    [
      "an identity provider that is not there",
      [...WIKI, "--idp", "octa"],
      2,
      /no identity provider "octa"\. Did you mean "Okta"\?/,
    ],
    ["a group without its provider", [...WIKI, "--group", "eng"], 2, /--group needs --idp/],
    ["an application that is not there", ["--application", "Wikki"], 1, /Wikki.*Did you mean "Wiki"\?/],
    [
      "a text that is not an address",
      [...WIKI, "--ip", "here"],
      1,
      /ip: got "here", expected one IPv4 or IPv6 address/,
    ],
    ["a file that is not there", [...WIKI, "--identity", "none.json"], 1, /There is no file none\.json/],
    ["a file that is not JSON", [...WIKI, "--identity", "text.json"], 1, /text\.json is not JSON/],
    ["--before without a plan", [...WIKI, "--before"], 2, /--before needs --plan/],
    ["an argument without a name", [...WIKI, "ann"], 2, /unexpected argument "ann"/],
  ])("explains %s without a stack", async (_, args, code, message) => {
    workplace.write("text.json", "hello");
    const ran = await decide(...args);
    expect(ran).toMatchObject({ code, out: "" });
    expect(ran.err).toMatch(message);
    expect(ran.err).toMatch(/^cf-access decide: /);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  test("explains a file that is not an account", async () => {
    workplace.write("other.json", { aplications: [] });
    const { code, err } = await workplace.cfAccess("decide", "--account", "other.json", ...WIKI);
    expect(code).toBe(1);
    expect(err).toMatch(/aplications.*Did you mean "applications"\?/);
  });

  test("uses no colors where nobody looks at it, and none of the account's escape sequences", async () => {
    const name = "Wi\u001b[31mki";
    workplace.write("escape.json", { ...ACCOUNT, applications: [{ ...ACCOUNT.applications[0], name }] });
    const args = ["--application", "wiki-id", "--email", "ann@example.com"];
    const { out } = await workplace.cfAccess("decide", "--account", "escape.json", ...args);
    expect(out).not.toContain("\u001b");
  });
});
