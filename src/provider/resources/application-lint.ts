import type { AccessClient, CachedSnapshot } from "../../client";
import {
  AccessDecision,
  lintApplicationType,
  lintLastAllow,
  POLICY_TYPES,
  type Withdrawal,
} from "../../model";
import {
  type Diagnostic,
  errorDiagnostic,
  type ObjectValue,
  type OperationContext,
  UNKNOWN,
} from "../../plugin";
import { quoted } from "../../text";
import { acceptedWarnings, lintDiagnostic } from "./policy-lint";
import { policyIn } from "./policy-values";
import type { AccessMeta } from "./request-options";

/** A policy of an application as a plan has it. */
export interface PlannedApplicationPolicy {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue;
  readonly config: ObjectValue;
}

/** Finds the diagnostics about a planned policy outside of a list: those of `applicationDiagnostics` and a shared number. */
export async function singlePolicyDiagnostics(
  context: OperationContext<AccessMeta>,
  policy: PlannedApplicationPolicy,
): Promise<readonly Diagnostic[]> {
  return [...onSharedPrecedence(context.meta, policy), ...(await applicationDiagnostics(context, policy))];
}

/**
 * The warnings about a planned policy that take knowledge of its application. Nothing is asked for it: where this run has
 * read no list with the application, nothing is reported.
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
  const found = lintApplicationType(wire, type, acceptedWarnings(config));
  return found.map((issue) => lintDiagnostic(planned, issue, ["name"]));
}

async function onLastAllow(
  { client }: AccessMeta,
  { prior, planned, config }: PlannedApplicationPolicy,
): Promise<readonly Diagnostic[]> {
  // Before anything is waited for: what is planned at the same time sees it.
  const key = typeof prior?.id === "string" ? prior.id : Symbol("new policy");
  plannedFor(client, planned).decisions.set(key, planned.decision);
  const withdrawal = prior === null ? undefined : withdrawalOf(prior, planned);
  if (prior === null || withdrawal === undefined) return [];
  const planning = plannedFor(client, prior).decisions;
  // A policy that leaves an application lets nobody into it.
  if (planned.app_id !== prior.app_id) planning.set(key, AccessDecision.DENY);
  const seen = await snapshotOf(client, prior);
  if (seen === undefined) return [];
  const decisions = new Map<unknown, unknown>([...decisionsIn(seen), ...planning]);
  decisions.delete(key);
  const found = lintLastAllow(withdrawal, [...decisions.values()], acceptedWarnings(config));
  return found.map((issue) => lintDiagnostic(prior, issue, ["decision"]));
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

/** Reports a number that two policies of one application are configured with: the API would refuse the second one. */
function onSharedPrecedence(
  { client }: AccessMeta,
  { prior, planned, config }: PlannedApplicationPolicy,
): Diagnostic[] {
  const { precedence } = config;
  if (typeof precedence !== "number" || typeof planned.app_id !== "string") return [];
  const { numbered } = plannedFor(client, planned);
  const other = numbered.get(precedence);
  numbered.set(precedence, { id: prior?.id, config });
  // A replacement is planned twice, without its id the second time.
  if (other === undefined || (prior !== null && other.id === prior.id) || samePolicies(other.config, config))
    return [];
  const names = `${nameOf(other.config)} and ${nameOf(config)}`;
  return [
    errorDiagnostic(
      `Precedence ${precedence} is configured for two policies of application ${quoted(planned.app_id)}: ${names}`,
      "Within an application each number belongs to one policy. Choose another number, leave it out (the policy then comes " +
        "behind the others), or put the policies into cfaccess_application_policies, whose order gives the numbers.",
      ["precedence"],
    ),
  ];
}

function nameOf({ name }: ObjectValue): string {
  return typeof name === "string" ? quoted(name) : "one whose name is known after the apply";
}

function samePolicies(a: ObjectValue, b: ObjectValue): boolean {
  return policyIn(POLICY_TYPES.application, a).semanticEquals(policyIn(POLICY_TYPES.application, b));
}

/** What one run has planned so far for an application. */
interface PlannedApplication {
  /** By policy; a new one has no id yet. */
  readonly decisions: Map<string | symbol, unknown>;
  readonly numbered: Map<number, { readonly id: unknown; readonly config: ObjectValue }>;
}

const RUNS = new WeakMap<AccessClient, Map<string, PlannedApplication>>();

function plannedFor(client: AccessClient, values: ObjectValue): PlannedApplication {
  const run = RUNS.get(client) ?? new Map<string, PlannedApplication>();
  RUNS.set(client, run);
  const application = `${String(values.account_id)}/${String(values.app_id)}`.toLowerCase();
  const planned = run.get(application) ?? { decisions: new Map(), numbered: new Map() };
  run.set(application, planned);
  return planned;
}
