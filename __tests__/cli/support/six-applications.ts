/** An account with six applications, as the API gives it, and edits that each let somebody in, or in more easily. */

type Entry = Record<string, unknown>;

export interface SixApplications {
  applications: (Entry & { id: string; name: string; policies: Entry[] })[];
  policies: Entry[];
  groups: (Entry & { include: Entry[] })[];
  lists: (Entry & { items: Entry[] })[];
  identity_providers: Entry[];
  service_tokens: Entry[];
  organization: Entry;
}

const domain = (name: string) => ({ email_domain: { domain: name } });
const email = (address: string) => ({ email: { email: address } });

/** A new one for each edit. */
export function sixApplications(): SixApplications {
  const staff = {
    id: "staff",
    name: "Staff",
    decision: "allow",
    include: [domain("example.com")],
    require: [{ geo: { country_code: "PT" } }],
    exclude: [],
  };
  const application = (id: string, policies: Entry[], more: Entry = {}) => ({
    id,
    name: id,
    type: "self_hosted",
    domain: `${id}.example.com`,
    destinations: [{ type: "public", uri: `${id}.example.com` }],
    session_duration: "8h",
    policies: policies.map((policy, index) => ({ precedence: index + 1, reusable: false, ...policy })),
    ...more,
  });
  const own = (id: string, include: Entry[], more: Entry = {}) => ({
    id,
    name: id,
    decision: "allow",
    include,
    require: [],
    exclude: [],
    ...more,
  });
  return {
    applications: [
      application("wiki", [
        own("no-guests", [email("guest@example.com")], { decision: "deny" }),
        own("everybody", [domain("example.com")]),
      ]),
      application("crm", [{ ...staff, reusable: true }]),
      application("payroll", [
        own("payroll", [{ group: { id: "hr" } }], {
          exclude: [email("intern@example.com")],
          session_duration: "1h",
          approval_required: true,
          approval_groups: [{ approvals_needed: 1, email_addresses: ["boss@example.com"] }],
          mfa_config: { allowed_authenticators: ["security_key"], mfa_disabled: false },
        }),
      ]),
      application("status", [own("readers", [{ everyone: {} }])], { allowed_idps: ["okta"] }),
      application("deploy", [
        own("machines", [{ service_token: { token_id: "ci" } }], {
          decision: "non_identity",
          require: [{ ip_list: { id: "offices" } }],
        }),
        own("operators", [{ email_list: { id: "operators" } }], { isolation_required: true }),
      ]),
      application("git", [
        own("office", [domain("example.com")], { require: [{ ip: { ip: "192.0.2.0/24" } }] }),
      ]),
    ],
    policies: [staff, own("partners", [domain("partner.org")])],
    groups: [
      { id: "hr", name: "HR", include: [email("hilda@example.com")], require: [], exclude: [] },
      { id: "unused", name: "Unused", include: [{ everyone: {} }], require: [], exclude: [] },
    ],
    lists: [
      { id: "offices", name: "Offices", type: "IP", items: [{ value: "198.51.100.0/24" }] },
      { id: "operators", name: "Operators", type: "EMAIL", items: [{ value: "olga@example.com" }] },
    ],
    identity_providers: [
      { id: "okta", name: "Okta", type: "okta" },
      { id: "pin", name: "One-time PIN", type: "onetimepin" },
    ],
    service_tokens: [
      { id: "ci", name: "CI", enabled: true, expires_at: "2100-01-01T00:00:00Z" },
      { id: "old", name: "Old", enabled: true, expires_at: "2100-01-01T00:00:00Z" },
    ],
    organization: {
      name: "Example",
      created_at: "2026-11-01T00:00:00Z",
      strict_service_token_auth: true,
      allow_authenticate_via_warp: false,
      mfa_required_for_all_apps: false,
      deny_unmatched_requests: true,
    },
  };
}

const app = (account: SixApplications, id: string) => account.applications.find((one) => one.id === id)!;
const policy = (account: SixApplications, id: string, index = 0) => app(account, id).policies[index]!;

/** What a report says of the application that an edit widens. */
export interface Widening {
  readonly what: string;
  readonly application: string;
  readonly kind: "gains" | "weaker";
  /** What the words or the example of the change have in them. */
  readonly says: RegExp;
  readonly edit: (account: SixApplications) => void;
}

