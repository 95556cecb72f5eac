import { DEFERRED, POLICY_TYPES, rawRule, renderIssue } from "../../../src/model";

const STAFF = { email_domain: { domain: "example.com" } };
const EVERYONE = { everyone: {} };
const TOKEN = "1f9ac4d2-7c19-4d5b-9d4e-4f0b7f2c8a31";
const ip = (address: unknown) => ({ ip: { ip: address } });

function lint(wire: object): string[] {
  const policy = { name: "p", decision: "allow", include: [STAFF], ...wire };
  return POLICY_TYPES.application.lint(policy).map(({ code, path }) => `${code} at ${path.join(".")}`);
}

describe("who gets in", () => {
  test.each<[string, object, string[]]>([
    ["everyone", { include: [{ everyone: {} }] }, ["allow-everyone at include.0.everyone"]],
    ["everyone of some", { include: [{ everyone: {} }], require: [STAFF] }, []],
    ["everyone of some that are not known yet", { include: [{ everyone: {} }], require: DEFERRED }, []],
    [
      "everyone of everyone",
      { include: [EVERYONE], require: [EVERYONE] },
      ["allow-everyone at include.0.everyone"],
    ],
    ["everyone, blocked", { decision: "deny", include: [EVERYONE] }, []],
    ["everyone, blocked by their address", { decision: "deny", include: [ip("0.0.0.0/0")] }, []],
    [
      "everyone where a token is asked for",
      { decision: "non_identity", include: [EVERYONE] },
      ["service-auth-everyone at include.0.everyone"],
    ],
    [
      "every address where a token is asked for",
      { decision: "non_identity", include: [ip("0.0.0.0/0"), ip("::/0")] },
      ["service-auth-everyone at include.0.ip"],
    ],
    [
      "everyone with a token",
      { decision: "non_identity", include: [EVERYONE], require: [{ service_token: { token_id: TOKEN } }] },
      [],
    ],
    [
      "everyone, written as a rule of an unknown form",
      { include: [rawRule({ everyone: { except: "nobody" } })] },
      ["allow-everyone at include.0"],
    ],
    [
      "any service token",
      { decision: "non_identity", include: [{ any_valid_service_token: {} }] },
      ["any-service-token at include.0.any_valid_service_token"],
    ],
    [
      "every address in two halves",
      { decision: "bypass", include: [ip("0.0.0.0/1"), ip("128.0.0.0/1")] },
      ["bypass-everyone at include.0.ip"],
    ],
    [
      "every address in parts that overlap",
      {
        decision: "bypass",
        include: [ip("128.0.0.0/1"), ip("64.0.0.0/2"), ip("0.0.0.0/2"), ip("10.0.0.0/8")],
      },
      ["bypass-everyone at include.0.ip"],
    ],
    [
      "every IPv4 address as IPv6 has them",
      { include: [ip("::ffff:0:0/96")] },
      ["allow-everyone at include.0.ip"],
    ],
    [
      "every IPv4 address in two halves, one of them as IPv6 has it",
      { include: [ip("::ffff:0:0/97"), ip("128.0.0.0/1")] },
      ["allow-everyone at include.0.ip"],
    ],
    [
      "every address but a few",
      { include: [ip("0.0.0.0/1"), ip("128.0.0.0/2"), ip("192.0.0.0/3")] },
      ["wide-range at include.0.ip"],
    ],
    ["less than half of the addresses", { include: [ip("0.0.0.0/2"), ip("64.0.0.0/3")] }, []],
    ["half of the addresses of an office", { include: [ip("0.0.0.0/1")], require: [STAFF] }, []],
    [
      "a range with the address of a host in it",
      { include: [ip("203.0.113.7/8")] },
      ["host-bits at include.0.ip"],
    ],
    ["a range without host bits", { include: [ip("203.0.113.0/24"), ip("203.0.113.7/32")] }, []],
    ["a host in an excluded range", { exclude: [ip("2001:db8::1/32")] }, ["host-bits at exclude.0.ip"]],
    ["every address", { include: [ip("0.0.0.0/0")] }, ["allow-everyone at include.0.ip"]],
    [
      "every address of both families, said once",
      { include: [STAFF, ip("::/0"), ip("0.0.0.0/0")] },
      ["allow-everyone at include.2.ip"],
    ],
    ["every address of some", { include: [ip("::/0")], require: [STAFF] }, []],
    [
      "every address of every other",
      { include: [EVERYONE], require: [ip("0:0::/0")] },
      ["allow-everyone at include.0.everyone"],
    ],
    ["half of the addresses", { include: [ip("0.0.0.0/1")] }, ["wide-range at include.0.ip"]],
    ["an address that is not known yet", { include: [ip(DEFERRED)] }, []],
    [
      "everyone past the login",
      { decision: "bypass", include: [EVERYONE] },
      ["bypass-everyone at include.0.everyone"],
    ],
    [
      "every address past the login",
      { decision: "bypass", include: [ip("198.51.100.0/24"), ip("0::/0")] },
      ["bypass-everyone at include.1.ip"],
    ],
    [
      "everyone of an office past the login",
      { decision: "bypass", include: [EVERYONE], require: [ip("1.2.3.4")] },
      [],
    ],
    [
      "everyone but one",
      { include: [{ everyone: {} }], exclude: [STAFF] },
      ["allow-everyone at include.0.everyone"],
    ],
    [
      "any login of one kind",
      { include: [{ login_method: { id: "otp" } }] },
      ["allow-any-login at include.0.login_method"],
    ],
    ["a login of one kind that is required", { require: [{ login_method: { id: "otp" } }] }, []],
  ])("%s", (_what, wire, expected) => {
    expect(lint(wire)).toEqual(expected);
  });
});

