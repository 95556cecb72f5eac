import type { ObjectValue } from "../cty";
import type { Diagnostic } from "./diagnostic";
import type { Notes } from "./private-state";
import type { Schema } from "./schema";

/** What every operation gets besides its values. */
export interface OperationContext<Meta> {
  /** What the provider's `configure` returned. */
  readonly meta: Meta;
  /** Aborted when Terraform asks to stop (Ctrl-C). */
  readonly signal: AbortSignal;
}

export interface PlanRequest<Meta> {
  /** Undefined while the provider is not configured yet or its configuration is unknown. */
  readonly meta: Meta | undefined;
  /** Null on create. */
  readonly prior: ObjectValue | null;
  readonly config: ObjectValue;
  /** What the schema alone makes of prior and config; the resource refines it. */
  readonly planned: ObjectValue;
  readonly notes?: Notes;
}

export interface PlanResponse {
  readonly planned: ObjectValue;
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * The outcome of create, read, update and import. `state` null: the resource does not exist (any more).
 * With an error among the diagnostics `state` is what is known to exist all the same, so that nothing is lost.
 */
export interface StateResponse {
  readonly state: ObjectValue | null;
  readonly diagnostics?: readonly Diagnostic[];
  /** What to note from now on, in place of all notes there were; of create, read, update and a move. @default they stay */
  readonly notes?: Notes;
}

/** A state that a `moved` block brings over from a resource of another type, perhaps another provider's. */
export interface MoveSource {
  /** E.g. `registry.terraform.io/cloudflare/cloudflare`. */
  readonly providerAddress: string;
  readonly typeName: string;
  /** The version of the other type's schema that the state was written with. */
  readonly schemaVersion: number;
  /** The other resource's state as plain JSON. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The notes of a resource of this provider; none where another provider wrote the state. */
  readonly notes?: Notes;
}

/** A managed resource. Errors are diagnostics, never thrown; what is thrown all the same becomes one. */
export interface Resource<Meta> {
  /** Terraform's type name, e.g. `cfaccess_policy`. */
  readonly typeName: string;
  readonly schema: Schema;
  /**
   * Judges a configuration that may hold unknowns. Called often, and without `meta` where the provider is not configured:
   * Terraform validates once before it plans.
   */
  validate?(config: ObjectValue, meta?: Meta): readonly Diagnostic[];
  /**
   * Warnings about a configuration, as far as it is known. Asked once for each resource that is planned, and once more
   * when it is applied; not while Terraform only validates, which it does before every plan: all would be said twice.
   */
  advise?(config: ObjectValue, meta?: Meta): readonly Diagnostic[];
  /** Refines the plan of a create or an update; a pure function of the request, since core asks more than once. */
  plan?(request: PlanRequest<Meta>): PlanResponse;
  /**
   * Looks around before something is made or changed, for what only the server knows: warnings about a plan that stands,
   * asked once each time core plans. It changes nothing in the plan, and what it cannot find out it keeps to itself.
   */
  foresee?(
    context: OperationContext<Meta>,
    request: { prior: ObjectValue | null; planned: ObjectValue; config: ObjectValue; notes?: Notes },
  ): Promise<readonly Diagnostic[]>;
  create(
    context: OperationContext<Meta>,
    request: { planned: ObjectValue; config: ObjectValue },
  ): Promise<StateResponse>;
  read(
    context: OperationContext<Meta>,
    request: { state: ObjectValue; notes?: Notes },
  ): Promise<StateResponse>;
  update(
    context: OperationContext<Meta>,
    request: { prior: ObjectValue; planned: ObjectValue; config: ObjectValue; notes?: Notes },
  ): Promise<StateResponse>;
  /** Returns errors only; what is gone already counts as deleted. */
  delete(
    context: OperationContext<Meta>,
    request: { state: ObjectValue; notes?: Notes },
  ): Promise<readonly Diagnostic[]>;
  /** Terraform has taken a stored state of this resource in hand: as a rule it asks to read it next. */
  anticipate?(meta: Meta): void;
  /** From an import id to a state that `read` completes. */
  importState?(context: OperationContext<Meta>, id: string): Promise<StateResponse>;
  /**
   * Turns the state of a resource of another type into one of this; reads and writes nothing else. What it does not
   * know it refuses with an error that says why.
   * @default every move is refused
   */
  moveState?(source: MoveSource, meta?: Meta): StateResponse;
  /** Brings a state of an older schema version to this one; by the version it comes from. Plain JSON in and out. */
  readonly upgraders?: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>>;
}

export interface DataSource<Meta> {
  readonly typeName: string;
  readonly schema: Schema;
  validate?(config: ObjectValue): readonly Diagnostic[];
  read(context: OperationContext<Meta>, request: { config: ObjectValue }): Promise<StateResponse>;
}

export interface Provider<Meta> {
  readonly schema: Schema;
  readonly resources: readonly Resource<Meta>[];
  readonly dataSources: readonly DataSource<Meta>[];
  validate?(config: ObjectValue): readonly Diagnostic[];
  /** `meta` undefined together with errors, or when the configuration holds unknowns. */
  configure(
    config: ObjectValue,
    environment: { readonly engineVersion: string },
  ): { meta: Meta | undefined; diagnostics?: readonly Diagnostic[] };
}
