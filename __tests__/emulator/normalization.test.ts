import fc from "fast-check";
import type { Normalization } from "../../src/emulator";
import { appPolicies, call, closeAll, emulate, POLICIES, STAFF } from "./support/api";

afterEach(closeAll);

async function answered(body: object, normalize: Partial<Normalization> = {}, path = POLICIES) {
  const emulator = await emulate({ normalize });
  const answer = await call(emulator, "POST", path, { ...STAFF, ...body });
  expect(answer.body.errors).toEqual([]);
  return answer.result;
}

const ip = (text: string) => ({ include: [{ ip: { ip: text } }] });

test("unset rule lists are empty, unset booleans false, unset texts and objects absent", async () => {
  const { id, created_at, updated_at, ...rest } = await answered({});
  expect([typeof id, typeof created_at, typeof updated_at]).toEqual(["string", "string", "string"]);
  expect(rest).toEqual({
    ...STAFF,
    exclude: [],
    require: [],
    session_duration: "24h",
    purpose_justification_required: false,
    approval_required: false,
    isolation_required: false,
    app_count: 0,
    reusable: true,
  });
});

test("an infrastructure application's policy has no session and approval fields", async () => {
  const emulator = await emulate({ applications: [{ id: "ssh", type: "infrastructure" }] });
  const { result } = await call(emulator, "POST", appPolicies("ssh"), STAFF);
  expect(Object.keys(result).sort()).toEqual(
    [
      ...Object.keys(STAFF),
      "account_id",
      "created_at",
      "exclude",
      "id",
      "precedence",
      "require",
      "updated_at",
    ].sort(),
  );
});

