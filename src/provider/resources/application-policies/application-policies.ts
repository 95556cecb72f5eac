import { ApiError, type PolicyAnswer, type PolicyEndpoint } from "../../../client";
import { POLICY_TYPES } from "../../../model";
import {
  type Diagnostic,
  errorDiagnostic,
  isWhollyKnown,
  log,
  type ObjectValue,
  type OperationContext,
  type PrivateState,
  type Resource,
  type StateResponse,
} from "../../../plugin";
import { quoted } from "../../../text";
import { applicationDiagnostics } from "../application-lint";
import { apiDiagnostic, locationErrors, lookupErrorDiagnostics, noneFoundDiagnostic } from "../diagnostics";
import { applicationNotFound, importRefused, parseImportId } from "../policy-import";
import { acceptedWarningsErrors } from "../policy-lint";
import { UPDATED_AT } from "../policy-state";
import { fromDocument, isObject } from "../policy-values";
import { type AccessMeta, requestOptions, timeoutsErrors } from "../request-options";
import { splitByValues, unmanagedDiagnostics, updatedPrivateState } from "../unmanaged-fields";
import { changeList } from "./change-list";
import {
  asElement,
  asPolicy,
  asPrivateStateOf,
  atElement,
  elementsOf,
  inOrder,
  isTemporary,
  keysFor,
  LIST_ATTRIBUTES,
  NO_ELEMENT,
  orderErrors,
  orderOf,
  privateStateOf,
  removedIds,
  STATES,
  sameElement,
  unlistedIn,
  unlistedNotes,
  unlistedState,
  withoutListed,
} from "./list-values";
import {
  createsExclusive,
  exclusiveDiagnostics,
  lintDiagnostics,
  listDuplicateDiagnostics,
  madeReusable,
  unlistedDiagnostics,
} from "./list-warnings";
import { planPolicies } from "./plan-policies";
import { elementErrors, endpointOf, IMPORT_ID, matchesPlan, writeList } from "./write-list";

const TYPE_NAME = "cfaccess_application_policies";

type Context = OperationContext<AccessMeta>;

/**
 * `cfaccess_application_policies`: the policies of one application, in the order of judgment, changed as one.
 *
 * @see https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/applications/subresources/policies/
 */
export const applicationPolicies: Resource<AccessMeta> = {
  typeName: TYPE_NAME,
  schema: {
    description: "The policies of one Access application, in the order of judgment, changed as one.",
    attributes: LIST_ATTRIBUTES,
  },

  validate: (config, meta) => [
    ...locationErrors(config, IMPORT_ID),
    ...orderErrors(config),
    ...elementErrors(config, meta),
    ...acceptedWarningsErrors(config),
    ...timeoutsErrors(config),
  ],

  lint: (config, meta) => lintDiagnostics(config, meta),

  plan: (request) => planPolicies(request),

  async planDiagnostics(context, { prior, planned, config, privateState }) {
    const isLocated = typeof planned.account_id === "string" && typeof planned.app_id === "string";
    if (!isLocated || elementErrors(config, context.meta).length > 0) return [];
    const { meta, signal } = context;
    const endpoint = endpointOf(meta, planned);
    const exclusive = prior === null ? [] : exclusiveDiagnostics(prior, planned, privateState);
    try {
      const duplicates = prior === null ? await duplicatesOf(endpoint, planned, config, signal) : [];
      const seen = await endpoint.cachedSnapshot();
      return [
        ...exclusive,
        ...listDuplicateDiagnostics(planned, duplicates),
        ...(seen === undefined ? [] : listDiagnostics(prior, planned, seen, duplicates)),
        ...(await elementWarnings(context, prior, planned, config)),
      ];
    } catch (error) {
      log.debug(`the application's policies could not be listed: ${String(error)}`);
      return [...exclusive, ...lookupErrorDiagnostics(meta.client, error)];
    }
  },

  create: (context, { planned, config }) =>
    writeList(context, { prior: null, planned, config, privateState: {} }),

  async update(context, { prior, planned, config, privateState = {} }) {
    return isSameList(prior, planned) && removedIds(prior, planned, privateState).size === 0
      ? { state: planned, privateState: withoutListed(privateState, planned) }
      : writeList(context, { prior, planned, config, privateState });
  },

  read: (context, { state, privateState = {} }) => read(context, state, privateState),

  /** Deletes the policies of the list; others of the application stay. */
  async delete(context, { state }) {
    const { options, warnings } = requestOptions(context, state, "delete");
    const removed = Object.values(elementsOf(state)).map(({ id }) => String(id));
    const changed = await changeList(
      endpointOf(context.meta, state),
      { wanted: [], removed, allowTransitionalAccess: true, report: () => {} },
      options,
    );
    if (changed.error === undefined || isGone(changed.error)) return warnings();
    return [apiDiagnostic(changed.error, changed.body)];
  },

  async importState(_context, id) {
    const { parts, diagnostics } = parseImportId(TYPE_NAME, IMPORT_ID, id);
    return { state: parts === undefined ? null : fromDocument(LIST_ATTRIBUTES, parts), diagnostics };
  },
};

