import { AccessClient } from "../../../../../src/client";
import type { Emulator } from "../../../../../src/emulator";
import { writeWantedOrders } from "../../../../../src/model";
import type { Diagnostic } from "../../../../../src/provider/framework";
import type { AccessMeta } from "../../../../../src/provider/resources";
import { ordersOf } from "../../../../../src/provider/resources/precedence";
import type { Core, Planned, Stored } from "../../../framework/support/core";
import { policyCore } from "../../support/policy-core";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const TYPE = "cfaccess_application_policy";

/** A policy of a stack. */
export interface Numbered {
  /** What it is called in the stack. */
  readonly key: string;
  /** @default the key */
  readonly name?: string;
  readonly decision: "allow" | "deny";
  readonly precedence: number;
}

/** Chooses one of several by a number from 0 to 1. */
export type Chance = () => number;

interface Operation {
  readonly key: string;
  readonly plan: Planned;
  /** The operations that Terraform has end before this one begins. */
  readonly after: Operation[];
}

/** What stands in an application at a moment: names in their order, block policies with a `!`. */
export type Standing = readonly string[];

/** A stack of numbered policies of one application, applied as Terraform does. */
export class NumberedStack {
  private stored = new Map<string, Stored & { before: readonly string[] }>();

  constructor(private readonly emulator: Emulator) {}

  /** The application's order. */
  get standing(): Standing {
    return this.emulator.order(ACCOUNT, APP).map(({ policy: { body } }) => named(body as never));
  }

  get places(): string[] {
    return this.emulator
      .order(ACCOUNT, APP)
      .map(({ policy, precedence }) => `${precedence} ${named(policy.body as never)}`);
  }

  /**
   * One apply in a process of its own.
   * @param lanes how many operations run side by side
   * @param chance which of those that may begin does
   */
  async apply(
    policies: readonly Numbered[],
    { lanes, chance }: { lanes: number; chance: Chance },
  ): Promise<Diagnostic[]> {
    const operations = await this.operations(await this.core(policies), policies);
    // It knows nothing of the plan.
    const core = await this.core(policies);
    const diagnostics: Diagnostic[] = [];
    const waiting = new Set(operations);
    const failed = new Set<Operation>();
    const running = new Map<Operation, Promise<void>>();
    const run = async (operation: Operation) => {
      const { stored, diagnostics: said } = await core.apply(TYPE, operation.plan);
      diagnostics.push(...said);
      if (stored === null && operation.plan.action === "create") failed.add(operation);
      if (stored === null) this.stored.delete(operation.key);
      else this.stored.set(operation.key, { ...stored, before: blocksBefore(policies, operation.key) });
      running.delete(operation);
    };
    while (waiting.size > 0 || running.size > 0) {
      const ready = [...waiting].filter(({ after }) =>
        after.every((it) => !waiting.has(it) && !running.has(it)),
      );
      // With one lane what is made has to come before what is deleted, if it is to stand for it.
      const made = lanes > 1 ? [] : ready.filter(({ plan }) => plan.prior === null);
      const choice = made.length > 0 ? made : ready;
      if (choice.length > 0 && running.size < lanes) {
        const next = choice[Math.floor(chance() * choice.length)]!;
        waiting.delete(next);
        running.set(next, run(next));
      } else if (running.size > 0) await Promise.race(running.values());
      for (const it of waiting)
        if (it.after.some((other) => failed.has(other))) failed.add(it) && waiting.delete(it);
    }
    return diagnostics;
  }

  /** What a plan would do, by key; nothing for what stays. */
  async plan(policies: readonly Numbered[]): Promise<Record<string, string>> {
    const operations = await this.operations(await this.core(policies), policies);
    return Object.fromEntries(operations.map(({ key, plan: { action } }) => [key, action]));
  }

  private async core(policies: readonly Numbered[]): Promise<Core<AccessMeta>> {
    const client = new AccessClient({ credentials: { apiToken: "t" }, baseUrl: this.emulator.baseUrl });
    ordersOf({ client } as AccessMeta).lanes.patience = { usual: 150, single: 20 };
    const core = await policyCore(this.emulator, ACCOUNT, client);
    const places = policies.map(({ key, name = key, decision, precedence }) => ({
      name,
      precedence,
      denies: decision === "deny",
    }));
    core.moduleMeta = places.length === 0 ? null : { orders: writeWantedOrders([{ appId: APP, places }]) };
    return core;
  }

  private async operations(core: Core<AccessMeta>, policies: readonly Numbered[]): Promise<Operation[]> {
    const all = new Map<string, Operation>();
    for (const [key, prior] of this.stored) {
      const { stored } = await core.refresh(TYPE, prior);
      if (stored) this.stored.set(key, { ...prior, ...stored });
    }
    for (const policy of policies) {
      const plan = await core.plan(TYPE, this.stored.get(policy.key) ?? null, configured(policy));
      if (plan.action !== "no-op") all.set(policy.key, { key: policy.key, plan, after: [] });
    }
    for (const [key, prior] of this.stored) {
      if (policies.some((policy) => policy.key === key)) continue;
      all.set(key, { key, plan: await core.plan(TYPE, prior, null), after: [] });
    }
    for (const operation of all.values()) operation.after.push(...this.before(operation, all, policies));
    return [...all.values()];
  }

  /** An allow policy waits for the block policies before it; what is deleted goes before what once waited for it. */
  private before(
    { key, plan }: Operation,
    all: ReadonlyMap<string, Operation>,
    policies: readonly Numbered[],
  ): Operation[] {
    const deleted = plan.action === "delete";
    return [...all.values()].filter((other) => {
      if (other.key === key) return false;
      const othersDeleted = other.plan.action === "delete";
      if (deleted) return othersDeleted && (this.stored.get(other.key)?.before ?? []).includes(key);
      if (othersDeleted) return (this.stored.get(key)?.before ?? []).includes(other.key);
      return blocksBefore(policies, key).includes(other.key);
    });
  }
}

function configured({ key, name = key, decision, precedence }: Numbered) {
  const include = { email: [`${name.toLowerCase()}@example.com`] };
  return { app_id: APP, name, decision, precedence, include };
}

function blocksBefore(policies: readonly Numbered[], key: string): string[] {
  const policy = policies.find((it) => it.key === key);
  if (policy?.decision !== "allow") return [];
  return policies
    .filter(({ decision, precedence }) => decision === "deny" && precedence < policy.precedence)
    .map((it) => it.key);
}

export function named({ name, decision }: { name: string; decision: string }): string {
  return decision === "deny" ? `${name}!` : name;
}

/** The first policy that matches decides; who is matched by exactly these gets in or not. */
function letsIn(order: Standing, matching: ReadonlySet<string>): boolean {
  const first = order.find((name) => matching.has(name));
  return first !== undefined && !first.endsWith("!");
}

/** Somebody who gets in by an order, and neither by the one before nor by the one after: by what matches them. */
export function opening(order: Standing, before: Standing, after: Standing): readonly string[] | undefined {
  const names = [...new Set([...order, ...before, ...after])];
  for (let person = 0; person < 2 ** names.length; person += 1) {
    const matching = new Set(names.filter((_, index) => person & (1 << index)));
    if (letsIn(order, matching) && !letsIn(before, matching) && !letsIn(after, matching))
      return [...matching];
  }
  return undefined;
}
