/** Makes an account from the API's own JSON: the results of its list endpoints under one object. */
import { DEFERRED, isPlainObject } from "../model";
import { quoted } from "../text";
import type { AccessAccount, AccessApplication, AccessPolicy, Known } from "./account";
import { AccessUsageError, didYouMean } from "./usage-error";

const LISTS = [
  "applications",
  "policies",
  "groups",
  "lists",
  "identity_providers",
  "service_tokens",
] as const;
const MEMBERS: readonly string[] = [...LISTS, "organization", "partial"];

type Entry = Readonly<Record<string, unknown>>;

/**
 * Returns the account of `{ applications, policies, groups, lists, identity_providers, service_tokens, organization }`,
 * each entry as the API gives it. A member that is absent was not read. An application's policies may be embedded in
 * full, as in the API's answers, or be ids or `{ id, precedence }`, as in its requests; `policies` has the content then.
 *
 * @throws {@link AccessUsageError} for a member that does not exist, or an entry that is not one of the API
 */
export function accountFromApi(json: unknown): AccessAccount {
  if (!isPlainObject(json))
    throw new AccessUsageError("Invalid account", [`got ${quoted(json)}, expected an object.`]);
  const problems = [
    ...Object.keys(json)
      .filter((name) => !MEMBERS.includes(name))
      .map((name) => {
        const hint = didYouMean(name, MEMBERS) || ` Members: ${MEMBERS.join(", ")}.`;
        return `there is no member ${quoted(name)}.${hint}`;
      }),
    ...LISTS.flatMap((name) => listProblems(name, json[name])),
    ...organizationProblems(json.organization),
  ];
  if (problems.length > 0) throw new AccessUsageError("Invalid account", problems);
  const read = Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
  const policies = (read.policies ?? []) as readonly AccessPolicy[];
  const applications = (read.applications ?? []) as readonly Entry[];
  const reusable = new Map(policies.map((policy) => [policy.id, policy]));
  return {
    ...(read as Partial<AccessAccount>),
    applications: applications.map((entry, index) => application(entry, index, reusable)),
    // Without any list of applications, the account may have some.
    ...(read.applications === undefined ? { partial: true } : {}),
  };
}

function listProblems(name: (typeof LISTS)[number], list: unknown): string[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return [`${name}: got ${quoted(list)}, expected a list.`];
  return list.flatMap((entry, index) => {
    if (!isPlainObject(entry)) return [`${name}[${index}]: got ${quoted(entry)}, expected an object.`];
    const mayLackId = name === "applications" && entry.id === undefined;
    if (!mayLackId && (typeof entry.id !== "string" || entry.id === ""))
      return [`${name}[${index}]: got the id ${quoted(entry.id ?? null)}, expected a text.`];
    if (name !== "applications" || isNotKnown(entry.policies)) return [];
    if (!Array.isArray(entry.policies))
      return [`${name}[${index}].policies: got ${quoted(entry.policies)}, expected a list.`];
    return entry.policies.flatMap((policy, position) =>
      policy === DEFERRED || typeof policy === "string" || isPlainObject(policy)
        ? []
        : [`${name}[${index}].policies[${position}]: got ${quoted(policy)}, expected a policy or an id.`],
    );
  });
}

function isNotKnown(value: unknown): boolean {
  return value === undefined || value === null || value === DEFERRED;
}

function organizationProblems(organization: unknown): string[] {
  if (isNotKnown(organization) || isPlainObject(organization)) return [];
  return [`organization: got ${quoted(organization)}, expected an object.`];
}

function application(
  entry: Entry,
  index: number,
  reusable: ReadonlyMap<string | undefined, AccessPolicy>,
): AccessApplication {
  const id = entry.id ?? entry.name ?? `application ${index + 1}`;
  const { policies } = entry;
  if (policies === null) return { ...entry, id, policies: undefined } as AccessApplication;
  if (!Array.isArray(policies)) return { ...entry, id } as AccessApplication;
  const resolved = policies.map((policy: unknown): Known<AccessPolicy> => {
    if (policy === DEFERRED) return DEFERRED;
    const given = (typeof policy === "string" ? { id: policy } : policy) as AccessPolicy;
    if (given.include !== undefined || given.decision !== undefined) return given;
    return { ...reusable.get(given.id), ...given };
  });
  return { ...entry, id, policies: byPrecedence(resolved) } as AccessApplication;
}

/** Orders policies by precedence. One without a number stays behind the policy that it follows. */
export function byPrecedence(policies: readonly Known<AccessPolicy>[]): readonly Known<AccessPolicy>[] {
  let last = Number.NEGATIVE_INFINITY;
  const placed: { policy: Known<AccessPolicy>; precedence: number; index: number }[] = [];
  for (const [index, policy] of policies.entries()) {
    const precedence = policy === DEFERRED ? undefined : policy.precedence;
    if (typeof precedence === "number") last = precedence;
    placed.push({ policy, precedence: last, index });
  }
  return placed.sort((a, b) => a.precedence - b.precedence || a.index - b.index).map(({ policy }) => policy);
}