/** Without the application there are no policies. */
function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.kind === "not-found";
}

/** What differs is in the state only. */
function isSameList(prior: ObjectValue, planned: ObjectValue): boolean {
  const [before, after] = [elementsOf(prior), elementsOf(planned)];
  const [had, wanted] = [orderOf(prior), orderOf(planned)].map((keys, index) =>
    keys.map((key) => (index === 0 ? before : after)[key]),
  );
  return (
    had!.length === wanted!.length &&
    had!.every((element, index) => {
      const other = wanted![index];
      return (
        element !== undefined && other !== undefined && element.id === other.id && sameElement(element, other)
      );
    })
  );
}

/** Policies of the application that have the content of a new one. */
async function duplicatesOf(
  endpoint: PolicyEndpoint,
  planned: ObjectValue,
  config: ObjectValue,
  signal: AbortSignal,
) {
  const configured = elementsOf(config);
  const found = await Promise.all(
    Object.entries(elementsOf(planned)).map(async ([key, element]) => {
      const isKnown = configured[key] !== undefined && isWhollyKnown(configured[key]);
      const matches = isKnown ? matchesPlan(asPolicy(element, planned)) : () => false;
      const duplicates = await endpoint.findDuplicates({ name: String(element.name), matches }, { signal });
      return duplicates.map(({ policy }) => ({ key, policy }));
    }),
  );
  return found.flat();
}

function listDiagnostics(
  prior: ObjectValue | null,
  planned: ObjectValue,
  seen: NonNullable<Awaited<ReturnType<PolicyEndpoint["cachedSnapshot"]>>>,
  duplicates: readonly { readonly policy: PolicyAnswer }[],
): Diagnostic[] {
  const known = new Set([
    ...Object.values({ ...elementsOf(prior), ...elementsOf(planned) }).map(({ id }) => id),
    ...duplicates.map(({ policy }) => policy.id),
  ]);
  const others = seen.policies.filter(({ id, reusable }) => reusable !== true && !known.has(id));
  const policies = seen.policies.filter(({ id }) => !duplicates.some(({ policy }) => policy.id === id));
  return [
    ...unlistedDiagnostics(prior, planned, { ...seen, policies }),
    ...(prior === null ? createsExclusive(planned, others) : []),
  ];
}

async function elementWarnings(
  context: Context,
  prior: ObjectValue | null,
  planned: ObjectValue,
  config: ObjectValue,
): Promise<Diagnostic[]> {
  const before = elementsOf(prior);
  const configured = elementsOf(config);
  const found = await Promise.all(
    Object.entries(elementsOf(planned)).map(async ([key, element]) => {
      const policy = {
        prior: before[key] === undefined ? null : asPolicy(before[key], prior!),
        planned: asPolicy(element, planned),
        config: asPolicy(configured[key] ?? {}, config),
      };
      return (await applicationDiagnostics(context, policy)).map((diagnostic) => atElement(key, diagnostic));
    }),
  );
  return found.flat();
}