const SWITCHES: [string, Partial<Normalization>, object, object][] = [
  ["unset rule lists as null", { unsetRuleLists: "null" }, {}, { exclude: null, require: null }],
  [
    "unset rule lists left out",
    { unsetRuleLists: "absent" },
    { require: [] },
    { exclude: undefined, require: undefined },
  ],
  ["unset approval groups empty", { unsetApprovalGroups: "empty" }, {}, { approval_groups: [] }],
  [
    "unset booleans as null",
    { unsetBooleans: "null" },
    {},
    { approval_required: null, isolation_required: null },
  ],
  [
    "false booleans left out",
    { unsetBooleans: "absent" },
    { approval_required: false },
    { approval_required: undefined },
  ],
  [
    "a true boolean kept",
    { unsetBooleans: "absent" },
    { approval_required: true },
    { approval_required: true },
  ],
  ["an unset prompt as null", { unsetTexts: "null" }, {}, { purpose_justification_prompt: null }],
  ["an unset prompt empty", { unsetTexts: "empty" }, {}, { purpose_justification_prompt: "" }],
  ["unset objects as null", { unsetObjects: "null" }, {}, { mfa_config: null, connection_rules: null }],
  ["unset objects empty", { unsetObjects: "empty" }, {}, { mfa_config: {}, connection_rules: {} }],
  ["an unset session duration as null", { unsetSessionDuration: null }, {}, { session_duration: null }],
  [
    "an unset session duration left out",
    { unsetSessionDuration: undefined },
    {},
    { session_duration: undefined },
  ],
  [
    "another default session duration",
    { unsetSessionDuration: "8h" },
    { session_duration: null },
    { session_duration: "8h" },
  ],
  [
    "an empty session duration kept",
    { unsetSessionDuration: "8h" },
    { session_duration: "" },
    { session_duration: "" },
  ],
  [
    "an empty session duration as null",
    { emptySessionDuration: "null" },
    { session_duration: "" },
    { session_duration: null },
  ],
  [
    "an empty session duration left out",
    { emptySessionDuration: "absent" },
    { session_duration: "" },
    { session_duration: undefined },
  ],
  ["a bare IPv4 address with its prefix", {}, ip("203.0.113.7"), ip("203.0.113.7/32")],
  ["a bare IPv6 address with its prefix", {}, ip("2001:db8::1"), ip("2001:db8::1/128")],
  ["a CIDR block as it is", {}, ip("203.0.113.0/24"), ip("203.0.113.0/24")],
  ["a bare address left bare", { addPrefix: false }, ip("203.0.113.7"), ip("203.0.113.7")],
  ["IPv6 compressed", { ipv6: "compressed" }, ip("2001:0DB8:0:0:1:0:0:0/64"), ip("2001:db8:0:0:1::/64")],
  ["IPv6 compressed, all zero", { ipv6: "compressed" }, ip("0:0:0:0:0:0:0:0"), ip("::/128")],
  [
    "IPv6 compressed, one zero group",
    { ipv6: "compressed" },
    ip("1:0:2:3:4:5:6:7"),
    ip("1:0:2:3:4:5:6:7/128"),
  ],
  [
    "IPv6 expanded",
    { ipv6: "expanded" },
    ip("2001:db8::1"),
    ip("2001:0db8:0000:0000:0000:0000:0000:0001/128"),
  ],
  [
    "IPv6 with an IPv4 tail expanded",
    { ipv6: "expanded" },
    ip("::ffff:203.0.113.7"),
    ip("0000:0000:0000:0000:0000:ffff:cb00:7107/128"),
  ],
  ["IPv6 in capitals", { ipv6: "upper case" }, ip("2001:db8::a"), ip("2001:DB8::A/128")],
  ["long durations", { durations: "long" }, { session_duration: "1440m" }, { session_duration: "24h0m0s" }],
  [
    "long durations below an hour",
    { durations: "long" },
    { session_duration: "90s" },
    { session_duration: "1m30s" },
  ],
  [
    "long durations with less than a second",
    { durations: "long" },
    { session_duration: "1500ms" },
    { session_duration: "1500ms" },
  ],
  [
    "durations in minutes",
    { durations: "minutes" },
    { session_duration: "1.5h" },
    { session_duration: "90m" },
  ],
  [
    "emails in lower case",
    { emailCase: "lower" },
    {
      include: [{ email: { email: "Ann@Example.com" } }],
      approval_groups: [{ approvals_needed: 1, email_addresses: ["B@b.C"] }],
    },
    {
      include: [{ email: { email: "ann@example.com" } }],
      approval_groups: [{ approvals_needed: 1, email_addresses: ["b@b.c"] }],
    },
  ],
  [
    "domains in capitals",
    { domainCase: "upper" },
    {},
    { include: [{ email_domain: { domain: "EXAMPLE.COM" } }] },
  ],
  [
    "countries in lower case",
    { countryCase: "lower" },
    { require: [{ geo: { country_code: "PT" } }] },
    { require: [{ geo: { country_code: "pt" } }] },
  ],
  [
    "rules in reverse",
    { order: "reversed" },
    { include: [{ everyone: {} }, { certificate: {} }] },
    { include: [{ certificate: {} }, { everyone: {} }] },
  ],
  [
    "repeated rules once",
    { dropRepeatedRules: true },
    { include: [{ ip: { ip: "10.0.0.1" } }, { ip: { ip: "10.0.0.1/32" } }] },
    ip("10.0.0.1/32"),
  ],
  [
    "empty clipboard lists gone",
    {},
    {
      connection_rules: {
        rdp: {
          allowed_clipboard_local_to_remote_formats: [],
          allowed_clipboard_remote_to_local_formats: ["text"],
        },
      },
    },
    { connection_rules: { rdp: { allowed_clipboard_remote_to_local_formats: ["text"] } } },
  ],
  [
    "empty clipboard lists kept",
    { dropEmptyClipboardLists: false },
    { connection_rules: { rdp: { allowed_clipboard_local_to_remote_formats: [] } } },
    { connection_rules: { rdp: { allowed_clipboard_local_to_remote_formats: [] } } },
  ],
  [
    "the MFA switch by its new name",
    {},
    { mfa_config: { mfa_bypass: true } },
    { mfa_config: { mfa_disabled: true } },
  ],
  [
    "the MFA switch by its old name",
    { mfaSwitch: "mfa_bypass" },
    { mfa_config: { mfa_disabled: true } },
    { mfa_config: { mfa_bypass: true } },
  ],
  [
    "an unset MFA switch as false",
    {},
    { mfa_config: { session_duration: "5m" } },
    { mfa_config: { session_duration: "5m", mfa_disabled: false } },
  ],
  [
    "a long MFA session without seconds",
    { durations: "long" },
    { mfa_config: { session_duration: "24h", mfa_disabled: true } },
    { mfa_config: { session_duration: "24h0m", mfa_disabled: true } },
  ],
  [
    "an unset email alias as false",
    {},
    { connection_rules: { ssh: { usernames: ["root"] } } },
    { connection_rules: { ssh: { usernames: ["root"], allow_email_alias: false } } },
  ],
];

