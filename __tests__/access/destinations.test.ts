import { type AccessAccount, AccessUsageError, accountFromApi, decide } from "../../src/access";
import { DEFERRED } from "../../src/model";
import { allow, ann, bypass, nobody, rule, wiki } from "./support/worlds";

const organization = { created_at: "2024-01-01T00:00:00Z" };

/** Applications that each let in their own user: which one answers is seen at the application of the decision. */
function standing(sites: Record<string, string | Record<string, unknown>>, more: object = {}): AccessAccount {
  const applications = Object.entries(sites).map(([id, site]) => ({
    id,
    policies: [allow(rule.everyone)],
    ...(typeof site === "string" ? { destinations: [{ type: "public", uri: site }] } : site),
  }));
  return accountFromApi({ applications, organization, ...more });
}

const answering = (account: AccessAccount, url: string) => {
  const { application, decision } = decide(account, { url }, ann());
  return application?.id ?? decision;
};

describe("the application that answers a URL", () => {
  const paths = standing({
    eng: "dash.com/eng",
    exec: "dash.com/eng/exec",
    all: "*.shop.com",
    one: "a.shop.com",
  });
  test.each<[string, AccessAccount, string, string]>([
    ["is the one with the path", paths, "https://dash.com/eng", "eng"],
    ["is that of the parent path", paths, "https://dash.com/eng/reports/2026?x=/eng/exec", "eng"],
    ["is the more specific one", paths, "https://dash.com/eng/exec", "exec"],
    ["is the more specific one below it, too", paths, "https://dash.com/eng/exec/pay", "exec"],
    ["is none for a path with only the same beginning", paths, "https://dash.com/engine", "bypass"],
    ["is none for the root", paths, "https://dash.com/", "bypass"],
    ["is that of a wildcard", paths, "https://b.shop.com/x", "all"],
    ["is the named host before a wildcard", paths, "https://a.shop.com/x", "one"],
    ["is none for two labels at a wildcard", paths, "https://x.b.shop.com/", "bypass"],
    ["is none for the domain of a wildcard", paths, "https://shop.com/", "bypass"],
    ["does not depend on case, port, user or fragment", paths, "https://u:p@A.Shop.com:8443/#x", "one"],
    ["is that of a wildcard within a label", standing({ a: "*test.x.com" }), "https://test.x.com", "a"],
    [
      "is none for a wildcard path at its parent",
      standing({ a: "x.com/alpha/*" }),
      "https://x.com/alpha",
      "bypass",
    ],
    [
      "is that of a wildcard path below it",
      standing({ a: "x.com/alpha/*" }),
      "https://x.com/alpha/one/two",
      "a",
    ],
    ["is that of a wildcard path at the root", standing({ a: "x.com/*" }), "https://x.com", "a"],
    [
      "is that of a wildcard within a path",
      standing({ a: "x.com/foo*/bar" }),
      "https://x.com/food/stuff/bar",
      "a",
    ],
    [
      "is none where the end of such a path is missing",
      standing({ a: "x.com/foo*/bar" }),
      "https://x.com/food/stuff",
      "bypass",
    ],
    [
      "is the wildcard path before its parent",
      standing({ a: "x.com/alpha", b: "x.com/alpha/*" }),
      "https://x.com/alpha/one",
      "b",
    ],
    [
      "is undecided between paths when none is within the other",
      standing({ a: "x.com/*/b", b: "x.com/a" }),
      "https://x.com/a/b",
      "undecided",
    ],
    [
      "is undecided between two with the same path",
      standing({ a: "x.com/a", b: "x.com/a" }),
      "https://x.com/a",
      "undecided",
    ],
    [
      "is that of the domain without destinations",
      standing({ a: { domain: "x.com/a" } }),
      "https://x.com/a/b",
      "a",
    ],
    [
      "is that of the self-hosted domains",
      standing({ a: { domain: "x.com", self_hosted_domains: ["y.com"] } }),
      "https://y.com",
      "a",
    ],
    [
      "is not that of a bookmark",
      standing({ a: { type: "bookmark", domain: "x.com" } }),
      "https://x.com",
      "bypass",
    ],
    [
      "is not that of a SaaS application",
      standing({ a: { type: "saas", domain: "x.com" } }),
      "https://x.com",
      "bypass",
    ],
    [
      "is the public one before a Worker's",
      standing({ a: "x.com", w: { destinations: [{ type: "worker", worker_id: "1" }] } }),
      "https://x.com",
      "a",
    ],
    [
      "is undecided where only a Worker may stand",
      standing({ w: { destinations: [{ type: "worker", worker_id: "1" }] } }),
      "https://x.com",
      "undecided",
    ],
    [
      "is undecided while a destination is not known",
      standing({ a: "x.com", b: { destinations: [DEFERRED] } }),
      "https://x.com",
      "undecided",
    ],
    [
      "is that of a private host name",
      standing({ a: { destinations: [{ type: "private", hostname: "wiki.local" }] } }),
      "https://wiki.local/x",
      "a",
    ],
    [
      "is that of a private address",
      standing({ a: { destinations: [{ type: "private", cidr: "10.0.0.0/8" }] } }),
      "http://10.1.2.3/",
      "a",
    ],
  ])("%s", (_title, account, url, expected) => {
    expect(answering(account, url)).toBe(expected);
  });
});

