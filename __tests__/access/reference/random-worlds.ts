/** Random accounts and requests over a small universe, in which every rule has a chance to matter. */
import { rule } from "../support/worlds";

/** JSON, unchecked: the worlds are well-formed. */
type Json = ReturnType<typeof JSON.parse>;

/** A random number generator that repeats itself for the same seed. */
export class Rng {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761 + 1) >>> 0;
  }

  /** A number from 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  chance(part: number): boolean {
    return this.next() < part;
  }

  one<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  some<Value>(most: number, make: () => Value): Value[] {
    return Array.from({ length: this.below(most + 1) }, make);
  }
}

const EMAILS = ["ann@x.org", "bob@x.org", "cat@y.org", "dan@z.org", "ci@x.org"];
const PROVIDERS = ["okta", "pin", "github", "saml"];
const TOKENS = ["t1", "t2", "t3"];
const ADDRESSES = ["10.0.0.1", "10.0.1.1", "192.0.2.1", "2001:db8::1"];
const COUNTRIES = ["PT", "ES", "US"];
const LEVELS = ["unscored", "low", "medium", "high"];
const GROUPS = ["g1", "g2", "g3", "unread"];
const HOST = "wiki.x.org";

export function randomRule(rng: Rng): unknown {
  const kinds: (() => unknown)[] = [
    () => rule.everyone,
    () => rule.email(rng.one(EMAILS)),
    () => rule.email(rng.one(EMAILS)),
    () => rule.domain(rng.one(["x.org", "y.org"])),
    () => rule.domain(rng.one(["x.org", "y.org"])),
    () => rule.emailList(rng.one(["emails", "unread-emails"])),
    () => rule.login(rng.one(PROVIDERS)),
    () => rule.okta(rng.one(["eng", "ops"]), rng.one(["okta", "okta", "pin"])),
    () => rule.github("acme", rng.one([undefined, "web", "ops"])),
    () => rule.saml("dept", rng.one(["eng", "ops"])),
    () => rule.method(rng.one(["mfa", "pwd"])),
    () => rule.evaluation(rng.one(["a.org", "b.org"])),
    () => rule.risk(...new Set([rng.one(LEVELS), rng.one(LEVELS)])),
    () => rule.ip(rng.one(["10.0.0.0/24", "10.0.0.0/16", "2001:db8::/32", "10.0.0.1"])),
    () => rule.ipList(rng.one(["addresses", "unread-addresses"])),
    () => rule.country(rng.one(COUNTRIES)),
    () => rule.posture("p", rng.one([undefined, undefined, "other"])),
    () => rule.certificate,
    () => rule.name(rng.one(["cn1", "cn2"])),
    () => rule.token(rng.one(TOKENS)),
    () => rule.token(rng.one(TOKENS)),
    () => rule.anyToken,
    () => rule.linked(rng.one(["app1", "app2"])),
    () => rule.group(rng.one(GROUPS)),
    () => rule.group(rng.one(GROUPS)),
    () => ({ sky: { color: rng.one(["blue", "red"]) } }),
  ];
  return rng.one(kinds)();
}

export function randomPolicy(rng: Rng, name: string): Json {
  const rules = (most: number) => rng.some(most, () => randomRule(rng));
  return {
    id: `id-${name}`,
    name,
    account_id: "own",
    decision: rng.one(["allow", "allow", "allow", "deny", "deny", "bypass", "non_identity"]),
    include: rng.chance(0.05) ? [] : [randomRule(rng), ...rules(2)],
    require: rng.chance(0.5) ? rules(2) : [],
    exclude: rng.chance(0.4) ? rules(2) : [],
    ...(rng.chance(0.3)
      ? {
          connection_rules: {
            ssh: { usernames: rng.one([["root"], ["root", "ci"], []]), allow_email_alias: rng.chance(0.3) },
          },
        }
      : {}),
  };
}

export function randomGroup(rng: Rng, id: string): Json {
  const rules = (most: number) => rng.some(most, () => randomRule(rng));
  return {
    id,
    name: id.toUpperCase(),
    include: [randomRule(rng), ...rules(1)],
    require: rng.chance(0.3) ? rules(1) : [],
    exclude: rng.chance(0.3) ? rules(1) : [],
  };
}

export function randomAccount(rng: Rng): Json {
  const count = 1 + rng.below(4);
  const numbers = Array.from({ length: count }, (_, index) => ({ number: index + 1, order: rng.next() }));
  const precedences = numbers.sort((a, b) => a.order - b.order).map(({ number }) => number);
  return {
    applications: [
      {
        id: "app",
        name: "App",
        type: rng.chance(0.12)
          ? rng.one(["infrastructure", "infrastructure", "end_user", "bookmark"])
          : "self_hosted",
        policies: precedences.map((precedence, index) => ({
          ...randomPolicy(rng, `p${index}`),
          precedence,
        })),
        ...randomSettings(rng),
      },
    ],
    groups: ["g1", "g2", "g3"].map((id) => randomGroup(rng, id)),
    lists: [
      { id: "emails", items: rng.some(2, () => ({ value: rng.one(EMAILS) })) },
      { id: "addresses", items: rng.some(2, () => rng.one(["10.0.0.0/24", "192.0.2.1"])) },
      { id: "unread-emails" },
    ],
    identity_providers: [
      { id: "okta", type: "okta" },
      { id: "pin", type: "onetimepin" },
      { id: "github", type: "github" },
    ],
    service_tokens: [
      { id: "t1", enabled: true },
      { id: "t2", enabled: rng.chance(0.5) },
    ],
    organization: randomOrganization(rng),
  };
}

function randomSettings(rng: Rng): Json {
  return {
    ...(rng.chance(0.3) ? { allowed_idps: rng.some(2, () => rng.one(PROVIDERS)) } : {}),
    ...(rng.chance(0.15) ? { options_preflight_bypass: rng.chance(0.7) } : {}),
    ...(rng.chance(0.1) ? { worker_on_route: true } : {}),
    ...(rng.chance(0.2) ? { allow_authenticate_via_warp: rng.chance(0.5) } : {}),
    ...(rng.chance(0.15)
      ? {
          destinations: [
            {
              type: "public",
              uri: HOST,
              overrides: [{ behavior: "public", path_pattern: rng.one(["/health", "/pub/*"]) }],
            },
          ],
        }
      : {}),
  };
}

function randomOrganization(rng: Rng): Json {
  const strict = rng.one([{ strict_service_token_auth: true }, { strict_service_token_auth: false }, {}]);
  return {
    created_at: rng.one(["2024-01-01", "2026-12-01"]),
    allow_authenticate_via_warp: rng.chance(0.3),
    ...strict,
  };
}

/** One edit that people make. */
export function edited(account: Json, rng: Rng): Json {
  const copy = structuredClone(account);
  const [application] = copy.applications;
  const policies = application.policies as Json[];
  if (policies.length === 0) policies.push({ ...randomPolicy(rng, "first"), precedence: 1 });
  const policy = rng.one(policies);
  const lists = ["include", "require", "exclude"] as const;
  const edits: (() => void)[] = [
    () => policy[rng.one(lists)].push(randomRule(rng)),
    () => policy[rng.one(lists)].push(randomRule(rng)),
    () => policy[rng.one(lists)].pop(),
    () => {
      const list = policy[rng.one(lists)];
      if (list.length > 0) list[rng.below(list.length)] = randomRule(rng);
    },
    () => Object.assign(policy, { decision: rng.one(["allow", "deny", "bypass", "non_identity"]) }),
    () => policies.push({ ...randomPolicy(rng, "new"), precedence: rng.one([0.5, 1.5, 9]) }),
    () => policies.splice(rng.below(policies.length), 1),
    () => {
      const other = rng.one(policies);
      [policy.precedence, other.precedence] = [other.precedence, policy.precedence];
    },
    () => Object.assign(application, randomSettings(rng)),
    () => copy.groups[rng.below(3)].include.push(randomRule(rng)),
    () => Object.assign(copy.groups[rng.below(3)], { exclude: [randomRule(rng)] }),
    () => copy.lists[0].items.push({ value: rng.one(EMAILS) }),
    () => copy.lists[1].items.pop(),
    () => Object.assign(copy.service_tokens[1], { enabled: rng.chance(0.5) }),
    () => Object.assign(copy, { organization: randomOrganization(rng) }),
  ];
  rng.one(edits)();
  return copy;
}

