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
import { apiDiagnostic, lookFailureDiagnostics, noneFoundDiagnostic, placeErrors } from "./diagnostics";
import { createdDiagnostic, remainsDiagnostics, withImportLines } from "./duplicates";
import { conversionDiagnostic, moveOwnPolicy, ownerIn } from "./make-reusable";
import { movePolicy } from "./move-policy";
import { type ImportIdParts, importRefused, parseImportId, policyNotFound } from "./policy-import";
import { ACCEPTED_WARNINGS, acceptedWarningsErrors, policyLintDiagnostics } from "./policy-lint";
import { isImported, planPolicy, policyStates, refusals, UPDATED_AT } from "./policy-state";
import { fromDocument, policyIn, summaryOf, wireOf } from "./policy-values";
import { type PrecedenceEndpoint, replaceAsConfigured } from "./precedence-conflicts";
import { refusedWrite } from "./references";
import { type AccessMeta, POLICY_TIMEOUTS, requestTerms, timeoutsErrors } from "./request-options";
import { splitByValues, unmanagedDiagnostics, updatedPrivateState, withUnmanaged } from "./unmanaged-fields";

/** What is between the user and the plan: kept as it is configured, and never sent. */
const BESIDES: Attributes = { ...ACCEPTED_WARNINGS, ...POLICY_TIMEOUTS };

/** What sets the two kinds of policy apart. */
export interface PolicyResourceDefinition {
  readonly type: PolicyType;
  readonly typeName: string;
  readonly description: string;
  readonly attributes: Attributes;
  /** The attributes that make up an import id, in its order; `id` is the last. */
  readonly importId: ImportIdParts;
  /** The collection the policy with these values lives in. */
  endpoint(meta: AccessMeta, values: ObjectValue, privateState?: PrivateState): PrecedenceEndpoint;
  /** Further warnings about a plan, from what this run has read. @default none */
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
  /** The state before the read: of an import only what names the policy. */
  readonly prior: ObjectValue;
  readonly privateState: PrivateState;
  readonly outcome: StateResponse & { readonly state: ObjectValue };
}

/**
 * A policy as a managed resource. Every write is the whole policy, as planned; the state keeps the user's spelling
 * wherever the API's answer means the same.
 */
export function policyResource(definition: PolicyResourceDefinition): Resource<AccessMeta> {
  const { type } = definition;
  const attributes = { ...definition.attributes, ...BESIDES };
  type Context = OperationContext<AccessMeta>;

  const { written, refreshed, meant } = policyStates(type, attributes, [
    ...definition.importId,
    ...Object.keys(BESIDES),
  ]);

  return {
    typeName: definition.typeName,
    schema: { version: 0, description: definition.description, attributes },

    validate(config, meta) {
      const errors = refusals(type, config, meta);
      const places = placeErrors(config, definition.importId.slice(0, -1));
      return [...places, ...errors, ...acceptedWarningsErrors(config), ...timeoutsErrors(config)];
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
      if (typeof account !== "string" || refusals(type, config, meta).length > 0) return [];
      // Where the policy is not known yet, only whether the credentials are right is: any list shows that.
      const matches = isWhollyKnown(config) ? meant(planned) : () => false;
      const criteria = { name: String(planned.name), matches };
      const located = planned.app_id === undefined || typeof planned.app_id === "string";
      try {
        const endpoint = located ? definition.endpoint(meta, planned) : meta.client.reusablePolicies(account);
        const duplicates = await endpoint.findDuplicates(criteria, { signal });
        const remains = remainsDiagnostics(definition, { planned, config }, duplicates);
        return [...remains, ...(await further())];
      } catch (error) {
        log.debug(`what is there already could not be listed: ${String(error)}`);
        return lookFailureDiagnostics(meta.client, error);
      }
    },

    async create(context: Context, { planned, config }) {
      const wire = wireOf(type, planned, config);
      const refused = refusals(type, config, context.meta);
      if (refused.length > 0) return { state: null, diagnostics: refused };
      const { options, warnings } = requestTerms(context, planned, "create");
      const began = performance.now();
      try {
        const told: Diagnostic[] = [];
        const answer = await definition.endpoint(context.meta, planned).create(wire, {
          ...options,
          matches: meant(planned),
          report: (event) => told.push(createdDiagnostic(definition, planned, event)),
        });
        return written(planned, answer, context.meta, [...told, ...warnings()]);
      } catch (error) {
        const failure = await refusedWrite(context, error, { type, wire, planned, began });
        return { state: null, diagnostics: [withImportLines(failure, error, definition, planned)] };
      }
    },

    async read(context: Context, { state, privateState }) {
      const { options, warnings } = requestTerms(context, state, "read");
      const isImport = isImported(state);
      const told: Diagnostic[] = [];
      const onNoneFound = (count: number) => void told.push(noneFoundDiagnostic(state, count));
      try {
        const answer = await definition
          .endpoint(context.meta, state, privateState)
          .read(String(state.id), { ...options, notOlderThan: privateState?.[UPDATED_AT], onNoneFound });
        if (answer === undefined && isImport)
          return { state, diagnostics: [await policyNotFound(type, context.meta, state, context.signal)] };
        if (answer === undefined) return { state: null, diagnostics: [...told, ...warnings()] };
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
      const refused = refusals(type, config, context.meta);
      if (refused.length > 0) return { state: prior, diagnostics: refused };
      // Terraform shows an absence that is spelt out (`[]` for null), and accepted warnings; to the API there is
      // nothing to say.
      const isSame = policyIn(type, prior).semanticEquals(policyIn(type, planned));
      if (isSame && ownerIn(privateState) === undefined) return { state: planned };
      const { options, warnings } = requestTerms(context, planned, "update");
      const began = performance.now();
      try {
        const endpoint = definition.endpoint(context.meta, planned, privateState);
        const answer = await replaceAsConfigured(endpoint, String(prior.id), wire, config, options);
        return written(planned, answer, context.meta, warnings());
      } catch (error) {
        return {
          state: prior,
          diagnostics: [await refusedWrite(context, error, { type, wire, planned, began })],
        };
      }
    },

    async delete(context: Context, { state, privateState }) {
      const { options, warnings } = requestTerms(context, state, "delete");
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
      const own = moveOwnPolicy(definition, attributes, source);
      if (own) return own;
      const move = movePolicy(definition, source);
      if ("refusal" in move) return { state: null, diagnostics: [move.refusal] };
      const state = fromDocument(attributes, { ...move.document, ...move.identity });
      return { state: { ...state, summary: summaryOf(policyIn(type, state), meta) } };
    },
  };
}
