import { setMaxListeners } from "node:events";
import { type CompiledSchema, compileSchema } from "../compiled-schema";
import { type Diagnostic, errorDiagnostic } from "../diagnostic";
import type { DataSource, OperationContext, Provider, Resource } from "../resource";
import { checkSchema } from "../schema-check";

/** A resource or data source as the calls look it up: its schema worked out once. */
export interface Served<Kind> {
  readonly kind: Kind;
  readonly schema: CompiledSchema;
}

/** One provider while it is served: what all calls share. */
export class Runtime<Meta> {
  readonly schema: CompiledSchema;
  readonly resources: ReadonlyMap<string, Served<Resource<Meta>>>;
  readonly dataSources: ReadonlyMap<string, Served<DataSource<Meta>>>;
  private readonly stopping = new AbortController();
  private meta: Meta | undefined;
  private unconfigured = "Terraform has not configured it yet.";
  private asked = false;
  private changing = false;

  /** @throws Error when a schema is not valid, which is a mistake of the provider's author */
  constructor(readonly provider: Provider<Meta>) {
    // Every operation listens, and as many as the engine likes go on at once.
    setMaxListeners(0, this.stopping.signal);
    checkSchema("provider", "configuration", provider.schema);
    this.schema = compileSchema(provider.schema);
    this.resources = serveAll("resource", provider.resources);
    this.dataSources = serveAll("data source", provider.dataSources);
  }

  /** What `configure` returned; undefined while there is none. */
  get configured(): Meta | undefined {
    return this.meta;
  }

  /** Terraform plans or applies: for a mere validation it configures no provider. */
  get planning(): boolean {
    return this.asked;
  }

  /** Something was changed, or is being changed, since the provider was configured. */
  get applying(): boolean {
    return this.changing;
  }

  beginChange(): void {
    this.changing = true;
  }

  configure(meta: Meta | undefined, reason: string): void {
    this.asked = true;
    this.changing = false;
    this.meta = meta;
    this.unconfigured = reason;
  }

  /** What an operation needs, or the reason why it cannot run. */
  operation(doing: string): OperationContext<Meta> | Diagnostic {
    if (this.meta === undefined)
      return errorDiagnostic(
        "The provider is not configured",
        `There is no connection to use while ${doing}: ${this.unconfigured}`,
      );
    return { meta: this.meta, signal: this.stopping.signal };
  }

  stop(): void {
    this.stopping.abort();
  }
}

function serveAll<Kind extends { typeName: string; schema: Provider<unknown>["schema"] }>(
  what: "resource" | "data source",
  kinds: readonly Kind[],
): ReadonlyMap<string, Served<Kind>> {
  const served = new Map<string, Served<Kind>>();
  for (const kind of kinds) {
    if (served.has(kind.typeName)) throw new Error(`There are two ${what}s of the name ${kind.typeName}.`);
    checkSchema(what, kind.typeName, kind.schema);
    served.set(kind.typeName, { kind, schema: compileSchema(kind.schema) });
  }
  return served;
}

/** @throws Error for a name that is not served: Terraform asks for none but those in the schema */
export function lookUp<Kind>(served: ReadonlyMap<string, Served<Kind>>, typeName: string): Served<Kind> {
  const found = served.get(typeName);
  if (!found) throw new Error(`this provider has no ${typeName}; it has ${[...served.keys()].join(", ")}`);
  return found;
}