/** A request with all its facts known. */
export function randomRequest(rng: Rng): Json {
  const provider = rng.one(PROVIDERS);
  const groups = [
    ...(rng.chance(0.5) ? [{ identity_provider_id: "okta", name: rng.one(["eng", "ops"]) }] : []),
    ...(rng.chance(0.3)
      ? [
          {
            identity_provider_id: "github",
            name: "acme",
            ...(rng.chance(0.5) ? { team: rng.one(["web", "ops"]) } : {}),
          },
        ]
      : []),
  ];
  return {
    user: rng.chance(0.25)
      ? null
      : {
          email: rng.one(EMAILS),
          identity_provider_id: provider,
          groups: rng.chance(0.3) ? null : groups,
          auth_methods: rng.one([null, ["mfa"], ["pwd", "mfa"]]),
          risk: rng.one([null, ...LEVELS]),
          saml: rng.one([null, [{ name: "dept", value: "eng" }]]),
          oidc: null,
          device_identity: rng.chance(0.15),
        },
    service_token: rng.chance(0.6)
      ? null
      : { id: rng.one([...TOKENS, "t9"]), ...(rng.chance(0.2) ? { status: "disabled" } : {}) },
    linked_app_token: rng.chance(0.85) ? null : { app_uid: rng.one(["app1", "app3"]) },
    certificate: rng.one([null, null, { common_name: null }, { common_name: rng.one(["cn1", "cn3"]) }]),
    ip: rng.one(ADDRESSES),
    country: rng.one(COUNTRIES),
    device_posture: rng.one([null, ["p"], ["p/other"]]),
    ip_lists: rng.one([null, ["unread-addresses"]]),
    url: rng.chance(0.75) ? null : `https://${HOST}${rng.one(["/health", "/health/x", "/pub/a/b", "/"])}`,
    method: rng.chance(0.9) ? "GET" : "OPTIONS",
    ssh_username: rng.one([null, "root", "ci", "ann"]),
  };
}

/** The same request with some fields unknown. */
export function forgetful(request: Json, rng: Rng): Json {
  const copy = structuredClone(request);
  for (const name of Object.keys(copy))
    if (!["url", "method"].includes(name) && rng.chance(0.15)) delete copy[name];
  if (copy.user)
    for (const name of Object.keys(copy.user))
      if (name !== "device_identity" && rng.chance(0.15)) delete copy.user[name];
  return copy;
}