async function read(
  context: Context,
  state: ObjectValue,
  privateState: PrivateState,
): Promise<StateResponse> {
  const { meta } = context;
  const { options, warnings } = requestOptions(context, state, "read");
  const found: Diagnostic[] = [];
  const onNoneFound = (count: number) => void found.push(noneFoundDiagnostic(state, count));
  const isImported = !isObject(state.policies);
  const before = elementsOf(state);
  const ids = Object.values(before).map(({ id }) => String(id));
  try {
    const asked = new Map(ids.map((id) => [id, privateStateOf(privateState, id)[UPDATED_AT]]));
    const whole = await endpointOf(meta, state).readAll(asked, { ...options, onNoneFound });
    const own = new Map(
      whole.policies.flatMap((policy) => (policy.reusable === true ? [] : [[policy.id, policy]])),
    );
    const reusable = new Set(whole.policies.flatMap((policy) => (policy.reusable === true ? policy.id : [])));
    const policies: Record<string, ObjectValue> = {};
    let kept: PrivateState = {};
    const take = (key: string, element: ObjectValue, answer: PolicyAnswer) => {
      const prior = asPolicy(element, state);
      const fresh = STATES.refreshed(prior, answer, meta);
      policies[key] = fresh === prior ? element : asElement(fresh);
      const { unmanaged } = splitByValues(POLICY_TYPES.application, prior, answer);
      const had = privateStateOf(privateState, answer.id);
      kept = { ...kept, ...asPrivateStateOf(answer.id, updatedPrivateState(had, unmanaged) ?? had) };
      found.push(
        ...unmanagedDiagnostics(meta.client, answer as ObjectValue, unmanaged).map((one) =>
          atElement(key, one),
        ),
      );
    };
    for (const [key, element] of Object.entries(before)) {
      const answer = own.get(String(element.id));
      if (answer !== undefined) take(key, element, answer);
      else if (reusable.has(String(element.id))) found.push(madeReusable(state, element));
    }
    const others = [...own.values()].filter(({ id }) => !ids.includes(id));
    const shownToo = isImported || state.exclusive === true ? others : others.filter(isTemporary);
    const keys = keysFor(shownToo, Object.keys(before));
    for (const policy of shownToo) take(keys.get(policy.id)!, NO_ELEMENT, policy);
    if (Object.keys(policies).length === 0)
      return isImported
        ? { state, diagnostics: [await nothingToImport(context, state)] }
        : { state: null, diagnostics: [...found, ...warnings()] };

    // Of an exclusive list, what no apply has put into it stays unlisted, though the state shows it.
    const unlistedBefore = new Set(unlistedIn(privateState).map(({ id }) => id));
    const unlisted = [...own.values()].filter(
      (policy) => !isTemporary(policy) && (!ids.includes(policy.id) || unlistedBefore.has(policy.id)),
    );
    const noted = whole.isComplete ? unlistedState(isImported ? [] : unlisted) : unlistedNotes(privateState);
    const fresh = { ...kept, ...noted };
    return {
      state: refreshedList(state, policies),
      diagnostics: [...found, ...warnings()],
      ...(samePrivateState(privateState, fresh) ? {} : { privateState: fresh }),
    };
  } catch (error) {
    return { state, diagnostics: [isImported ? importRefused(error, meta, state) : apiDiagnostic(error)] };
  }
}

async function nothingToImport({ meta, signal }: Context, values: ObjectValue): Promise<Diagnostic> {
  const [account, app] = [String(values.account_id), String(values.app_id)];
  const application = await meta.client.application(account, app).read({ signal });
  if (application === undefined) return applicationNotFound(meta, values, signal);
  return errorDiagnostic(
    `Cannot import: application ${quoted(app)} has no policies of its own`,
    "cfaccess_application_policies has policies that an application owns. Reusable policies attached to it are a " +
      "cfaccess_application_attached_policies.",
  );
}

/** The very same state where nothing is new. */
function refreshedList(state: ObjectValue, policies: Readonly<Record<string, ObjectValue>>): ObjectValue {
  const before = elementsOf(state);
  const order = inOrder(policies);
  const had = orderOf(state);
  const isSame =
    order.length === had.length &&
    order.every((key, index) => key === had[index]) &&
    Object.entries(policies).every(([key, element]) => element === before[key]);
  if (isSame) return state;
  return {
    ...state,
    policies,
    order,
    exclusive: state.exclusive ?? false,
    allow_transitional_access: state.allow_transitional_access ?? false,
  };
}

function samePrivateState(a: PrivateState, b: PrivateState): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
