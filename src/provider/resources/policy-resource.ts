import type { PolicyAnswer } from "../../client";
import type { PolicyType } from "../../model";
import type {
  Attributes,
  Diagnostic,
  ObjectValue,
  OperationContext,
  PrivateState,
  Resource,
  StateResponse,
} from "../../plugin";
import { isWhollyKnown, log } from "../../plugin";
import {
  apiDiagnostic,
  configurationErrors,
  locationErrors,
  lookupErrorDiagnostics,
  noneFoundDiagnostic,
} from "./diagnostics";
import { createdDiagnostic, duplicateDiagnostics, withImportCommands } from "./duplicates";
import { conversionDiagnostic, moveApplicationPolicy, ownerIn } from "./make-reusable";
import { movePolicy } from "./move-policy";
import { type ImportIdParts, importRefused, parseImportId, policyNotFound } from "./policy-import";
import { ACCEPTED_WARNINGS, acceptedWarningsErrors, policyLintDiagnostics } from "./policy-lint";
import { planPolicy, policyStates, UPDATED_AT } from "./policy-state";
import { fromDocument, isImported, policyIn, summaryOf, wireOf } from "./policy-values";
import { type PrecedenceEndpoint, replaceAsConfigured } from "./precedence-conflicts";
import { writeErrorDiagnostic } from "./references";
import { type AccessMeta, POLICY_TIMEOUTS, requestOptions, timeoutsErrors } from "./request-options";
import { splitByValues, unmanagedDiagnostics, updatedPrivateState, withUnmanaged } from "./unmanaged-fields";

/** Attributes that the API does not have: the state keeps them as they are configured. */
const LOCAL_ATTRIBUTES: Attributes = { ...ACCEPTED_WARNINGS, ...POLICY_TIMEOUTS };

/** What distinguishes the two kinds of policy. */
export interface PolicyResourceDefinition {
  readonly type: PolicyType;
  readonly typeName: string;
  readonly description: string;
  readonly attributes: Attributes;
  /** The attributes that make up an import id, in its order; `id` is the last. */
  readonly importId: ImportIdParts;
  /** Returns the collection that has the policy with these values. */
  endpoint(meta: AccessMeta, values: ObjectValue, privateState?: PrivateState): PrecedenceEndpoint;
  /** Finds further warnings about a plan, in what this run has read. @default none */
  planDiagnostics?(
    context: OperationContext<AccessMeta>,
    policy: {
      readonly prior: ObjectValue | null;
      readonly planned: ObjectValue;
      readonly config: ObjectValue;
    },
  ): Promise<readonly Diagnostic[]>;
  /** Adds to a read what the answer says of the policy besides its content. @default nothing */
  refineRead?(read: PolicyRead): StateResponse;
}

/** A policy that was read. */
export interface PolicyRead {
  readonly meta: AccessMeta;
  readonly answer: PolicyAnswer;
  /** The state before the read: of an import only what the import id has. */
  readonly prior: ObjectValue;
  readonly privateState: PrivateState;
  readonly outcome: StateResponse & { readonly state: ObjectValue };
}

/**
 * Makes a managed resource of one kind of policy. Every write sends the whole policy as planned; the state keeps the prior
 * value wherever the API's answer is semantically equal.
 */
