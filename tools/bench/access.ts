import {
  type AccessAccount,
  type AccessApplication,
  type AccessPolicy,
  accountFromApi,
  compareAccess,
} from "../../src/access";
import { median } from "./cells";
import type { Bench } from "./workspace";

/** What comparing two accounts takes, in milliseconds. */
export interface AccessComparisons {
  /** 20 applications of 10 policies of 10 rules, three edits each. */
  readonly editedMs: number;
  /** 500 applications, a tenth of them changed. */
  readonly manyMs: number;
  /** One application of 100 policies of 10 rules. */
  readonly largeMs: number;
}

const ROUNDS_PER_ROUND = 5;

/** Measures the comparison of accounts. It asks nobody and starts nothing, so that it runs in this process. */
export async function measureAccess({
  options,
  progress,
}: Pick<Bench, "options" | "progress">): Promise<AccessComparisons> {
  const rounds = options.rounds * ROUNDS_PER_ROUND;
  const timed = (name: string, [before, after]: Pair) => {
    const times: number[] = [];
    // The first compiles the code.
    for (let round = 0; round <= rounds; round++) {
      progress.update(`${name}, round ${round}/${rounds}`);
      const start = performance.now();
      compareAccess(before, after);
      if (round > 0) times.push(performance.now() - start);
    }
    return median(times);
  };
  const edited = changedAccount(20, 10, 10, { edits: 3, changed: 1 });
  const editedMs = timed("20 applications × 10 policies × 10 rules, three edits each", edited);
  const manyMs = timed(
    "500 applications, a tenth changed",
    changedAccount(500, 4, 5, { edits: 2, changed: 0.1 }),
  );
  const largeMs = timed(
    "one application of 1,000 rules",
    changedAccount(1, 100, 10, { edits: 3, changed: 1 }),
  );
  return { editedMs, manyMs, largeMs };
}

type Pair = readonly [before: AccessAccount, after: AccessAccount];

/** Two accounts that share nothing, as two answers of the API do. */
export function changedAccount(
  applications: number,
  policies: number,
  rules: number,
  { edits, changed }: { readonly edits: number; readonly changed: number },
): Pair {
  const json = accountJson(applications, policies, rules);
  const before = accountFromApi(structuredClone(json));
  const after = structuredClone(json) as unknown as { applications: { policies: AccessPolicy[] }[] };
  for (const [index, application] of after.applications.entries())
    if (index < applications * changed)
      for (let edit = 0; edit < edits; edit++) editPolicies(application.policies, index, edit);
  return [before, accountFromApi(after)];
}

function accountJson(applications: number, policies: number, rules: number) {
  return {
    applications: numbered(
      applications,
      (index): AccessApplication => ({
        id: `app-${index}`,
        name: `Application ${index}`,
        domain: `app-${index}.example.com`,
        policies: numbered(policies, (position) => policy(index, position, rules)),
      }),
    ),
    groups: numbered(10, (index) => ({
      id: `group-${index}`,
      name: `Group ${index}`,
      include: numbered(5, (member) => ({ email: { email: `member-${index}-${member}@example.org` } })),
    })),
    organization: { created_at: "2024-01-01T00:00:00Z" },
  };
}

const DECISIONS = [
  "allow",
  "allow",
  "deny",
  "allow",
  "bypass",
  "allow",
  "non_identity",
  "deny",
  "allow",
  "allow",
];

function policy(application: number, position: number, rules: number): AccessPolicy {
  const decision = DECISIONS[position % DECISIONS.length]!;
  const hasLogin = decision === "allow" || decision === "deny";
  const make = hasLogin ? loginRule : requestRule;
  const include = Math.max(1, Math.round(rules * 0.6));
  const exclude = Math.round(rules * 0.3);
  const at = (index: number) => make(application * 7 + position * 31 + index * 13, index);
  return {
    id: `policy-${application}-${position}`,
    name: `Policy ${position}`,
    precedence: position + 1,
    decision,
    include:
      decision === "non_identity"
        ? numbered(include, (index) => ({ service_token: { token_id: `token-${position}-${index}` } }))
        : numbered(include, at),
    exclude: numbered(exclude, (index) => at(index + include)),
    require: numbered(rules - include - exclude, (index) =>
      index === 0
        ? { geo: { country_code: COUNTRIES[position % COUNTRIES.length] } }
        : { ip: { ip: "10.0.0.0/8" } },
    ),
  };
}

const COUNTRIES = ["PT", "ES", "DE", "FR", "US"];

function loginRule(seed: number, index: number) {
  switch (index % 6) {
    case 0:
      return { email_domain: { domain: `domain-${seed % 5}.example` } };
    case 1:
      return { group: { id: `group-${seed % 10}` } };
    case 2:
      return { okta: { name: `team-${seed % 6}`, identity_provider_id: "okta" } };
    case 3:
      return { ip: { ip: `198.51.${seed % 200}.0/24` } };
    default:
      return { email: { email: `user-${seed % 97}@domain-${seed % 7}.example` } };
  }
}

function requestRule(seed: number, index: number) {
  if (index % 3 === 0) return { geo: { country_code: COUNTRIES[seed % COUNTRIES.length] } };
  return { ip: { ip: `203.0.${seed % 250}.${(seed * 3) % 250}` } };
}

/** Adds a user, takes an exclude away, moves a policy. */
function editPolicies(policies: AccessPolicy[], application: number, edit: number): void {
  const position = (application + edit * 3) % policies.length;
  const policy = policies[position]!;
  const rules = policy as { include: unknown[]; exclude: unknown[] };
  if (edit === 0) rules.include.push(loginRule(application * 11, 4));
  else if (edit === 1) rules.exclude.pop();
  else {
    const next = (position + 1) % policies.length;
    const other = policies[next]!;
    policies[position] = { ...policy, precedence: other.precedence };
    policies[next] = { ...other, precedence: policy.precedence };
  }
}

function numbered<Value>(count: number, make: (index: number) => Value): Value[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
