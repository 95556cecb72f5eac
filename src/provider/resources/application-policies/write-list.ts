import type { PolicyAnswer, PolicyEndpoint } from "../../../client";
import { POLICY_TYPES, policyContent } from "../../../model";
import {
  type CtyValue,
  type Diagnostic,
  errorDiagnostic,
  type ObjectValue,
  type OperationContext,
  type PrivateState,
  type StateResponse,
  UNKNOWN,
} from "../../../plugin";
import { quoted } from "../../../text";
import { apiDiagnostic, configurationErrors } from "../diagnostics";
import { createdDiagnostic } from "../duplicates";
import { IMPORT_TARGETS } from "../policy-import";
import { acceptedWarningsErrors } from "../policy-lint";
import { fillUnknown, wireOf } from "../policy-values";
import { writeErrorDiagnostic } from "../references";
import { type AccessMeta, requestOptions } from "../request-options";
import { withUnmanaged } from "../unmanaged-fields";
import { type ChangedList, changeList, rollBack, type WantedElement } from "./change-list";
import {
  asElement,
  asPolicy,
  asPrivateStateOf,
  atElement,
  documentOf,
  elementsOf,
  inOrder,
  isTemporary,
  keysFor,
  NO_ELEMENT,
  orderErrors,
  orderOf,
  precedenceOf,
  privateStateOf,
  removedIds,
  STATES,
  sameElement,
  unlistedNotes,
  unlistedState,
} from "./list-values";
import { transitionalAccessDiagnostic } from "./plan-policies";

type Context = OperationContext<AccessMeta>;

export const IMPORT_ID = ["account_id", "app_id"];

export interface ListWrite {
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue;
  readonly config: ObjectValue;
  readonly privateState: PrivateState;
}

/** Creates or updates the policies of a list. */
export async function writeList(context: Context, change: ListWrite): Promise<StateResponse> {
  const { prior, planned, config, privateState } = change;
  const { meta } = context;
  // The configuration is checked again: what was unknown in the plan is known now.
  const errors = [...orderErrors(config), ...elementErrors(config, meta)];
  if (errors.length > 0) return { state: prior, diagnostics: errors };
  const { options, warnings } = requestOptions(context, planned, prior === null ? "create" : "update");
  const began = performance.now();
  const reports: Diagnostic[] = [];
  const wanted = wantedOf(change);
  const removed = removedIds(prior, planned, privateState);
  const endpoint = endpointOf(meta, planned);
  const changed = await changeList(
    endpoint,
    {
      wanted,
      removed: [...removed],
      allowTransitionalAccess: planned.allow_transitional_access === true,
      report: (key, event) => {
        reports.push(
          atElement(
            key,
            createdDiagnostic(
              IMPORT_TARGETS.application,
              asPolicy(elementsOf(planned)[key]!, planned),
              event,
            ),
          ),
        );
      },
    },
    options,
  );
  if (changed.refusal !== undefined) return { state: prior, diagnostics: refused(planned, changed) };
  if (changed.error === undefined)
    return succeeded(context, change, changed, removed, [...reports, ...warnings()]);
  const failure = await failureOf(context, planned, changed, began);
  if (prior !== null)
    return { ...stopped(context, change, changed.answers, changed), diagnostics: [failure, ...reports] };
  const { answers, errors: left } = await rollBack(endpoint, changed, { ...options, signal: undefined });
  const diagnostics = [failure, ...left.map((error) => apiDiagnostic(error)), ...reports];
  return answers.size === 0
    ? { state: null, diagnostics }
    : { ...stopped(context, change, answers, changed), diagnostics };
}

function wantedOf({ prior, planned, config, privateState }: ListWrite): WantedElement[] {
  const before = Object.values(elementsOf(prior));
  const elements = elementsOf(planned);
  const configured = elementsOf(config);
  return orderOf(planned).map((key) => {
    const element = elements[key]!;
    const policy = asPolicy(element, planned);
    const id = typeof element.id === "string" ? element.id : undefined;
    const had = before.find((one) => one.id === id);
    const { precedence: _, ...body } = wireOf(
      POLICY_TYPES.application,
      policy,
      asPolicy(configured[key]!, config),
    );
    return {
      key,
      ...(id === undefined ? {} : { id }),
      content: policyContent(documentOf(element)),
      changed: had === undefined || !sameElement(had, element),
      body:
        id === undefined
          ? body
          : withUnmanaged(POLICY_TYPES.application, body, privateStateOf(privateState, id), planned),
      matches: matchesPlan(policy),
    };
  });
}

