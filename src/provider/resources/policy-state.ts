import type { PolicyAnswer } from "../../client";
import { type Policy, type PolicyType, redactValues, type WirePolicy } from "../../model";
import type {
  Attributes,
  CtyValue,
  Diagnostic,
  ObjectValue,
  PrivateState,
  StateResponse,
} from "../../plugin";
import { quoted } from "../../text";
import type { AccessMeta } from "./access-meta";
import { issueDiagnostic } from "./issue-diagnostic";
import { fillUnknown, fromDocument, policyIn } from "./policy-values";
import { summaryOf } from "./policy-wire";
import { splitByValues, unmanagedState } from "./unmanaged-fields";

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

/** What the API answered, without the values of the policy that it quotes where these may not be shown. */
export function shown(diagnostic: Diagnostic, wire: WirePolicy, { redactSummaries }: AccessMeta): Diagnostic {
  if (!redactSummaries) return diagnostic;
  const { summary, detail } = diagnostic;
  return {
    ...diagnostic,
    summary: redactValues(wire, summary),
    ...(detail === undefined ? {} : { detail: redactValues(wire, detail) }),
  };
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
