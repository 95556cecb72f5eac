import type { PolicyAnswer } from "../../client";
import type { Policy, PolicyType } from "../../model";
import {
  type Attributes,
  type CtyValue,
  type Diagnostic,
  type ObjectValue,
  type PlanRequest,
  type PlanResponse,
  type PrivateState,
  type StateResponse,
  UNKNOWN,
} from "../../plugin";
import { quoted } from "../../text";
import { issueDiagnostic } from "./diagnostics";
import { ownerIn } from "./make-reusable";
import { fillUnknown, fromDocument, isObject, keptSummary, policyIn, summaryOf } from "./policy-values";
import type { AccessMeta } from "./request-options";
import { keepOwnAccount, splitByValues, unmanagedState } from "./unmanaged-fields";

/** What the schema alone cannot say of a policy's plan: the account, the two names of one switch, the summary. */
export function planPolicy(type: PolicyType, request: PlanRequest<AccessMeta>): PlanResponse {
  const account = planAccount(request);
  const located = having(request.planned, { account_id: account.value });
  const planned = having(located, {
    ...keepOwnAccount(request.prior, located),
    mfa_config: planMfa(request.planned.mfa_config ?? null, request.config.mfa_config ?? null),
  });
  // The state's summary says that the policy is not reusable yet.
  const prior = ownerIn(request.privateState) === undefined ? request.prior : null;
  return {
    planned: having(planned, { summary: planSummary(type, { ...request, prior }, planned) }),
    diagnostics: account.diagnostics,
  };
}

/** The values with these among them; the very same where they have them already, which tells that nothing changes. */
function having(values: ObjectValue, members: ObjectValue): ObjectValue {
  const has = Object.entries(members).every(([name, value]) => values[name] === value);
  return has ? values : { ...values, ...members };
}

/** A resource without `account_id` lives in the provider's account, and moves when that changes. */
export function planAccount({ meta, prior, config }: PlanRequest<AccessMeta>): {
  value: CtyValue;
  diagnostics: Diagnostic[];
} {
  const configured = config.account_id ?? null;
  if (configured !== null) return { value: configured, diagnostics: [] };
  const ofProvider = meta?.accountId;
  if (ofProvider !== undefined) return { value: ofProvider, diagnostics: [] };
  const before = prior?.account_id ?? null;
  if (before !== null) return { value: before, diagnostics: [] };
  return { value: UNKNOWN, diagnostics: meta === undefined ? [] : [NO_ACCOUNT] };
}

const NO_ACCOUNT: Diagnostic = {
  severity: "error",
  summary: "No Cloudflare account is given",
  detail:
    "The policy names no account_id, and neither does the provider.\n\n" +
    "Set account_id of the provider (accountId of CloudflareAccessProvider) or CLOUDFLARE_ACCOUNT_ID, or set it on this resource.",
  path: ["account_id"],
};

/** `mfa_bypass` and `mfa_disabled` are one switch: a plan holds it under both names, whichever was set. */
function planMfa(planned: CtyValue, config: CtyValue): CtyValue {
  if (!isObject(planned) || !isObject(config)) return planned;
  const off = config.mfa_disabled ?? config.mfa_bypass ?? false;
  return having(planned, {
    mfa_bypass: config.mfa_bypass ?? off,
    mfa_disabled: config.mfa_disabled ?? off,
  });
}

/** The line in words changes only when what it describes does. */
function planSummary(
  type: PolicyType,
  { prior, meta }: PlanRequest<AccessMeta>,
  planned: ObjectValue,
): CtyValue {
  const before = prior?.summary ?? null;
  const policy = policyIn(type, planned);
  if (prior === null || before === null) return summaryOf(policy, meta);
  const same = prior === planned || policyIn(type, prior).semanticEquals(policy);
  return same ? keptSummary(before, policy, meta) : summaryOf(policy, meta);
}

/** The states of a policy after a read or a write of it. */
export interface PolicyStates {
  /** The state after a write: what was planned, and what only the API could know. */
  written(
    planned: ObjectValue,
    answer: PolicyAnswer,
    meta: AccessMeta,
    warnings: readonly Diagnostic[],
  ): StateResponse & { readonly state: ObjectValue };
  /** The state after a read: the prior spelling of everything that still means the same, the prior state where all does. */
  refreshed(prior: ObjectValue, answer: PolicyAnswer, meta: AccessMeta): ObjectValue;
  /** Whether a policy is what was planned, as far as a plan can tell. */
  meant(planned: ObjectValue): (policy: PolicyAnswer) => boolean;
}

