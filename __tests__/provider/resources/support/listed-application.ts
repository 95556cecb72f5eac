import { type Emulator, startEmulator } from "../../../../src/emulator";
import type { ObjectValue } from "../../../../src/plugin";
import { accessProvider } from "../../../../src/provider/provider";
import { FakeTerraformCore, type Stored } from "../../../fake-terraform-core";
import { SILENT } from "../../lifecycle/support/silent-logger";

export const ACCOUNT = "699d98642c564d2e855e9661899b7252";
export const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
export const TYPE = "cfaccess_application_policies";

/** An application, and a provider that manages its policies as one list. */
export class ListedApplication {
  /** The requests that changed something, as `PUT <id>`. */
  writes: string[] = [];
  /** Refuses the writes of a run for which it returns true; they are counted from 1. */
  refuses: (write: number, method: string) => boolean = () => false;
  /** What somebody else does just before the next write. */
  disturb: (() => Promise<unknown>) | undefined;
  emulator!: Emulator;
  core!: FakeTerraformCore<unknown>;
  /** A request that is not the provider's is under way. */
  #isCalling = false;

  static async open(): Promise<ListedApplication> {
    const application = new ListedApplication();
    application.emulator = await startEmulator({
      rateLimit: false,
      newerSelectors: ["wifi"],
      onRequest: ({ method, path }) => application.#onRequest(method, path),
    });
    await application.newRun();
    return application;
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  async #onRequest(method: string, path: string) {
    if (method === "GET" || this.#isCalling) return undefined;
    const now = this.disturb;
    this.disturb = undefined;
    await now?.();
    this.writes.push(`${method} ${path.replace(/^.*policies\/?/, "")}`.trim());
    const errors = [{ code: 11018, message: "refused by the test" }];
    return this.refuses(this.writes.length, method)
      ? { status: 400, body: { success: false, errors, result: null } }
      : undefined;
  }

  /** Begins a run of Terraform: a plugin of its own, and nothing remembered from the runs before. */
  async newRun(): Promise<void> {
    const variables = {
      CLOUDFLARE_API_TOKEN: "plugin",
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
      CLOUDFLARE_BASE_URL: this.emulator.baseUrl,
    };
    this.core = new FakeTerraformCore<unknown>(accessProvider("0.0.0", variables, SILENT));
    expect(await this.core.configure()).toEqual([]);
  }

  /** Calls the API as any other client would; `path` is below the application. */
  call(method: string, path: string, body?: object): Promise<{ id: string }> {
    return this.somewhere(method, `apps/${APP}/${path}`, body);
  }

  /** Calls the API as any other client would; `path` is below the account. */
  async somewhere(method: string, path: string, body?: object): Promise<{ id: string }> {
    this.#isCalling = true;
    const response = await fetch(`${this.emulator.baseUrl}/accounts/${ACCOUNT}/access/${path}`, {
      method,
      headers: { authorization: "Bearer somebody", "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    this.#isCalling = false;
    const answer = (await response.json()) as { result: { id: string } };
    expect(answer).toMatchObject({ success: true });
    return answer.result;
  }

  /** Makes a policy that the list does not manage. */
  async made(name: string, more: object = {}): Promise<string> {
    const body = { name, decision: "allow", include: [{ everyone: {} }], ...more };
    return (await this.call("POST", "policies", body)).id;
  }

  inForce(): string[] {
    return this.emulator
      .order(ACCOUNT, APP)
      .map(({ precedence, policy }) => `${precedence} ${policy.body.name}`);
  }

  /** Plans and applies without a diagnostic. */
  async apply(prior: Stored | null, config: ObjectValue | null): Promise<Stored | null> {
    const plan = await this.core.plan(TYPE, prior, config);
    expect(plan.diagnostics).toEqual([]);
    const applied = await this.core.apply(TYPE, plan);
    expect(applied.diagnostics).toEqual([]);
    return applied.stored;
  }

  /** What the next run reads. */
  async refreshed(stored: Stored | null): Promise<Stored | null> {
    await this.newRun();
    return (await this.core.refresh(TYPE, stored!)).stored;
  }
}

export const allow = (name: string, ...email: string[]): ObjectValue => ({
  name,
  decision: "allow",
  include: { email },
});

export const block = (name: string, ...email: string[]): ObjectValue => ({
  name,
  decision: "deny",
  include: { email },
});

/** Two policies by key, in their order. */
export const TWO = { no: block("No guests", "eve@x.org"), staff: allow("Staff", "ann@x.org") };

/** The configuration of a list in the order of its keys. */
export const list = (
  policies: Readonly<Record<string, ObjectValue>>,
  more: ObjectValue = {},
): ObjectValue => ({
  app_id: APP,
  policies,
  order: Object.keys(policies),
  ...more,
});

export const elements = (stored: Stored | null) => stored!.value.policies as Record<string, ObjectValue>;

export const texts = (diagnostics: readonly { summary: string; detail: string }[]) =>
  diagnostics.map(({ summary, detail }) => `${summary}\n${detail}`).join("\n");