function succeeded(
  { meta }: Context,
  { planned, privateState }: ListWrite,
  { answers, ids, written, present }: ChangedList,
  removed: ReadonlySet<string>,
  warnings: readonly Diagnostic[],
): StateResponse {
  const elements = elementsOf(planned);
  const diagnostics = [...warnings];
  let kept: PrivateState = {};
  const policies: Record<string, CtyValue> = {};
  for (const key of orderOf(planned)) {
    const element = elements[key]!;
    const id = ids.get(key)!;
    const answer = answers.get(id)!;
    const after = written.has(key) ? afterWrite(meta, planned, element, answer) : undefined;
    policies[key] = after?.element ?? filled(meta, planned, element, answer);
    diagnostics.push(...(after?.diagnostics ?? []).map((diagnostic) => atElement(key, diagnostic)));
    kept = {
      ...kept,
      ...asPrivateStateOf(id, { ...privateStateOf(privateState, id), ...after?.privateState }),
    };
  }
  const listed = new Set(ids.values());
  const others = present.filter(
    (policy) =>
      policy.reusable !== true && !listed.has(policy.id) && !removed.has(policy.id) && !isTemporary(policy),
  );
  return {
    state: { ...planned, policies },
    diagnostics,
    privateState: { ...kept, ...unlistedState(others) },
  };
}

/** A planned number stays as it was planned; the next read brings the one that the policy has, should it be another. */
function afterWrite(meta: AccessMeta, planned: ObjectValue, element: ObjectValue, answer: PolicyAnswer) {
  const { precedence } = element;
  const policy = { ...asPolicy(element, planned), precedence: UNKNOWN };
  const { state, diagnostics, privateState } = STATES.written(policy, answer, meta, []);
  const after = asElement(state);
  return {
    element: precedence === UNKNOWN ? after : { ...after, precedence: precedence! },
    diagnostics,
    privateState,
  };
}

function filled(
  meta: AccessMeta,
  planned: ObjectValue,
  element: ObjectValue,
  answer: PolicyAnswer,
): ObjectValue {
  return fillUnknown(
    element,
    asElement(STATES.refreshed(asPolicy(element, planned), answer, meta)),
  ) as ObjectValue;
}

/** The state of a list that was changed halfway. */
function stopped(
  { meta }: Context,
  { prior, planned, privateState }: ListWrite,
  answers: ReadonlyMap<string, PolicyAnswer>,
  { ids, written }: ChangedList,
): StateResponse {
  const keys = new Map([...ids].map(([key, id]) => [id, key]));
  const before = new Map(
    Object.entries(elementsOf(prior)).map(([key, element]) => [String(element.id), { key, element }]),
  );
  const elements = elementsOf(planned);
  const unnamed = keysFor(
    [...answers.values()].filter(({ id }) => !keys.has(id) && !before.has(id)),
    Object.keys(elements),
  );
  const policies: Record<string, CtyValue> = {};
  let kept: PrivateState = unlistedNotes(privateState);
  for (const [id, answer] of answers) {
    const key = keys.get(id) ?? before.get(id)?.key ?? unnamed.get(id)!;
    const after =
      written.has(key) && keys.has(id) ? afterWrite(meta, planned, elements[key]!, answer) : undefined;
    const element = before.get(id)?.element ?? NO_ELEMENT;
    const policy = after?.element ?? asElement(STATES.refreshed(asPolicy(element, planned), answer, meta));
    policies[key] = { ...policy, precedence: precedenceOf(answer) };
    kept = {
      ...kept,
      ...asPrivateStateOf(id, { ...privateStateOf(privateState, id), ...after?.privateState }),
    };
  }
  return { state: { ...planned, policies, order: inOrder(policies) }, privateState: kept };
}

function refused(planned: ObjectValue, { refusal, present }: ChangedList): Diagnostic[] {
  const elements = elementsOf(planned);
  if ("missing" in refusal!)
    return refusal.missing.map((key) =>
      errorDiagnostic(
        `Policy ${quoted(elements[key]!.name!)} does not exist anymore`,
        "It was deleted after the plan was made. Plan again: the new plan creates it. Nothing was changed.",
        ["policies", { key }],
      ),
    );
  const names = new Map(present.map(({ id, name }) => [id, name]));
  return [
    transitionalAccessDiagnostic(planned, refusal!.unsafe, (policy) => {
      if ("temporary" in policy) return "";
      const name = policy.key === undefined ? names.get(policy.id!) : elements[policy.key]?.name;
      return quoted((name ?? policy.id ?? policy.key) as string);
    }),
  ];
}

async function failureOf(
  context: Context,
  planned: ObjectValue,
  { error, body = {}, key }: ChangedList,
  began: number,
): Promise<Diagnostic> {
  const write = { type: POLICY_TYPES.application, wire: body, planned, began } as const;
  const diagnostic = await writeErrorDiagnostic(context, error, write);
  return key === undefined || diagnostic.path === undefined ? diagnostic : atElement(key, diagnostic);
}

export function endpointOf({ client }: AccessMeta, values: ObjectValue): PolicyEndpoint {
  return client.applicationPolicies(String(values.account_id), String(values.app_id));
}

export function elementErrors(config: ObjectValue, meta?: AccessMeta): Diagnostic[] {
  return Object.entries(elementsOf(config)).flatMap(([key, element]) => {
    const errors = [
      ...configurationErrors(POLICY_TYPES.application, asPolicy(element, config), meta),
      ...acceptedWarningsErrors(element),
    ];
    return errors.map((error) => atElement(key, error));
  });
}

/** Ignores the number, which the API gives to the policy. */
export function matchesPlan(policy: ObjectValue): (answer: PolicyAnswer) => boolean {
  return STATES.matchesPlan({ ...policy, precedence: UNKNOWN });
}
