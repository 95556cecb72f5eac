import { create } from "@bufbuild/protobuf";
import type { Diagnostic, Provider, Schema } from "../../src/plugin";
import {
  type AttributePath,
  type CtyType,
  type CtyValue,
  decodeMsgpack,
  encodeMsgpack,
  type ObjectValue,
  valuesEqual,
} from "../../src/plugin/cty";
import { compileSchema } from "../../src/plugin/framework/compiled-schema";
import { providerHandlers } from "../../src/plugin/framework/server/handlers";
import type { CallContext, Handlers } from "../../src/plugin/protocol";
import * as tfplugin6 from "../../src/plugin/protocol/gen/provider_pb";
import { applyProblems, planProblems } from "./core-rules";
import { proposedNewState } from "./proposed-new-state";

/** What Terraform's state file holds of one resource. */
export interface Stored {
  readonly value: ObjectValue;
  readonly private: Uint8Array;
  readonly tainted: boolean;
}

export interface Planned {
  readonly prior: Stored | null;
  readonly config: ObjectValue | null;
  readonly planned: ObjectValue | null;
  readonly private: Uint8Array;
  readonly requiresReplace: readonly AttributePath[];
  readonly action: "no-op" | "create" | "update" | "replace" | "delete";
  readonly diagnostics: readonly Diagnostic[];
}

export interface Applied {
  readonly stored: Stored | null;
  readonly diagnostics: readonly Diagnostic[];
}

const CONTEXT: CallContext = { signal: new AbortController().signal };

/** Terraform's core as a provider sees it: the RPCs in core's order, and core's rules for the responses. */
export class FakeTerraformCore<Meta> {
  readonly handlers: Handlers;

  constructor(private readonly provider: Provider<Meta>) {
    this.handlers = providerHandlers(provider);
  }

  async configure(config: ObjectValue = {}): Promise<readonly Diagnostic[]> {
    const request = create(tfplugin6.ConfigureProviderRequestSchema, {
      terraformVersion: "1.11.4",
      config: dynamic(this.provider.schema, config),
    });
    return diagnosticsOf(await this.handlers.configureProvider(request, CONTEXT));
  }

  /** `config` null plans a destroy. Attributes left out are null. */
  async plan(typeName: string, prior: Stored | null, config: ObjectValue | null): Promise<Planned> {
    const schema = this.schemaOf(typeName);
    const full = config && complete(schema, config);
    if (full === null) {
      const nothing = {
        planned: null,
        private: prior?.private ?? NO_BYTES,
        requiresReplace: [],
        diagnostics: [],
      };
      return { prior, config: null, ...nothing, action: prior ? "delete" : "no-op" };
    }
    if (prior?.tainted) {
      const created = await this.planOnce(typeName, null, full);
      return { ...created, prior, config: full, action: "replace" };
    }
    const first = await this.planOnce(typeName, prior, full);
    if (prior === null) return { ...first, prior, config: full, action: "create" };
    if (first.requiresReplace.length > 0) {
      const created = await this.planOnce(typeName, null, full, first.private);
      // Core shows the warnings of the first request, since the second mostly returns the same.
      const diagnostics = [...first.diagnostics, ...created.diagnostics.filter(isError)];
      const { requiresReplace } = first;
      return { ...created, diagnostics, requiresReplace, prior, config: full, action: "replace" };
    }
    const unchanged = valuesEqual(prior.value, first.planned, typeOf(schema));
    return { ...first, prior, config: full, action: unchanged ? "no-op" : "update" };
  }

  private async planOnce(
    typeName: string,
    prior: Stored | null,
    config: ObjectValue,
    priorPrivate = prior?.private ?? NO_BYTES,
  ) {
    const schema = this.schemaOf(typeName);
    const response = await this.handlers.planResourceChange(
      create(tfplugin6.PlanResourceChangeRequestSchema, {
        typeName,
        priorState: dynamic(schema, prior?.value ?? null),
        proposedNewState: dynamic(schema, proposedNewState(schema, prior?.value ?? null, config)),
        config: dynamic(schema, config),
        priorPrivate,
      }),
      CONTEXT,
    );
    const message = create(tfplugin6.PlanResourceChangeResponseSchema, response);
    const diagnostics = diagnosticsOf(message);
    const planned = read(schema, message.plannedState);
    if (!diagnostics.some(({ severity }) => severity === "error"))
      insist(planProblems(schema, prior?.value ?? null, config, planned), `the plan for ${typeName}`);
    return {
      planned,
      private: message.plannedPrivate,
      requiresReplace: message.requiresReplace.map(pathOf),
      diagnostics,
    };
  }

