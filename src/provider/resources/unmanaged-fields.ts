import type { AccessClient } from "../../client";
import {
  elementsOf,
  expandRules,
  fieldEquality,
  POLICY_TYPES,
  type PolicyType,
  type RuleSet,
  SELECTORS,
  type SplitAnswer,
  sameRulesInAccount,
  type UnmanagedFields,
  unmanagedNames,
  type WirePolicy,
} from "../../model";
import type { CtyValue, Diagnostic, ObjectValue, PrivateState } from "../../plugin";
import { quoted } from "../../text";
import { isImported, policyIn, toModel } from "./policy-values";

/** Member of the private state: the fields of a policy that this version does not know, as JSON. */
const UNMANAGED = "unmanaged";

/** Splits an answer into what this version manages and what it does not. An import has no values to compare with. */
export function splitByValues(
  type: PolicyType,
  values: ObjectValue,
  answer: WirePolicy,
  policy = policyIn(type, values),
): SplitAnswer {
  const { account_id: accountId } = values;
  return type.splitUnmanaged(answer, {
    ...(typeof accountId === "string" ? { accountId } : {}),
    ...(isImported(values) ? {} : { prior: () => policy.wire }),
  });
}

/** Returns the private state that keeps the unmanaged fields of an answer. */
export function unmanagedState(unmanaged: UnmanagedFields | undefined): PrivateState {
  return unmanaged === undefined ? {} : { [UNMANAGED]: JSON.stringify(unmanaged) };
}

/** Returns the private state with the unmanaged fields of an answer; undefined where it has them already. */
export function updatedPrivateState(
  privateState: PrivateState,
  unmanaged: UnmanagedFields | undefined,
): PrivateState | undefined {
  const { [UNMANAGED]: noted = "" } = unmanagedState(unmanaged);
  return (privateState[UNMANAGED] ?? "") === noted ? undefined : { ...privateState, [UNMANAGED]: noted };
}

/** Adds the unmanaged fields to the body of an update, which would remove them otherwise. */
export function withUnmanaged(
  type: PolicyType,
  body: WirePolicy,
  privateState: PrivateState,
  { account_id: accountId }: ObjectValue,
): WirePolicy {
  const noted = privateState[UNMANAGED] ?? "";
  if (noted === "") return body;
  const unmanaged = JSON.parse(noted) as UnmanagedFields;
  return type.mergeUnmanaged(body, unmanaged, typeof accountId === "string" ? accountId : undefined);
}

/** The fields that were reported, by the client of the run. */
const reported = new WeakMap<AccessClient, Set<string>>();

/** Warns about unmanaged fields, each field once a run. */
export function unmanagedDiagnostics(
  client: AccessClient,
  { name }: ObjectValue,
  unmanaged: UnmanagedFields | undefined,
): readonly Diagnostic[] {
  if (unmanaged === undefined) return [];
  const known = reported.get(client) ?? new Set<string>();
  reported.set(client, known);
  const fresh = unmanagedNames(unmanaged).filter((field) => !known.has(field));
  if (fresh.length === 0) return [];
  for (const field of fresh) known.add(field);
  const [fields, are, them] = fresh.length === 1 ? ["a field", "is", "it"] : ["fields", "are", "them"];
  return [
    {
      severity: "warning",
      summary: `Policy ${quoted(name)} has ${fields} that this version does not manage: ${fresh.join(", ")}`,
      detail:
        `What the API has in ${them} stays as it is: an update sends ${them} back unchanged, and a change of ${them} in ` +
        `the dashboard shows in no plan. Each of these fields is named once a run, so other policies may have ${them} too. ` +
        `A newer version of this provider may know what ${fields === "fields" ? "they" : "it"} ${are} for.`,
    },
  ];
}

const RULE_LISTS = ["include", "exclude", "require"] as const;

/** The selectors whose rules may name the policy's own account or leave it out. */
const WITH_ACCOUNT = SELECTORS.filter(({ fields }) =>
  Object.values(fields).some(({ absentMeans }) => absentMeans === "own account"),
).map(({ key }) => key);

/** Keeps the prior rule lists that differ only in whether a rule names the policy's own account. */
export function keepOwnAccount(prior: ObjectValue | null, planned: ObjectValue): ObjectValue {
  const { account_id: accountId } = planned;
  if (prior === null || typeof accountId !== "string") return {};
  const kept: Record<string, CtyValue> = {};
  for (const list of RULE_LISTS) {
    const [before, now] = [prior[list] ?? null, planned[list] ?? null];
    if (before === now) continue;
    const [a, b] = [toModel(before), toModel(now)] as [RuleSet, RuleSet];
    // Where they are the same without regard to accounts, the schema has planned what is shown.
    if (!namesAccount(a) || !namesAccount(b) || fieldEquality(POLICY_TYPES.reusable.fields[list]!)(a, b))
      continue;
    const [rules, others] = [expandRules(a), expandRules(b)];
    if (Array.isArray(rules) && Array.isArray(others) && sameRulesInAccount(rules, others, accountId))
      kept[list] = before;
  }
  return kept;
}

function namesAccount(set: unknown): boolean {
  const members = typeof set === "object" && set !== null ? (set as RuleSet) : {};
  return WITH_ACCOUNT.some((key) => elementsOf(members[key]).length > 0);
}
