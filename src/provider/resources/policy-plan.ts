import type { PolicyType } from "../../model";
import {
  type CtyValue,
  type Diagnostic,
  type ObjectValue,
  type PlanRequest,
  type PlanResponse,
  UNKNOWN,
} from "../../plugin";
import type { AccessMeta } from "./access-meta";
import { ownerIn } from "./owned-policy";
import { policyIn } from "./policy-values";
import { isObject, keptSummary, summaryOf } from "./policy-wire";
import { keepOwnAccount } from "./unmanaged-fields";

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