test.each(SWITCHES)("%s", async (_, normalize, sent, expected) => {
  const result = await answered(sent, normalize);
  for (const [field, value] of Object.entries(expected)) expect(result[field]).toEqual(value);
});

test("an application's own policy says that it is not reusable, where switched on", async () => {
  expect(await answered({}, { sayNotReusable: true }, appPolicies("app"))).toMatchObject({ reusable: false });
});

test("what is sent back as it was answered is answered the same again", async () => {
  const emulator = await emulate();
  const sent = { ...STAFF, ...ip("203.0.113.7"), mfa_config: { mfa_bypass: true }, approval_groups: [] };
  const { id, created_at, updated_at, app_count, reusable, ...body } = (
    await call(emulator, "POST", POLICIES, sent)
  ).result;
  const again = await call(emulator, "PUT", `${POLICIES}/${id}`, body);
  expect(again.result).toEqual({
    id,
    created_at,
    app_count,
    reusable,
    ...body,
    updated_at: expect.any(String),
  });
});

describe("shuffled", () => {
  const include = Array.from({ length: 12 }, (_, at) => ({ ip: { ip: `10.0.0.${at}/32` } }));
  const reads = async (seed: number) => {
    const emulator = await emulate({ normalize: { order: "shuffled", seed } });
    const { id } = (await call(emulator, "POST", POLICIES, { ...STAFF, include })).result;
    const read = async () => (await call(emulator, "GET", `${POLICIES}/${id}`)).result.include;
    return [await read(), await read()];
  };

  test("each answer has an order of its own", async () => {
    const [first, second] = await reads(1);
    expect(first).not.toEqual(second);
  });

  test("the same seed gives the same orders, another one others", async () => {
    expect(await reads(7)).toEqual(await reads(7));
    expect(await reads(7)).not.toEqual(await reads(8));
  });

  test("nothing is lost or added", async () => {
    const emulator = await emulate({ normalize: { order: "shuffled" } });
    const rule = fc.integer({ min: 0, max: 30 }).map((at) => ({ ip: { ip: `10.0.0.${at}/32` } }));
    const sorted = (rules: object[]) => rules.map((it) => JSON.stringify(it)).sort();
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 20 }), async (rules) => {
        const { result } = await call(emulator, "POST", POLICIES, { ...STAFF, include: rules });
        expect(sorted(result.include)).toEqual(sorted(rules));
      }),
      { numRuns: 30 },
    );
  });
});

test("every representation of an IPv6 address names the same address", async () => {
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
  const servers = await Promise.all(
    (["compressed", "expanded", "upper case"] as const).map((ipv6) => emulate({ normalize: { ipv6 } })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(group, { minLength: 8, maxLength: 8 }), async (groups) => {
      const text = groups.map((it) => it.toString(16)).join(":");
      for (const emulator of servers) {
        const { result } = await call(emulator, "POST", POLICIES, { ...STAFF, ...ip(text) });
        const host = result.include[0].ip.ip.replace("/128", "");
        expect(new URL(`http://[${host}]/`).hostname).toBe(new URL(`http://[${text}]/`).hostname);
      }
    }),
    { numRuns: 40 },
  );
});