export function policyResource(definition: PolicyResourceDefinition): Resource<AccessMeta> {
  const { type } = definition;
  const attributes = { ...definition.attributes, ...LOCAL_ATTRIBUTES };
  type Context = OperationContext<AccessMeta>;

  const { written, refreshed, matchesPlan } = policyStates(type, attributes, [
    ...definition.importId,
    ...Object.keys(LOCAL_ATTRIBUTES),
  ]);

  return {
    typeName: definition.typeName,
    schema: { version: 0, description: definition.description, attributes },

    validate(config, meta) {
      return [
        ...locationErrors(config, definition.importId.slice(0, -1)),
        ...configurationErrors(type, config, meta),
        ...acceptedWarningsErrors(config),
        ...timeoutsErrors(config),
      ];
    },

    lint: (config, meta) => policyLintDiagnostics(type, config, meta),

    plan: (request) => planPolicy(type, request),

    async planDiagnostics(context: Context, { prior, planned, config, privateState }) {
      const { meta, signal } = context;
      const further = async () =>
        (await definition.planDiagnostics?.(context, { prior, planned, config })) ?? [];
      const owner = ownerIn(privateState);
      if (prior !== null)
        return [...(owner === undefined ? [] : [conversionDiagnostic(prior, owner)]), ...(await further())];
      const account = planned.account_id;
      if (typeof account !== "string" || configurationErrors(type, config, meta).length > 0) return [];
      // A policy that is not known yet is looked for as well: any list shows whether the credentials are right.
      const matches = isWhollyKnown(config) ? matchesPlan(planned) : () => false;
      const criteria = { name: String(planned.name), matches };
      const isLocated = planned.app_id === undefined || typeof planned.app_id === "string";
      try {
        const endpoint = isLocated
          ? definition.endpoint(meta, planned)
          : meta.client.reusablePolicies(account);
        const duplicates = await endpoint.findDuplicates(criteria, { signal });
        return [...duplicateDiagnostics(definition, { planned, config }, duplicates), ...(await further())];
      } catch (error) {
        log.debug(`the policies could not be listed: ${String(error)}`);
        return lookupErrorDiagnostics(meta.client, error);
      }
    },

    async create(context: Context, { planned, config }) {
      const wire = wireOf(type, planned, config);
      const refused = configurationErrors(type, config, context.meta);
      if (refused.length > 0) return { state: null, diagnostics: refused };
      const { options, warnings } = requestOptions(context, planned, "create");
      const began = performance.now();
      try {
        const reports: Diagnostic[] = [];
        const answer = await definition.endpoint(context.meta, planned).create(wire, {
          ...options,
          matches: matchesPlan(planned),
          report: (event) => reports.push(createdDiagnostic(definition, planned, event)),
        });
        return written(planned, answer, context.meta, [...reports, ...warnings()]);
      } catch (error) {
        const failure = await writeErrorDiagnostic(context, error, { type, wire, planned, began });
        return { state: null, diagnostics: [withImportCommands(failure, error, definition, planned)] };
      }
    },

    async read(context: Context, { state, privateState }) {
      const { options, warnings } = requestOptions(context, state, "read");
      const isImport = isImported(state);
      const reports: Diagnostic[] = [];
      const onNoneFound = (count: number) => void reports.push(noneFoundDiagnostic(state, count));
      try {
        const answer = await definition
          .endpoint(context.meta, state, privateState)
          .read(String(state.id), { ...options, notOlderThan: privateState?.[UPDATED_AT], onNoneFound });
        if (answer === undefined && isImport)
          return { state, diagnostics: [await policyNotFound(type, context.meta, state, context.signal)] };
        if (answer === undefined) return { state: null, diagnostics: [...reports, ...warnings()] };
        const { unmanaged } = splitByValues(type, state, answer);
        const outcome = {
          state: refreshed(state, answer, context.meta),
          diagnostics: [
            ...unmanagedDiagnostics(context.meta.client, answer as ObjectValue, unmanaged),
            ...warnings(),
          ],
          privateState: updatedPrivateState(privateState ?? {}, unmanaged),
        };
        return (
          definition.refineRead?.({
            meta: context.meta,
            answer,
            prior: state,
            privateState: privateState ?? {},
            outcome,
          }) ?? outcome
        );
      } catch (error) {
        const diagnostic = isImport ? importRefused(error, context.meta, state) : apiDiagnostic(error);
        return { state, diagnostics: [diagnostic] };
      }
    },

    async update(context: Context, { prior, planned, config, privateState }) {
      const wire = withUnmanaged(type, wireOf(type, planned, config), privateState ?? {}, planned);
      const refused = configurationErrors(type, config, context.meta);
      if (refused.length > 0) return { state: prior, diagnostics: refused };
      // Terraform plans an update for `[]` instead of null and for local attributes; the API has nothing to change.
      const isSame = policyIn(type, prior).semanticEquals(policyIn(type, planned));
      if (isSame && ownerIn(privateState) === undefined) return { state: planned };
      const { options, warnings } = requestOptions(context, planned, "update");
      const began = performance.now();
      try {
        const endpoint = definition.endpoint(context.meta, planned, privateState);
        const answer = await replaceAsConfigured(endpoint, String(prior.id), wire, config, options);
        return written(planned, answer, context.meta, warnings());
      } catch (error) {
        return {
          state: prior,
          diagnostics: [await writeErrorDiagnostic(context, error, { type, wire, planned, began })],
        };
      }
    },

    async delete(context: Context, { state, privateState }) {
      const { options, warnings } = requestOptions(context, state, "delete");
      try {
        await definition.endpoint(context.meta, state, privateState).delete(String(state.id), options);
        return warnings();
      } catch (error) {
        return [apiDiagnostic(error, { name: state.name })];
      }
    },

    async importState(_context: Context, id) {
      const { parts, diagnostics } = parseImportId(definition.typeName, definition.importId, id);
      return { state: parts === undefined ? null : fromDocument(attributes, parts), diagnostics };
    },

    moveState(source, meta) {
      const own = moveApplicationPolicy(definition.typeName, attributes, source);
      if (own) return own;
      const move = movePolicy(definition, source);
      if ("refusal" in move) return { state: null, diagnostics: [move.refusal] };
      const state = fromDocument(attributes, { ...move.document, ...move.identity });
      return { state: { ...state, summary: summaryOf(policyIn(type, state), meta) } };
    },
  };
}
