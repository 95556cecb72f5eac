import type { ObjectValue } from "../cty";
import type { Diagnostic } from "./diagnostic";
import type { PrivateState } from "./private-state";
import type { Schema } from "./schema";

/** What every operation gets besides its values. */
export interface OperationContext<Meta> {
  /** What the provider's `configure` returned. */
  readonly meta: Meta;
  /** Aborted when Terraform asks to stop (Ctrl-C). */
  readonly signal: AbortSignal;
}

export interface PlanRequest<Meta> {
  /** Undefined while the provider is not configured or its configuration is unknown. */
  readonly meta: Meta | undefined;
  /** Null on create. */
  readonly prior: ObjectValue | null;
  readonly config: ObjectValue;
  /** The state planned from the schema. */
  readonly planned: ObjectValue;
  readonly privateState?: PrivateState;
}

export interface PlanResponse {
  readonly planned: ObjectValue;
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * The result of create, read, update, import and move. `state` is null where the resource does not exist.
 * With an error among the diagnostics, `state` is what is known to exist nevertheless, so that nothing is lost.
 */
export interface StateResponse {
  readonly state: ObjectValue | null;
  readonly diagnostics?: readonly Diagnostic[];
  /** Replaces the private state; of create, read, update and move. @default it stays */
  readonly privateState?: PrivateState;
}

/** The state of a resource of another type, perhaps of another provider, that a `moved` block moves to this one. */
export interface MoveSource {
  /** E.g. `registry.terraform.io/hashicorp/aws`. */
  readonly providerAddress: string;
  readonly typeName: string;
  /** The schema version of the other type with which the state was written. */
  readonly schemaVersion: number;
  /** The other resource's state as plain JSON. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The private state, where a resource of this provider is moved. */
  readonly privateState?: PrivateState;
}

/** A managed resource. Operations return errors as diagnostics; what they throw becomes one. */
export interface Resource<Meta> {
  /** Terraform's type name, e.g. `example_book`. */
  readonly typeName: string;
  readonly schema: Schema;
  /**
   * Validates a configuration that may hold unknowns. Called several times a command, first without `meta`: Terraform
   * validates before it configures the provider.
   */
  validate?(config: ObjectValue, meta?: Meta): readonly Diagnostic[];
  /**
   * Returns warnings about a configuration, as far as it is known. Called once for each resource that is planned, and once
   * more when it is applied; not when Terraform only validates, since it does that before every plan and each warning
   * would be shown twice.
   */
  lint?(config: ObjectValue, meta?: Meta): readonly Diagnostic[];
  /** Modifies the plan of a create or an update. A pure function of the request, since core plans more than once. */
  plan?(request: PlanRequest<Meta>): PlanResponse;
  /**
   * Returns warnings about a planned create or update that need the server. Called once each time core plans, not while it
   * applies. It changes nothing in the plan, and a plan does not fail with it.
   */
  planDiagnostics?(
    context: OperationContext<Meta>,
    request: {
      prior: ObjectValue | null;
      planned: ObjectValue;
      config: ObjectValue;
      privateState?: PrivateState;
    },
  ): Promise<readonly Diagnostic[]>;
  create(
    context: OperationContext<Meta>,
    request: { planned: ObjectValue; config: ObjectValue },
  ): Promise<StateResponse>;
  read(
    context: OperationContext<Meta>,
    request: { state: ObjectValue; privateState?: PrivateState },
  ): Promise<StateResponse>;
  update(
    context: OperationContext<Meta>,
    request: { prior: ObjectValue; planned: ObjectValue; config: ObjectValue; privateState?: PrivateState },
  ): Promise<StateResponse>;
  /** Returns errors only; a resource that does not exist counts as deleted. */
  delete(
    context: OperationContext<Meta>,
    request: { state: ObjectValue; privateState?: PrivateState },
  ): Promise<readonly Diagnostic[]>;
  /** Converts an import id to a state that `read` completes. */
  importState?(context: OperationContext<Meta>, id: string): Promise<StateResponse>;
  /**
   * Converts the state of a resource of another type to one of this type, without any request. Refuses a type that it does
   * not know with an error that names the reason.
   * @default every move is refused
   */
  moveState?(source: MoveSource, meta?: Meta): StateResponse;
  /** Functions that upgrade a state from an older schema version to the current one, by that version. Plain JSON. */
  readonly stateUpgraders?: Readonly<
    Record<number, (old: Record<string, unknown>) => Record<string, unknown>>
  >;
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
  /** Returns the `meta` of all operations; undefined together with errors, or when the configuration holds unknowns. */
  configure(
    config: ObjectValue,
    environment: { readonly engineVersion: string },
  ): { meta: Meta | undefined; diagnostics?: readonly Diagnostic[] };
}
