import type { AccessClient, CachedSnapshot } from "../../client";
import {
  AccessDecision,
  adviseOnApplicationType,
  adviseOnLastAllow,
  POLICY_TYPES,
  type Withdrawal,
} from "../../model";
import { type Diagnostic, type ObjectValue, type OperationContext, UNKNOWN } from "../../plugin/framework";
import type { AccessMeta } from "./access-meta";
import { acceptedWarnings, adviceDiagnostic } from "./policy-advice";
import { policyIn } from "./policy-values";

/** A policy of an application as a plan has it. */
export interface PlannedApplicationPolicy {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue;
  readonly config: ObjectValue;
}

/**
 * The warnings about a planned policy that take knowledge of its application. Nothing is asked for it: where this run has
 * read no list that shows the application, there is no warning.
 */
export async function applicationDiagnostics(
  { meta }: OperationContext<AccessMeta>,
  policy: PlannedApplicationPolicy,
): Promise<readonly Diagnostic[]> {
  return [...(await onApplicationType(meta, policy)), ...(await onLastAllow(meta, policy))];
}

async function onApplicationType(
  { client }: AccessMeta,
  { planned, config }: PlannedApplicationPolicy,
): Promise<readonly Diagnostic[]> {
  const { type = "" } = (await snapshotOf(client, planned))?.application ?? {};
  if (type === "") return [];
  const { wire } = policyIn(POLICY_TYPES.application, planned);
  const advice = adviseOnApplicationType(wire, type, acceptedWarnings(config));
  return advice.map((issue) => adviceDiagnostic(planned, issue, ["name"]));
}

async function onLastAllow(
  { client }: AccessMeta,
  { prior, planned, config }: PlannedApplicationPolicy,
): Promise<readonly Diagnostic[]> {
  // Before anything is waited for: what is planned at the same time sees it.
  const key = typeof prior?.id === "string" ? prior.id : Symbol("new policy");
  decisionsPlannedFor(client, planned).set(key, planned.decision);
  const withdrawal = prior === null ? undefined : withdrawalOf(prior, planned);
  if (prior === null || withdrawal === undefined) return [];
  const planning = decisionsPlannedFor(client, prior);
  // A policy that leaves an application lets nobody into it.
  if (planned.app_id !== prior.app_id) planning.set(key, AccessDecision.DENY);
  const seen = await snapshotOf(client, prior);
  if (seen === undefined) return [];
  const decisions = new Map<unknown, unknown>([...decisionsIn(seen), ...planning]);
  decisions.delete(key);
  const advice = adviseOnLastAllow(withdrawal, [...decisions.values()], acceptedWarnings(config));
  return advice.map((issue) => adviceDiagnostic(prior, issue, ["decision"]));
}

/** How a policy stops letting anyone into its application; undefined where it does not, or where that is not known. */
function withdrawalOf(prior: ObjectValue, planned: ObjectValue): Withdrawal | undefined {
  if (prior.decision === AccessDecision.DENY) return undefined;
  if (planned.decision === AccessDecision.DENY) return "becomes a block policy";
  const moves = planned.app_id !== UNKNOWN && planned.app_id !== prior.app_id;
  return moves ? "moves to another application" : undefined;
}

function decisionsIn({ application, policies }: CachedSnapshot): ReadonlyMap<string, unknown> {
  return application?.decisions ?? new Map(policies.map(({ id, decision }) => [id, decision]));
}

async function snapshotOf(client: AccessClient, values: ObjectValue): Promise<CachedSnapshot | undefined> {
  const { account_id: account, app_id: app } = values;
  if (typeof account !== "string" || typeof app !== "string") return undefined;
  return client.applicationPolicies(account, app).cachedSnapshot();
}

/** The decisions that one run has planned so far: by policy, within an application. */
type PlannedDecisions = Map<string, Map<string | symbol, unknown>>;

const RUNS = new WeakMap<AccessClient, PlannedDecisions>();

function decisionsPlannedFor(client: AccessClient, values: ObjectValue): Map<string | symbol, unknown> {
  const run: PlannedDecisions = RUNS.get(client) ?? new Map();
  RUNS.set(client, run);
  const application = `${String(values.account_id)}/${String(values.app_id)}`.toLowerCase();
  const decisions = run.get(application) ?? new Map<string | symbol, unknown>();
  run.set(application, decisions);
  return decisions;
}
