import { setMaxListeners } from "node:events";
import type { ObjectValue } from "../../cty";
import { log } from "../../protocol";
import { type CompiledSchema, compileSchema, validateSchema } from "../compiled-schema";
import { type Diagnostic, errorDiagnostic, thrownDiagnostic } from "../diagnostic";
import type { PrivateState } from "../private-state";
import type { DataSource, OperationContext, Provider, Resource, StateResponse } from "../provider";

/** A resource or data source with its compiled schema. */
export interface Served<Kind> {
  readonly kind: Kind;
  readonly schema: CompiledSchema;
}

/** The state of one served provider, shared by all RPCs. */
export class ProviderServer<Meta> {
  readonly schema: CompiledSchema;
  readonly resources: ReadonlyMap<string, Served<Resource<Meta>>>;
  readonly dataSources: ReadonlyMap<string, Served<DataSource<Meta>>>;
  private readonly stopping = new AbortController();
  private meta: Meta | undefined;
  private unconfiguredReason = "Terraform has not configured it yet.";
  private wasConfigured = false;
  private hasApplied = false;

  /** @throws Error when a schema is not valid, which is a bug in the provider */
  constructor(readonly provider: Provider<Meta>) {
    // Every operation listens, and the engine decides how many run at once.
    setMaxListeners(0, this.stopping.signal);
    validateSchema("provider", "configuration", provider.schema);
    this.schema = compileSchema(provider.schema);
    this.resources = compileAll("resource", provider.resources);
    this.dataSources = compileAll("data source", provider.dataSources);
  }

  /** What `configure` returned; undefined before, and where it returned nothing. */
  get configured(): Meta | undefined {
    return this.meta;
  }

  /** Whether Terraform plans or applies: it configures no provider when it only validates. */
  get isPlanning(): boolean {
    return this.wasConfigured;
  }

  /** Whether an apply has started since the provider was configured. */
  get isApplying(): boolean {
    return this.hasApplied;
  }

  beginApply(): void {
    this.hasApplied = true;
  }

  /** @param unconfiguredReason ends the error of later operations where `meta` is undefined */
  configure(meta: Meta | undefined, unconfiguredReason: string): void {
    this.wasConfigured = true;
    this.hasApplied = false;
    this.meta = meta;
    this.unconfiguredReason = unconfiguredReason;
  }

  /** Returns the context of an operation, or the reason why it cannot run. */
  context(operation: string): OperationContext<Meta> | Diagnostic {
    if (this.meta === undefined)
      return errorDiagnostic(
        "The provider is not configured",
        `There is no connection to use while ${operation}: ${this.unconfiguredReason}`,
      );
    return { meta: this.meta, signal: this.stopping.signal };
  }

  /** Aborts the signal of all operations; they end by themselves and return what they have done. */
  stop(): void {
    this.stopping.abort();
  }
}

function compileAll<Kind extends { typeName: string; schema: Provider<unknown>["schema"] }>(
  what: "resource" | "data source",
  kinds: readonly Kind[],
): ReadonlyMap<string, Served<Kind>> {
  const served = new Map<string, Served<Kind>>();
  for (const kind of kinds) {
    if (served.has(kind.typeName)) throw new Error(`There are two ${what}s of the name ${kind.typeName}.`);
    validateSchema(what, kind.typeName, kind.schema);
    served.set(kind.typeName, { kind, schema: compileSchema(kind.schema) });
  }
  return served;
}

/** @throws Error for a name that is not served, which Terraform never sends */
export function lookUp<Kind>(served: ReadonlyMap<string, Served<Kind>>, typeName: string): Served<Kind> {
  const found = served.get(typeName);
  if (!found) throw new Error(`this provider has no ${typeName}; it has ${[...served.keys()].join(", ")}`);
  return found;
}

/** The result of a resource's operation. What the operation threw is among the diagnostics; the state is then null. */
export interface OperationResult {
  readonly state: ObjectValue | null;
  readonly diagnostics: Diagnostic[];
  readonly privateState?: PrivateState;
}

/** Runs an operation of a resource or data source; what it throws becomes a diagnostic. */
export async function runOperation(
  operation: string,
  run: () => StateResponse | Promise<StateResponse>,
): Promise<OperationResult> {
  try {
    const { state, diagnostics = [], privateState } = await run();
    return { state, diagnostics: [...diagnostics], privateState };
  } catch (thrown) {
    logThrown(thrown, operation);
    return { state: null, diagnostics: [thrownDiagnostic(thrown, operation)] };
  }
}

/** Logs the stack of something thrown; the user sees the diagnostic. */
export function logThrown(thrown: unknown, operation: string): void {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  log.debug(`failure while ${operation}: ${stack}`);
}