/** @param kept attributes that the API knows nothing of: they are in the state as they were before */
export function policyStates(
  type: PolicyType,
  attributes: Attributes,
  kept: readonly string[],
): PolicyStates {
  return { written, refreshed, meant };

  function written(
    planned: ObjectValue,
    answer: PolicyAnswer,
    meta: AccessMeta,
    warnings: readonly Diagnostic[],
  ): StateResponse & { readonly state: ObjectValue } {
    const stored = stateOf(planned, answer);
    const state = fillUnknown(planned, stored) as ObjectValue;
    const settled =
      state.summary === null ? { ...state, summary: summaryOf(policyIn(type, state), meta) } : state;
    const kept = policyIn(type, settled).semanticEquals(policyIn(type, stored));
    return {
      state: settled,
      diagnostics: kept ? warnings : [...warnings, answeredOtherwise(settled, stored)],
      privateState: {
        ...privateStateOf(answer),
        ...unmanagedState(splitByValues(type, planned, answer).unmanaged),
      },
    };
  }

  function refreshed(prior: ObjectValue, answer: PolicyAnswer, meta: AccessMeta): ObjectValue {
    const before = policyIn(type, prior);
    const policy = respelt(prior, answer, before);
    const same = policy === before && answer.id === prior.id && createdAt(prior, answer) === prior.created_at;
    if (same && prior.summary !== null) return prior;
    const fresh = stateWith(prior, answer, policy);
    const after = policyIn(type, fresh);
    const unchanged = policy === before || before.semanticEquals(after);
    return {
      ...fresh,
      summary: unchanged && prior.summary !== null ? prior.summary! : summaryOf(after, meta),
    };
  }

  function meant(planned: ObjectValue): (policy: PolicyAnswer) => boolean {
    return (policy) => {
      const stored = stateOf(planned, policy);
      const filled = fillUnknown(planned, stored) as ObjectValue;
      return policyIn(type, filled).semanticEquals(policyIn(type, stored));
    };
  }

  /** The API's answer as a state, spelt as in `spelling`, without a summary. */
  function stateOf(spelling: ObjectValue, answer: PolicyAnswer): ObjectValue {
    return stateWith(spelling, answer, respelt(spelling, answer));
  }

  /** The API's answer, spelt as in `spelling`. An import has no spelling to keep. */
  function respelt(spelling: ObjectValue, answer: PolicyAnswer, prior = policyIn(type, spelling)): Policy {
    const document = type.fromWire(splitByValues(type, spelling, answer, prior).wire);
    return isImported(spelling) ? type.policy(document) : prior.preserve(document);
  }

  /** A policy as a state, with what besides it tells which one it is. */
  function stateWith(spelling: ObjectValue, answer: PolicyAnswer, { document }: Policy): ObjectValue {
    const identity = Object.fromEntries(kept.map((name) => [name, spelling[name] ?? null]));
    const own = { ...identity, id: answer.id, created_at: createdAt(spelling, answer) };
    return fromDocument(attributes, { ...document, ...own });
  }
}

/** Whether a state is of an import that was not read yet: it holds only what the import id says. */
export function isImported(state: ObjectValue): boolean {
  return (state.decision ?? null) === null;
}

function createdAt(spelling: ObjectValue, answer: PolicyAnswer): CtyValue {
  return (answer.created_at as CtyValue | undefined) ?? spelling.created_at ?? null;
}

/** When our last write was, by the API's clock: a list that shows the policy as older lags. */
export const UPDATED_AT = "updated_at";

function privateStateOf({ updated_at: updatedAt }: PolicyAnswer): PrivateState | undefined {
  return typeof updatedAt === "string" ? { [UPDATED_AT]: updatedAt } : undefined;
}

/** The errors in a configuration. What only became known after the plan is judged before anything is sent. */
export function refusals(type: PolicyType, config: ObjectValue, meta?: AccessMeta): readonly Diagnostic[] {
  const { issues, wire } = policyIn(type, config);
  return issues.map((issue) => issueDiagnostic(wire, issue, meta?.redactSummaries));
}

function answeredOtherwise(sent: ObjectValue, stored: ObjectValue): Diagnostic {
  const differing = Object.keys(sent).filter(
    (name) => name !== "summary" && JSON.stringify(sent[name]) !== JSON.stringify(stored[name]),
  );
  return {
    severity: "warning",
    summary: `The API stored policy ${quoted(sent.name)} other than it was sent`,
    detail: `Its answer differs in ${differing.join(", ")}. The next plan shows the difference as drift.`,
  };
}
