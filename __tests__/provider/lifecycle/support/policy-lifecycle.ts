import { type Emulator, type EmulatorOptions, startEmulator } from "../../../../src/emulator";
import type { PolicyKind } from "../../../../src/model";
import type { ObjectValue } from "../../../../src/plugin";
import { accessProvider } from "../../../../src/provider/provider";
import { applicationPolicy, reusablePolicy } from "../../../../src/provider/resources";
import { type Applied, FakeTerraformCore, type Planned, type Stored } from "../../../fake-terraform-core";
import { NEWER_SELECTOR } from "./policy-spec";

export const ACCOUNT = "699d98642c564d2e855e9661899b7252";
export const APPLICATION = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

/** One policy's life under Terraform: the real provider, driven as core drives it, against an API of its own. */
export class PolicyLifecycle {
  private constructor(
    readonly kind: PolicyKind,
    readonly emulator: Emulator,
    readonly core: FakeTerraformCore<unknown>,
  ) {}

  static async begin(
    kind: PolicyKind,
    normalize: EmulatorOptions["normalize"],
    live: (lifecycle: PolicyLifecycle) => Promise<void>,
  ): Promise<void> {
    const emulator = await startEmulator({
      normalize: normalize ?? {},
      newerSelectors: [NEWER_SELECTOR],
      rateLimit: false,
    });
    try {
      const variables = {
        CLOUDFLARE_API_TOKEN: "a-token",
        CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
        CLOUDFLARE_BASE_URL: emulator.baseUrl,
      };
      const core = new FakeTerraformCore<unknown>(accessProvider("0.0.0", variables));
      expect(await core.configure()).toEqual([]);
      await live(new PolicyLifecycle(kind, emulator, core));
    } finally {
      await emulator.close();
    }
  }

  get typeName(): string {
    return this.kind === "reusable" ? "cfaccess_policy" : "cfaccess_application_policy";
  }

  get schema() {
    return (this.kind === "reusable" ? reusablePolicy : applicationPolicy).schema;
  }

  /** With what every policy of this kind needs. */
  whole(config: ObjectValue): ObjectValue {
    return this.kind === "reusable" ? config : { app_id: APPLICATION, ...config };
  }

  plan(prior: Stored | null, config: ObjectValue): Promise<Planned> {
    return this.core.plan(this.typeName, prior, this.whole(config));
  }

  /** An apply runs in another process than the plan before it, and knows nothing of that. */
  async beginApply(): Promise<void> {
    expect(await this.core.configure()).toEqual([]);
  }

  /** Plans and applies without complaint. */
  async apply(prior: Stored | null, config: ObjectValue): Promise<Stored> {
    return this.carryOut(await this.plan(prior, config));
  }

  async carryOut(plan: Planned): Promise<Stored> {
    expect(errorsOf(plan)).toEqual([]);
    const applied = await this.core.apply(this.typeName, plan);
    expect(applied.diagnostics).toEqual([]);
    return applied.stored!;
  }

  async create(config: ObjectValue): Promise<Stored> {
    return this.refresh(await this.apply(null, config));
  }

  async refresh(stored: Stored): Promise<Stored> {
    const { stored: fresh, diagnostics } = await this.look(stored);
    expect(diagnostics).toEqual([]);
    return fresh!;
  }

  look(stored: Stored): Promise<Applied> {
    return this.core.refresh(this.typeName, stored);
  }

  async import(id: string): Promise<Stored> {
    const location = this.kind === "reusable" ? ACCOUNT : `${ACCOUNT}/${APPLICATION}`;
    const { stored, diagnostics } = await this.core.importState(this.typeName, `${location}/${id}`);
    expect(diagnostics).toEqual([]);
    return stored!;
  }

  /** Looks and plans, as every `terraform plan` does; `config` plans nothing. */
  async expectNothingToDo(stored: Stored, config: ObjectValue): Promise<void> {
    const fresh = await this.refresh(stored);
    const plan = await this.plan(fresh, config);
    expect(plan.planned).toEqual(fresh.value);
    expect(plan.action).toBe("no-op");
  }

  /** The one policy there is, as the server has it; nothing when there is none. */
  inForce(): Readonly<Record<string, unknown>> | undefined {
    const policies = this.emulator.policies();
    expect(policies.length).toBeLessThanOrEqual(1);
    const [policy] = policies;
    return (
      policy && {
        ...policy.body,
        ...(policy.precedence === undefined ? {} : { precedence: policy.precedence }),
      }
    );
  }

  /** How many requests would have changed something so far. */
  writes(): number {
    return this.emulator.requests.filter(({ method }) => method !== "GET").length;
  }
}

export function errorsOf({ diagnostics }: Pick<Planned, "diagnostics">) {
  return diagnostics.filter(({ severity }) => severity === "error");
}