  /** Carries out a plan; a replacement destroys first. */
  async apply(typeName: string, plan: Planned): Promise<Applied> {
    if (plan.action === "no-op") return { stored: plan.prior, diagnostics: [] };
    if (plan.action !== "replace") return this.applyOnce(typeName, plan);
    const gone = await this.applyOnce(typeName, { ...plan, config: null, planned: null, action: "delete" });
    if (gone.stored !== null) return gone;
    return this.applyOnce(typeName, { ...plan, prior: null, action: "create" });
  }

  private async applyOnce(typeName: string, plan: Planned): Promise<Applied> {
    const schema = this.schemaOf(typeName);
    const response = await this.handlers.applyResourceChange(
      create(tfplugin6.ApplyResourceChangeRequestSchema, {
        typeName,
        priorState: dynamic(schema, plan.prior?.value ?? null),
        plannedState: dynamic(schema, plan.planned),
        config: dynamic(schema, plan.config),
        plannedPrivate: plan.private,
      }),
      CONTEXT,
    );
    const message = create(tfplugin6.ApplyResourceChangeResponseSchema, response);
    const diagnostics = diagnosticsOf(message);
    const value = read(schema, message.newState);
    const failed = diagnostics.some(({ severity }) => severity === "error");
    if (!failed) insist(applyProblems(schema, plan.planned, value), `the result of applying ${typeName}`);
    if (value === null) return { stored: failed ? plan.prior : null, diagnostics };
    return {
      stored: { value, private: message.private, tainted: failed && plan.action === "create" },
      diagnostics,
    };
  }

  /** Plan and apply in one. */
  async run(typeName: string, prior: Stored | null, config: ObjectValue | null): Promise<Applied> {
    return this.apply(typeName, await this.plan(typeName, prior, config));
  }

  async refresh(typeName: string, stored: Stored): Promise<Applied> {
    const schema = this.schemaOf(typeName);
    const response = await this.handlers.readResource(
      create(tfplugin6.ReadResourceRequestSchema, {
        typeName,
        currentState: dynamic(schema, stored.value),
        private: stored.private,
      }),
      CONTEXT,
    );
    const message = create(tfplugin6.ReadResourceResponseSchema, response);
    const diagnostics = diagnosticsOf(message);
    if (diagnostics.some(({ severity }) => severity === "error")) return { stored, diagnostics };
    const value = read(schema, message.newState);
    return { stored: value && { value, private: message.private, tainted: stored.tainted }, diagnostics };
  }

  /** Import and the read that follows it. */
  async importState(typeName: string, id: string): Promise<Applied> {
    const response = await this.handlers.importResourceState(
      create(tfplugin6.ImportResourceStateRequestSchema, { typeName, id }),
      CONTEXT,
    );
    const message = create(tfplugin6.ImportResourceStateResponseSchema, response);
    const diagnostics = diagnosticsOf(message);
    const [imported] = message.importedResources;
    if (!imported) return { stored: null, diagnostics };
    const value = read(this.schemaOf(typeName), imported.state)!;
    return this.refresh(typeName, { value, private: imported.private, tainted: false });
  }

  /** A `moved` block from a resource of this provider to one of another type. */
  async move(from: string, to: string, stored: Stored): Promise<Applied> {
    const json = Buffer.from(JSON.stringify(stored.value));
    const response = await this.handlers.moveResourceState(
      create(tfplugin6.MoveResourceStateRequestSchema, {
        sourceProviderAddress: "cdktf.internal/embedded/cfaccess",
        sourceTypeName: from,
        sourceState: { json },
        sourcePrivate: stored.private,
        targetTypeName: to,
      }),
      CONTEXT,
    );
    const message = create(tfplugin6.MoveResourceStateResponseSchema, response);
    const diagnostics = diagnosticsOf(message);
    const value = read(this.schemaOf(to), message.targetState);
    return { stored: value && { value, private: message.targetPrivate, tainted: false }, diagnostics };
  }