describe("a warning", () => {
  test("on a range with host bits says what it covers, and how to write it", () => {
    const wire = { name: "p", decision: "allow", include: [ip("203.0.113.7/8")] };
    expect(renderIssue(POLICY_TYPES.reusable.lint(wire)[0]!)).toBe(
      'A range with the address of a host in it: got "203.0.113.7/8". It covers 203.0.0.0 to 203.255.255.255. ' +
        'Write "203.0.0.0/8" for the range, or the address without a prefix for the one host.',
    );
  });

  test("on wide ranges says what they cover together", () => {
    const wire = { name: "p", decision: "allow", include: ["0.0.0.0/1", "128.0.0.0/2", "10.0.0.1"].map(ip) };
    expect(renderIssue(POLICY_TYPES.reusable.lint(wire)[0]!)).toMatch(
      /^The IP ranges cover 75 % of all IPv4 addresses together: got "0\.0\.0\.0\/1", "128\.0\.0\.0\/2", "10\.0\.0\.1"\. /,
    );
  });

  test.each([
    [1_000, []],
    [1_001, ["many-values at include.0.email"]],
  ])("on a selector with many values is given above 1,000 of them: %d", (count, expected) => {
    const include = Array.from({ length: count }, (_, index) => ({
      email: { email: `u${index}@example.com` },
    }));
    expect(lint({ include })).toEqual(expected);
  });
});

describe("a warning about everyone", () => {
  const IPV4 = ip("0.0.0.0/0");
  const IPV6 = ip("::/0");
  const whats = (wire: object) =>
    POLICY_TYPES.application.lint({ name: "p", ...wire }).map(({ what }) => what);

  test.each<[string, object, string]>([
    [
      "without a login",
      { decision: "bypass", include: [IPV4] },
      "Lets every IPv4 address through without a login",
    ],
    [
      "without a token",
      { decision: "non_identity", include: [IPV6] },
      "Lets every IPv6 address through without a login and without a service token",
    ],
    [
      "with a login",
      { decision: "allow", include: [IPV4] },
      "Lets in everyone who can log in from any IPv4 address, with any account",
    ],
    [
      "when an address is required too",
      { decision: "bypass", include: [EVERYONE], require: [IPV6] },
      "Lets every IPv6 address through without a login",
    ],
    [
      "in two families when one is required",
      { decision: "bypass", include: [IPV4, IPV6], require: [IPV6] },
      "Lets every IPv6 address through without a login",
    ],
    [
      "in both families",
      { decision: "bypass", include: [IPV4, IPV6] },
      "Lets everyone through without a login",
    ],
  ])("%s says which family gets in, unless both do", (_what, wire, expected) => {
    expect(whats(wire)).toEqual([expected]);
  });

  test("is not given where the families that are required have nothing in common", () => {
    const wire = { decision: "bypass", include: [EVERYONE], require: [IPV4, IPV6] };
    expect(whats(wire)).toEqual([expect.stringContaining("No request meets several ip rules")]);
  });
});