describe("a private target", () => {
  const network = standing({
    host: { destinations: [{ type: "private", hostname: "wiki.local" }] },
    wide: { destinations: [{ type: "private", cidr: "10.0.0.0/8" }] },
    narrow: {
      destinations: [{ type: "private", cidr: "10.0.0.0/24", port_range: "8000-8099", l4_protocol: "tcp" }],
    },
  });
  test.each<[string, object, string]>([
    [
      "is that of the host name before that of the address",
      { hostname: "wiki.local", ip: "10.0.0.1" },
      "host",
    ],
    ["is that of the longer prefix", { ip: "10.0.0.1", port: 8080 }, "narrow"],
    ["is that of the port", { ip: "10.0.0.1", port: 22 }, "wide"],
    ["is that of the protocol", { ip: "10.0.0.1", port: 8080, protocol: "udp" }, "wide"],
    ["is none for another address", { ip: "192.168.0.1" }, "bypass"],
  ])("%s", (_title, target, expected) => {
    const { application, decision } = decide(network, { private: target }, ann());
    expect(application?.id ?? decision).toBe(expected);
  });
});

describe("a URL without an application", () => {
  const denying = {
    deny_unmatched_requests: true,
    deny_unmatched_requests_exempted_zone_names: ["Open.com"],
  };
  test.each<[string, object, string, string]>([
    ["is open", { organization }, "https://x.com", "bypass"],
    ["is denied where the organization says so", { organization: denying }, "https://x.com", "deny"],
    ["is open in an exempted zone", { organization: denying }, "https://a.open.com", "bypass"],
    [
      "is denied in a zone with only the same ending",
      { organization: denying },
      "https://notopen.com",
      "deny",
    ],
    [
      "is undecided where the organization was not read",
      { organization: undefined },
      "https://x.com",
      "undecided",
    ],
    [
      "is undecided where the setting is known after apply",
      { organization: { deny_unmatched_requests: DEFERRED } },
      "https://x.com",
      "undecided",
    ],
    ["is undecided where the account may have others", { partial: true }, "https://x.com", "undecided"],
  ])("%s", (_title, more, url, expected) => {
    const decision = decide(standing({}, more), { url }, nobody());
    expect(decision).toMatchObject({ decision: expected, application: null, policy: null });
    expect(decision.needs.length > 0).toBe(expected === "undecided");
  });
});

describe("a path that an override makes public", () => {
  const account = (uri: string, ...overrides: unknown[]) =>
    standing({ a: { destinations: [{ type: "public", uri, overrides }] } });
  const health = { behavior: "public", path_pattern: "/health" };
  test.each<[string, AccessAccount, string, string]>([
    ["is open", account("x.com", health), "https://x.com/health", "bypass"],
    ["does not open the paths below it", account("x.com", health), "https://x.com/health/deep", "deny"],
    [
      "opens the paths of its wildcard",
      account("x.com", { ...health, path_pattern: "/pub/*" }),
      "https://x.com/pub/a/b",
      "bypass",
    ],
    ["opens no other path", account("x.com", health), "https://x.com/healthy", "deny"],
    [
      "opens nothing with another behavior",
      account("x.com", { ...health, behavior: "protected" }),
      "https://x.com/health",
      "deny",
    ],
    ["is undecided while it is not known", account("x.com", DEFERRED), "https://x.com/health", "undecided"],
    [
      "counts from the root below the destination's path",
      account("x.com/api", { ...health, path_pattern: "/api/health" }),
      "https://x.com/api/health",
      "bypass",
    ],
    [
      "is open whether it counts from the destination's path",
      account("x.com/api", health),
      "https://x.com/api/health",
      "undecided",
    ],
  ])("%s", (_title, one, url, expected) => {
    expect(decide(one, { url }, nobody()).decision).toBe(expected);
  });

  test("does not concern the application as a whole, which a note says", () => {
    const decision = decide(account("x.com", health), { application: "a" }, nobody());
    expect(decision.decision).toBe("deny");
    expect(decision.notes).toEqual([expect.stringContaining("paths of the application are public")]);
  });
});

describe("options_preflight_bypass", () => {
  test.each<[string, unknown, string, string]>([
    ["opens OPTIONS requests", true, "OPTIONS", "bypass"],
    ["opens no other request", true, "GET", "deny"],
    ["opens nothing where it is off", false, "OPTIONS", "deny"],
    ["is undecided while it is not known", DEFERRED, "options", "undecided"],
  ])("%s", (_title, options_preflight_bypass, method, expected) => {
    const account = wiki([allow(rule.everyone)], { options_preflight_bypass });
    expect(decide(account, "wiki", nobody({ method })).decision).toBe(expected);
  });
});

describe("a target", () => {
  const account = standing({
    a: { name: "Wiki", domain: "wiki.x.com" },
    b: { name: "Shop" },
    c: { name: "Shop" },
  });
  test.each([["a"], ["Wiki"], ["wiki"], ["wiki.x.com"], ["https://wiki.x.com/x"]])("may be %s", (target) => {
    expect(decide(account, target, ann()).application?.id).toBe("a");
  });

  test.each<[string, string, RegExp]>([
    ["the name of several applications", "Shop", /2 applications have the name "Shop"\. Use an id: b, c\./],
    ["a misspelled name", "Wikki", /got "Wikki"; Did you mean "Wiki"\?/],
    ["a name that resembles none", "zzz", /got "zzz"; there are Wiki, a, Shop/],
  ])("may not be %s", (_title, target, message) => {
    expect(() => decide(account, target, ann())).toThrow(AccessUsageError);
    expect(() => decide(account, target, ann())).toThrow(message);
  });
});

test("an application of another path does not inherit a Bypass", () => {
  const account = accountFromApi({
    applications: [
      { id: "all", domain: "x.com", policies: [bypass(rule.everyone)] },
      { id: "admin", domain: "x.com/admin", policies: [allow(rule.email("bob@x.org"))] },
    ],
  });
  expect(decide(account, "https://x.com/admin/users", ann())).toMatchObject({ decision: "deny" });
});