  async validate(typeName: string, config: ObjectValue): Promise<readonly Diagnostic[]> {
    const request = create(tfplugin6.ValidateResourceConfigRequestSchema, {
      typeName,
      config: dynamic(this.schemaOf(typeName), config),
    });
    return diagnosticsOf(await this.handlers.validateResourceConfig(request, CONTEXT));
  }

  /** A stored state of some schema version, as JSON, upgraded to the current one. */
  async upgrade(typeName: string, version: number, state: unknown): Promise<Applied> {
    const response = await this.handlers.upgradeResourceState(
      create(tfplugin6.UpgradeResourceStateRequestSchema, {
        typeName,
        version: BigInt(version),
        rawState: { json: new TextEncoder().encode(JSON.stringify(state)) },
      }),
      CONTEXT,
    );
    const message = create(tfplugin6.UpgradeResourceStateResponseSchema, response);
    const value = read(this.schemaOf(typeName), message.upgradedState);
    return {
      stored: value && { value, private: NO_BYTES, tainted: false },
      diagnostics: diagnosticsOf(message),
    };
  }

  async readDataSource(typeName: string, config: ObjectValue) {
    const found = this.provider.dataSources.find((source) => source.typeName === typeName)!;
    const response = await this.handlers.readDataSource(
      create(tfplugin6.ReadDataSourceRequestSchema, { typeName, config: dynamic(found.schema, config) }),
      CONTEXT,
    );
    const message = create(tfplugin6.ReadDataSourceResponseSchema, response);
    return { state: read(found.schema, message.state), diagnostics: diagnosticsOf(message) };
  }

  private schemaOf(typeName: string): Schema {
    const found = this.provider.resources.find((resource) => resource.typeName === typeName);
    if (!found) throw new Error(`no resource ${typeName}`);
    return found.schema;
  }
}

const NO_BYTES = new Uint8Array();

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function insist(problems: readonly string[], what: string): void {
  if (problems.length > 0) throw new Error(`core would refuse ${what}:\n  ${problems.join("\n  ")}`);
}

const types = new WeakMap<Schema, CtyType>();

/** Compiled once: some tests call it thousands of times. */
function typeOf(schema: Schema): CtyType {
  const type = types.get(schema) ?? compileSchema(schema).type;
  types.set(schema, type);
  return type;
}

function dynamic(schema: Schema, value: CtyValue): { msgpack: Uint8Array } {
  return { msgpack: encodeMsgpack(value, typeOf(schema)) };
}

function read(schema: Schema, value: tfplugin6.DynamicValue | undefined): ObjectValue | null {
  if (!value || value.msgpack.length === 0) return null;
  return decodeMsgpack(value.msgpack, typeOf(schema)) as ObjectValue | null;
}

/** The configuration as core sends it: every attribute of every object is there. */
function complete(schema: Schema, config: ObjectValue): ObjectValue {
  return read(schema, create(tfplugin6.DynamicValueSchema, dynamic(schema, config)))!;
}

function diagnosticsOf(response: { diagnostics?: unknown }): readonly Diagnostic[] {
  const messages = (response.diagnostics ?? []) as tfplugin6.Diagnostic[];
  return messages.map(({ severity, summary, detail, attribute }) => ({
    severity: severity === tfplugin6.Diagnostic_Severity.ERROR ? "error" : "warning",
    summary,
    detail,
    ...(attribute ? { path: pathOf(attribute) } : {}),
  }));
}

function pathOf({ steps }: tfplugin6.AttributePath): AttributePath {
  return steps.map(({ selector }) => {
    if (selector.case === "elementKeyInt") return Number(selector.value);
    return selector.case === "elementKeyString" ? { key: selector.value } : (selector.value as string);
  });
}
