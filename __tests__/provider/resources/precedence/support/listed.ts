import { type Emulator, startEmulator } from "../../../../../src/emulator";
import { writeWantedLists } from "../../../../../src/model";
import type { Diagnostic, ObjectValue } from "../../../../../src/provider/framework";
import { accessProvider } from "../../../../../src/provider/provider";
import { Core, type Stored } from "../../../framework/support/core";
import { SILENT } from "../../../lifecycle/support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const POLICY = "cfaccess_application_policy";
const ORDER = "cfaccess_application_policy_order";

/** A policy of a list: its key is its name as well, unless it has another. */
export interface Entry {
  readonly key: string;
  readonly name?: string;
  readonly decision: "allow" | "deny";
  /** Who matches, one letter for each. */
  readonly people: string;
}

/** What one apply did. */
export interface Applied {
  /** The policies in force after each write, as `allow ab, deny c`. */
  readonly seen: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly requests: readonly string[];
}

/** One application with an ordered list, applied as Terraform does: policies one after the other, their order, deletions. */
export class ListedApplication {
  private readonly policies = new Map<string, Stored>();
  private order: Stored | null = null;

  private constructor(
    private readonly emulator: Emulator,
    readonly appId: string,
    /** What the stack tells; the default is the list itself. */
    private readonly told: (entries: readonly Entry[], appId: string) => string,
  ) {}

  static over(
    emulator: Emulator,
    appId: string,
    told: (entries: readonly Entry[], appId: string) => string = textOf,
  ): ListedApplication {
    return new ListedApplication(emulator, appId, told);
  }

  async apply(entries: readonly Entry[]): Promise<Applied> {
    const core = await this.core(this.told(entries, this.appId));
    const seen: string[] = [];
    const stop = this.emulator.onCommit(() => void seen.push(this.inForce()));
    const before = this.emulator.requests.length;
    const diagnostics: Diagnostic[] = [];
    const run = async (type: string, prior: Stored | null, config: ObjectValue | null) => {
      const applied = await core.run(type, prior, config);
      diagnostics.push(...applied.diagnostics);
      return applied.stored;
    };
    for (const entry of entries) {
      const stored = await run(POLICY, this.policies.get(entry.key) ?? null, this.configOf(entry));
      if (stored) this.policies.set(entry.key, stored);
    }
    const keys = entries.map(({ key }) => key);
    const ids = keys.map((key) => [key, this.policies.get(key)!.value.id!] as const);
    this.order = await run(ORDER, this.order, {
      app_id: this.appId,
      policies: Object.fromEntries(ids),
      order: keys,
    });
    for (const [key, stored] of [...this.policies].filter(([key]) => !keys.includes(key))) {
      await run(POLICY, stored, null);
      this.policies.delete(key);
    }
    stop();
    const requests = this.emulator.requests.slice(before).map(({ method, path }) => {
      const what = path.includes("/policies/") ? "one" : "list";
      return method === "GET" ? `GET ${what}` : method;
    });
    return { seen, diagnostics, requests };
  }

  inForce(): string {
    return this.emulator
      .order(ACCOUNT, this.appId)
      .map(({ policy: { body } }) => `${body.decision} ${lettersIn(JSON.stringify(body.include))}`)
      .join(", ");
  }

  private configOf({ key, name = key, decision, people }: Entry): ObjectValue {
    const email = [...people].map((person) => `${person}@example.com`);
    return { app_id: this.appId, name, decision, include: { email } };
  }

  private async core(orders: string): Promise<Core<unknown>> {
    const variables = {
      CLOUDFLARE_API_TOKEN: "a-token",
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
      CLOUDFLARE_BASE_URL: this.emulator.baseUrl,
    };
    const core = new Core<unknown>(accessProvider("0.0.0", variables, SILENT));
    core.moduleMeta = orders === "" ? null : { orders };
    expect(await core.configure()).toEqual([]);
    return core;
  }
}

export const startQuiet = () => startEmulator({ rateLimit: false });

function textOf(entries: readonly Entry[], appId: string): string {
  const policies = entries.map(({ key, name = key, decision }) => ({ name, denies: decision === "deny" }));
  return writeWantedLists([{ appId, policies }]);
}

function lettersIn(include: string): string {
  return [...include.matchAll(/(\w)@/g)].map(([, letter]) => letter).join("");
}

/** Who gets in by policies as `inForce` shows them: the first that matches decides. */
export function letIn(order: string, people: string): string {
  const policies = order === "" ? [] : order.split(", ").map((text) => text.split(" ") as [string, string]);
  return [...people]
    .filter((person) => policies.find(([, matched]) => matched.includes(person))?.[0] === "allow")
    .join("");
}

/** Whoever gets in after some write whom neither the list before nor the one after it lets in. */
export function slippedIn(people: string, before: string, { seen }: Applied): string[] {
  const after = seen.at(-1) ?? before;
  const mayEnter = letIn(before, people) + letIn(after, people);
  return seen.filter((order) => [...letIn(order, people)].some((person) => !mayEnter.includes(person)));
}