export const WIDENINGS: readonly Widening[] = [
  {
    what: "an allow policy moves before a block policy",
    application: "wiki",
    kind: "gains",
    says: /guest@example\.com/,
    edit(account) {
      const { policies } = app(account, "wiki");
      policies.reverse();
      for (const [index, one] of policies.entries()) one.precedence = index + 1;
    },
  },
  {
    what: "a group gets another member",
    application: "payroll",
    kind: "gains",
    says: /harry@example\.com/,
    edit: (account) => void account.groups[0]!.include.push(email("harry@example.com")),
  },
  {
    what: "a list of addresses gets another range",
    application: "deploy",
    kind: "gains",
    says: /203\.0\.113\./,
    edit: (account) => void account.lists[0]!.items.push({ value: "203.0.113.0/24" }),
  },
  {
    what: "a list of emails gets another one",
    application: "deploy",
    kind: "gains",
    says: /oscar@example\.com/,
    edit: (account) => void account.lists[1]!.items.push({ value: "oscar@example.com" }),
  },
  {
    what: "an exclusion is removed",
    application: "payroll",
    kind: "gains",
    says: /intern@example\.com/,
    edit(account) {
      // Otherwise nobody of the group is excluded.
      account.groups[0]!.include.push(email("intern@example.com"));
      policy(account, "payroll").exclude = [];
    },
  },
  {
    what: "allow becomes bypass",
    application: "status",
    kind: "gains",
    says: /internet|anyone|anybody/,
    edit: (account) => void Object.assign(policy(account, "status"), { decision: "bypass" }),
  },
  {
    what: "a requirement is removed from a reusable policy",
    application: "crm",
    kind: "gains",
    says: /outside PT|example\.com/,
    edit(account) {
      (account.policies[0] as Entry).require = [];
      policy(account, "crm").require = [];
    },
  },
  {
    what: "a reusable policy is attached",
    application: "crm",
    kind: "gains",
    says: /partner\.org/,
    edit: (account) =>
      void app(account, "crm").policies.push({ ...account.policies[1], reusable: true, precedence: 2 }),
  },
  {
    what: "a second factor is no longer asked",
    application: "payroll",
    kind: "weaker",
    says: /mfa|second factor/i,
    edit: (account) => void delete policy(account, "payroll").mfa_config,
  },
  {
    what: "approval is no longer asked",
    application: "payroll",
    kind: "weaker",
    says: /approv/i,
    edit(account) {
      policy(account, "payroll").approval_required = false;
      delete policy(account, "payroll").approval_groups;
    },
  },
  {
    what: "isolation is no longer asked",
    application: "deploy",
    kind: "weaker",
    says: /isolat/i,
    edit: (account) => void Object.assign(policy(account, "deploy", 1), { isolation_required: false }),
  },
  {
    what: "a path of a destination becomes public",
    application: "git",
    kind: "gains",
    says: /\/hooks/,
    edit(account) {
      const [destination] = app(account, "git").destinations as Entry[];
      destination!.overrides = [{ behavior: "public", path_pattern: "/hooks" }];
    },
  },
  {
    what: "a session lasts longer",
    application: "payroll",
    kind: "weaker",
    says: /session|24h/i,
    edit: (account) => void Object.assign(policy(account, "payroll"), { session_duration: "24h" }),
  },
  {
    what: "the session of the application lasts longer",
    application: "git",
    kind: "weaker",
    says: /session|720h/i,
    edit: (account) => void Object.assign(app(account, "git"), { session_duration: "720h" }),
  },
  {
    what: "another identity provider is allowed",
    application: "status",
    kind: "gains",
    says: /PIN|onetimepin|pin/,
    edit: (account) => void Object.assign(app(account, "status"), { allowed_idps: ["okta", "pin"] }),
  },
  {
    what: "a range of addresses grows",
    application: "git",
    kind: "gains",
    says: /192\.0\./,
    edit: (account) =>
      void Object.assign(policy(account, "git"), { require: [{ ip: { ip: "192.0.0.0/16" } }] }),
  },
  {
    what: "a block policy is removed",
    application: "wiki",
    kind: "gains",
    says: /guest@example\.com/,
    edit: (account) => void app(account, "wiki").policies.shift(),
  },
  {
    what: "another service token is enough",
    application: "deploy",
    kind: "gains",
    says: /any valid service token/,
    edit: (account) =>
      void Object.assign(policy(account, "deploy"), { include: [{ any_valid_service_token: {} }] }),
  },
  {
    what: "OPTIONS requests reach the origin",
    application: "wiki",
    kind: "gains",
    says: /OPTIONS/,
    edit: (account) => void Object.assign(app(account, "wiki"), { options_preflight_bypass: true }),
  },
];
