/** Random accounts and requests over a small universe, in which every rule has a chance to matter. */
import { rule } from "../support/worlds";

/** JSON, unchecked: the worlds are well-formed. */
type Json = ReturnType<typeof JSON.parse>;

/** A random number generator that repeats itself for the same seed. */
export class Dice {
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

export function randomRule(dice: Dice): unknown {
  const kinds: (() => unknown)[] = [
    () => rule.everyone,
    () => rule.email(dice.one(EMAILS)),
    () => rule.email(dice.one(EMAILS)),
    () => rule.domain(dice.one(["x.org", "y.org"])),
    () => rule.domain(dice.one(["x.org", "y.org"])),
    () => rule.emailList(dice.one(["emails", "unread-emails"])),
    () => rule.login(dice.one(PROVIDERS)),
    () => rule.okta(dice.one(["eng", "ops"]), dice.one(["okta", "okta", "pin"])),
    () => rule.github("acme", dice.one([undefined, "web", "ops"])),
    () => rule.saml("dept", dice.one(["eng", "ops"])),
    () => rule.method(dice.one(["mfa", "pwd"])),
    () => rule.evaluation(dice.one(["a.org", "b.org"])),
    () => rule.risk(...new Set([dice.one(LEVELS), dice.one(LEVELS)])),
    () => rule.ip(dice.one(["10.0.0.0/24", "10.0.0.0/16", "2001:db8::/32", "10.0.0.1"])),
    () => rule.ipList(dice.one(["addresses", "unread-addresses"])),
    () => rule.country(dice.one(COUNTRIES)),
    () => rule.posture("p", dice.one([undefined, undefined, "other"])),
    () => rule.certificate,
    () => rule.name(dice.one(["cn1", "cn2"])),
    () => rule.token(dice.one(TOKENS)),
    () => rule.token(dice.one(TOKENS)),
    () => rule.anyToken,
    () => rule.linked(dice.one(["app1", "app2"])),
    () => rule.group(dice.one(GROUPS)),
    () => rule.group(dice.one(GROUPS)),
    () => ({ sky: { color: dice.one(["blue", "red"]) } }),
  ];
  return dice.one(kinds)();
}

export function randomPolicy(dice: Dice, name: string): Json {
  const rules = (most: number) => dice.some(most, () => randomRule(dice));
  return {
    id: `id-${name}`,
    name,
    account_id: "own",
    decision: dice.one(["allow", "allow", "allow", "deny", "deny", "bypass", "non_identity"]),
    include: dice.chance(0.05) ? [] : [randomRule(dice), ...rules(2)],
    require: dice.chance(0.5) ? rules(2) : [],
    exclude: dice.chance(0.4) ? rules(2) : [],
    ...(dice.chance(0.3)
      ? {
          connection_rules: {
            ssh: { usernames: dice.one([["root"], ["root", "ci"], []]), allow_email_alias: dice.chance(0.3) },
          },
        }
      : {}),
  };
}

export function randomGroup(dice: Dice, id: string): Json {
  const rules = (most: number) => dice.some(most, () => randomRule(dice));
  return {
    id,
    name: id.toUpperCase(),
    include: [randomRule(dice), ...rules(1)],
    require: dice.chance(0.3) ? rules(1) : [],
    exclude: dice.chance(0.3) ? rules(1) : [],
  };
}

export function randomAccount(dice: Dice): Json {
  const count = 1 + dice.below(4);
  const numbers = Array.from({ length: count }, (_, index) => ({ number: index + 1, order: dice.next() }));
  const precedences = numbers.sort((a, b) => a.order - b.order).map(({ number }) => number);
  return {
    applications: [
      {
        id: "app",
        name: "App",
        type: dice.chance(0.12)
          ? dice.one(["infrastructure", "infrastructure", "end_user", "bookmark"])
          : "self_hosted",
        policies: precedences.map((precedence, index) => ({
          ...randomPolicy(dice, `p${index}`),
          precedence,
        })),
        ...randomSettings(dice),
      },
    ],
    groups: ["g1", "g2", "g3"].map((id) => randomGroup(dice, id)),
    lists: [
      { id: "emails", items: dice.some(2, () => ({ value: dice.one(EMAILS) })) },
      { id: "addresses", items: dice.some(2, () => dice.one(["10.0.0.0/24", "192.0.2.1"])) },
      { id: "unread-emails" },
    ],
    identity_providers: [
      { id: "okta", type: "okta" },
      { id: "pin", type: "onetimepin" },
      { id: "github", type: "github" },
    ],
    service_tokens: [
      { id: "t1", enabled: true },
      { id: "t2", enabled: dice.chance(0.5) },
    ],
    organization: randomOrganization(dice),
  };
}

function randomSettings(dice: Dice): Json {
  return {
    ...(dice.chance(0.3) ? { allowed_idps: dice.some(2, () => dice.one(PROVIDERS)) } : {}),
    ...(dice.chance(0.15) ? { options_preflight_bypass: dice.chance(0.7) } : {}),
    ...(dice.chance(0.1) ? { worker_on_route: true } : {}),
    ...(dice.chance(0.2) ? { allow_authenticate_via_warp: dice.chance(0.5) } : {}),
    ...(dice.chance(0.15)
      ? {
          destinations: [
            {
              type: "public",
              uri: HOST,
              overrides: [{ behavior: "public", path_pattern: dice.one(["/health", "/pub/*"]) }],
            },
          ],
        }
      : {}),
  };
}

function randomOrganization(dice: Dice): Json {
  const strict = dice.one([{ strict_service_token_auth: true }, { strict_service_token_auth: false }, {}]);
  return {
    created_at: dice.one(["2024-01-01", "2026-12-01"]),
    allow_authenticate_via_warp: dice.chance(0.3),
    ...strict,
  };
}

/** One edit that people make. */
export function edited(account: Json, dice: Dice): Json {
  const copy = structuredClone(account);
  const [application] = copy.applications;
  const policies = application.policies as Json[];
  if (policies.length === 0) policies.push({ ...randomPolicy(dice, "first"), precedence: 1 });
  const policy = dice.one(policies);
  const lists = ["include", "require", "exclude"] as const;
  const edits: (() => void)[] = [
    () => policy[dice.one(lists)].push(randomRule(dice)),
    () => policy[dice.one(lists)].push(randomRule(dice)),
    () => policy[dice.one(lists)].pop(),
    () => {
      const list = policy[dice.one(lists)];
      if (list.length > 0) list[dice.below(list.length)] = randomRule(dice);
    },
    () => Object.assign(policy, { decision: dice.one(["allow", "deny", "bypass", "non_identity"]) }),
    () => policies.push({ ...randomPolicy(dice, "new"), precedence: dice.one([0.5, 1.5, 9]) }),
    () => policies.splice(dice.below(policies.length), 1),
    () => {
      const other = dice.one(policies);
      [policy.precedence, other.precedence] = [other.precedence, policy.precedence];
    },
    () => Object.assign(application, randomSettings(dice)),
    () => copy.groups[dice.below(3)].include.push(randomRule(dice)),
    () => Object.assign(copy.groups[dice.below(3)], { exclude: [randomRule(dice)] }),
    () => copy.lists[0].items.push({ value: dice.one(EMAILS) }),
    () => copy.lists[1].items.pop(),
    () => Object.assign(copy.service_tokens[1], { enabled: dice.chance(0.5) }),
    () => Object.assign(copy, { organization: randomOrganization(dice) }),
  ];
  dice.one(edits)();
  return copy;
}

/** A request of which everything is known. */
export function randomRequest(dice: Dice): Json {
  const provider = dice.one(PROVIDERS);
  const groups = [
    ...(dice.chance(0.5) ? [{ identity_provider_id: "okta", name: dice.one(["eng", "ops"]) }] : []),
    ...(dice.chance(0.3)
      ? [
          {
            identity_provider_id: "github",
            name: "acme",
            ...(dice.chance(0.5) ? { team: dice.one(["web", "ops"]) } : {}),
          },
        ]
      : []),
  ];
  return {
    user: dice.chance(0.25)
      ? null
      : {
          email: dice.one(EMAILS),
          identity_provider_id: provider,
          groups: dice.chance(0.3) ? null : groups,
          auth_methods: dice.one([null, ["mfa"], ["pwd", "mfa"]]),
          risk: dice.one([null, ...LEVELS]),
          saml: dice.one([null, [{ name: "dept", value: "eng" }]]),
          oidc: null,
          device_identity: dice.chance(0.15),
        },
    service_token: dice.chance(0.6)
      ? null
      : { id: dice.one([...TOKENS, "t9"]), ...(dice.chance(0.2) ? { status: "disabled" } : {}) },
    linked_app_token: dice.chance(0.85) ? null : { app_uid: dice.one(["app1", "app3"]) },
    certificate: dice.one([null, null, { common_name: null }, { common_name: dice.one(["cn1", "cn3"]) }]),
    ip: dice.one(ADDRESSES),
    country: dice.one(COUNTRIES),
    device_posture: dice.one([null, ["p"], ["p/other"]]),
    ip_lists: dice.one([null, ["unread-addresses"]]),
    url: dice.chance(0.75) ? null : `https://${HOST}${dice.one(["/health", "/health/x", "/pub/a/b", "/"])}`,
    method: dice.chance(0.9) ? "GET" : "OPTIONS",
    ssh_username: dice.one([null, "root", "ci", "ann"]),
  };
}

/** The same request with some fields unknown. */
export function forgetful(request: Json, dice: Dice): Json {
  const copy = structuredClone(request);
  for (const name of Object.keys(copy))
    if (!["url", "method"].includes(name) && dice.chance(0.15)) delete copy[name];
  if (copy.user)
    for (const name of Object.keys(copy.user))
      if (name !== "device_identity" && dice.chance(0.15)) delete copy.user[name];
  return copy;
}
