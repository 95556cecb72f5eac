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
import { ownerIn } from "./make-reusable";
import {
  fillUnknown,
  fromDocument,
  isImported,
  isObject,
  keptSummary,
  policyIn,
  summaryOf,
} from "./policy-values";
import type { AccessMeta } from "./request-options";
import { keepOwnAccount, splitByValues, unmanagedState } from "./unmanaged-fields";

/** Refines the schema's plan of a policy: the account, the two names of the multi-factor switch, the summary. */
export function planPolicy(type: PolicyType, request: PlanRequest<AccessMeta>): PlanResponse {
  const account = planAccount(request);
  const located = withMembers(request.planned, { account_id: account.value });
  const planned = withMembers(located, {
    ...keepOwnAccount(request.prior, located),
    mfa_config: planMfa(request.planned.mfa_config ?? null, request.config.mfa_config ?? null),
  });
  // The state's summary says that the policy is not reusable yet.
  const prior = ownerIn(request.privateState) === undefined ? request.prior : null;
  return {
    planned: withMembers(planned, { summary: planSummary(type, { ...request, prior }, planned) }),
    diagnostics: account.diagnostics,
  };
}

/** Returns the values with these members; the same object where it has them already, which means that nothing changes. */
function withMembers(values: ObjectValue, members: ObjectValue): ObjectValue {
  const has = Object.entries(members).every(([name, value]) => values[name] === value);
  return has ? values : { ...values, ...members };
}

/** Plans the account: a resource without `account_id` is in the provider's account, and moves when that changes. */
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
  return withMembers(planned, {
    mfa_bypass: config.mfa_bypass ?? off,
    mfa_disabled: config.mfa_disabled ?? off,
  });
}

/** Keeps the summary of a policy that is semantically equal. */
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

/** Makes the states of a policy from answers of the API. */
export interface PolicyStates {
  /** Makes the state after a write: what was planned, and what only the API could know. */
  written(
    planned: ObjectValue,
    answer: PolicyAnswer,
    meta: AccessMeta,
    warnings: readonly Diagnostic[],
  ): StateResponse & { readonly state: ObjectValue };
  /** Makes the state after a read: the prior value of everything semantically equal, the prior state where all is. */
  refreshed(prior: ObjectValue, answer: PolicyAnswer, meta: AccessMeta): ObjectValue;
  /** Returns a predicate for policies that a plan, as far as it is known, would create again. */
  matchesPlan(planned: ObjectValue): (policy: PolicyAnswer) => boolean;
}

/** @param kept attributes that the API does not have: they stay in the state as they were */
export function policyStates(
  type: PolicyType,
  attributes: Attributes,
  kept: readonly string[],
): PolicyStates {
  return { written, refreshed, matchesPlan };

  function written(
    planned: ObjectValue,
    answer: PolicyAnswer,
    meta: AccessMeta,
    warnings: readonly Diagnostic[],
  ): StateResponse & { readonly state: ObjectValue } {
    const stored = stateOf(planned, answer);
    const filled = fillUnknown(planned, stored) as ObjectValue;
    const state =
      filled.summary === null ? { ...filled, summary: summaryOf(policyIn(type, filled), meta) } : filled;
    const isStoredAsSent = policyIn(type, state).semanticEquals(policyIn(type, stored));
    return {
      state,
      diagnostics: isStoredAsSent ? warnings : [...warnings, storedDifferently(state, stored)],
      privateState: {
        ...privateStateOf(answer),
        ...unmanagedState(splitByValues(type, planned, answer).unmanaged),
      },
    };
  }

  function refreshed(prior: ObjectValue, answer: PolicyAnswer, meta: AccessMeta): ObjectValue {
    const before = policyIn(type, prior);
    const policy = preserved(prior, answer, before);
    const isSame =
      policy === before && answer.id === prior.id && createdAt(prior, answer) === prior.created_at;
    if (isSame && prior.summary !== null) return prior;
    const fresh = stateWith(prior, answer, policy);
    const after = policyIn(type, fresh);
    const isEqual = policy === before || before.semanticEquals(after);
    return {
      ...fresh,
      summary: isEqual && prior.summary !== null ? prior.summary! : summaryOf(after, meta),
    };
  }

  function matchesPlan(planned: ObjectValue): (policy: PolicyAnswer) => boolean {
    return (policy) => {
      const stored = stateOf(planned, policy);
      const filled = fillUnknown(planned, stored) as ObjectValue;
      return policyIn(type, filled).semanticEquals(policyIn(type, stored));
    };
  }

  /** Converts an answer to a state without a summary, with the prior value of everything semantically equal. */
  function stateOf(prior: ObjectValue, answer: PolicyAnswer): ObjectValue {
    return stateWith(prior, answer, preserved(prior, answer));
  }

  /** An import has no prior values to preserve. */
  function preserved(prior: ObjectValue, answer: PolicyAnswer, before = policyIn(type, prior)): Policy {
    const document = type.fromWire(splitByValues(type, prior, answer, before).wire);
    return isImported(prior) ? type.policy(document) : before.preserve(document);
  }

  function stateWith(prior: ObjectValue, answer: PolicyAnswer, { document }: Policy): ObjectValue {
    const identity = Object.fromEntries(kept.map((name) => [name, prior[name] ?? null]));
    const own = { ...identity, id: answer.id, created_at: createdAt(prior, answer) };
    return fromDocument(attributes, { ...document, ...own });
  }
}

function createdAt(prior: ObjectValue, answer: PolicyAnswer): CtyValue {
  return (answer.created_at as CtyValue | undefined) ?? prior.created_at ?? null;
}

/** When our last write was, by the API's clock: a list that shows the policy as older lags. */
export const UPDATED_AT = "updated_at";

function privateStateOf({ updated_at: updatedAt }: PolicyAnswer): PrivateState | undefined {
  return typeof updatedAt === "string" ? { [UPDATED_AT]: updatedAt } : undefined;
}

function storedDifferently(sent: ObjectValue, stored: ObjectValue): Diagnostic {
  const differing = Object.keys(sent).filter(
    (name) => name !== "summary" && JSON.stringify(sent[name]) !== JSON.stringify(stored[name]),
  );
  return {
    severity: "warning",
    summary: `The API stored policy ${quoted(sent.name)} other than it was sent`,
    detail: `Its answer differs in ${differing.join(", ")}. The next plan shows the difference as drift.`,
  };
}
