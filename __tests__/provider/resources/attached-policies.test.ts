import { type Emulator, startEmulator } from "../../../src/emulator";
import type { ObjectValue } from "../../../src/plugin";
import { accessProvider } from "../../../src/provider/provider";
import { FakeTerraformCore, type Stored } from "../../fake-terraform-core";
import { SILENT } from "../lifecycle/support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const TYPE = "cfaccess_application_attached_policies";

let emulator: Emulator;
let core: FakeTerraformCore<unknown>;
/** What somebody else does right after the next writes of an application, one for each. */
let disturbances: (() => Promise<unknown>)[] = [];
let disturbing = false;

beforeEach(async () => {
  disturbances = [];
  emulator = await startEmulator({
    rateLimit: false,
    onAnswer: async ({ method, path }) => {
      if (method !== "PUT" || !path.includes("/apps/") || disturbing) return undefined;
      disturbing = true;
      await disturbances.shift()?.();
      disturbing = false;
      return undefined;
    },
  });
  core = await newRun();
});
afterEach(() => emulator.close());

/** A run of Terraform: a plugin of its own, and nothing remembered from the runs before. */
async function newRun(): Promise<FakeTerraformCore<unknown>> {
  const variables = {
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  const run = new FakeTerraformCore<unknown>(accessProvider("0.0.0", variables, SILENT));
  expect(await run.configure()).toEqual([]);
  return run;
}

/** Calls the API as any other client would; `path` is below the account. */
async function call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${emulator.baseUrl}/accounts/${ACCOUNT}/access/${path}`, {
    method,
    headers: { authorization: "Bearer a-token", "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const answer = (await response.json()) as { result: Record<string, unknown> };
  expect(answer).toMatchObject({ success: true });
  return answer.result;
}

const CRM = {
  name: "CRM",
  type: "self_hosted",
  domain: "crm.example.com",
  session_duration: "6h",
  tags: ["a"],
};

async function application(settings: object = CRM): Promise<string> {
  return String((await call("POST", "apps", settings)).id);
}

/** Reusable policies by these names; their ids. */
async function reusable(...names: string[]): Promise<string[]> {
  const made = [];
  for (const name of names)
    made.push(await call("POST", "policies", { name, decision: "allow", include: [{ everyone: {} }] }));
  return made.map(({ id }) => String(id));
}

const attached = (app: string) => emulator.order(ACCOUNT, app).map(({ policy }) => String(policy.body.name));
const attach = (app: string, ...policies: string[]): ObjectValue => ({ app_id: app, policies });

async function apply(prior: Stored | null, config: ObjectValue | null): Promise<Stored | null> {
  const plan = await core.plan(TYPE, prior, config);
  expect(plan.diagnostics).toEqual([]);
  const applied = await core.apply(TYPE, plan);
  expect(applied.diagnostics).toEqual([]);
  return applied.stored;
}

function texts(diagnostics: readonly { summary: string; detail: string }[]): string {
  return diagnostics.map(({ summary, detail }) => `${summary}\n${detail}`).join("\n");
}

const asked = () =>
  emulator.requests.map(
    ({ method, path }) => `${method} ${path.replace(/^.*\/access\//, "").replace(/\?.*/, "")}`,
  );

describe("reusable policies attached to an application", () => {
  it("are attached in their order by one write, and everything else of the application stays", async () => {
    const app = await application();
    const before = await call("GET", `apps/${app}`);
    const [block, staff] = await reusable("Block", "Staff");
    emulator.forgetRequests();
    await apply(null, attach(app, block!, staff!));
    expect(attached(app)).toEqual(["Block", "Staff"]);
    expect(asked()).toEqual(["GET apps", `GET apps/${app}`, `PUT apps/${app}`, `GET apps/${app}`]);
    const settings = ({ policies: _, updated_at: __, ...rest }: Record<string, unknown>) => rest;
    expect(settings(await call("GET", `apps/${app}`))).toEqual(settings(before));
  });

  it("plan nothing after the apply, and one list request serves all applications", async () => {
    const [block, staff] = await reusable("Block", "Staff");
    const apps = await Promise.all([1, 2, 3].map((n) => application({ ...CRM, domain: `${n}.example.com` })));
    const stored = [];
    for (const app of apps) stored.push((await apply(null, attach(app, staff!, block!)))!);
    core = await newRun();
    emulator.forgetRequests();
    for (const [index, one] of stored.entries()) {
      const { stored: fresh, diagnostics } = await core.refresh(TYPE, one);
      expect(diagnostics).toEqual([]);
      expect(await core.plan(TYPE, fresh, attach(apps[index]!, staff!, block!))).toMatchObject({
        action: "no-op",
      });
    }
    expect(asked()).toEqual(["GET apps"]);
  });

  it("change order, and come and go, in one write", async () => {
    const app = await application();
    const [a, b, c] = await reusable("A", "B", "C");
    const stored = await apply(null, attach(app, a!, b!));
    emulator.forgetRequests();
    await apply(stored, attach(app, c!, a!));
    expect(attached(app)).toEqual(["C", "A"]);
    expect(asked().filter((line) => line.startsWith("PUT"))).toHaveLength(1);
  });

  it("are detached by a destroy, which leaves what somebody else attached", async () => {
    const app = await application();
    const [a, b] = await reusable("A", "B");
    const stored = await apply(null, attach(app, a!));
    await call("PUT", `apps/${app}`, { ...CRM, policies: [b, a] });
    await apply(stored, null);
    expect(attached(app)).toEqual(["B"]);
  });

  it("are destroyed without a request that changes anything where the application is gone", async () => {
    const app = await application();
    const stored = await apply(null, attach(app, ...(await reusable("A"))));
    emulator.removeApplication(ACCOUNT, app);
    emulator.forgetRequests();
    await apply(stored, null);
    expect(asked()).toEqual([`GET apps/${app}`]);
  });

  it("are imported by account and application, in the order of judgment", async () => {
    const app = await application();
    const [a, b] = await reusable("A", "B");
    await call("PUT", `apps/${app}`, {
      ...CRM,
      policies: [
        { id: a, precedence: 7 },
        { id: b, precedence: 3 },
      ],
    });
    const { stored } = await core.importState(TYPE, `${ACCOUNT}/${app}`);
    expect(stored!.value).toMatchObject({ account_id: ACCOUNT, app_id: app, policies: [b, a] });
    expect(await core.plan(TYPE, stored, attach(app, b!, a!))).toMatchObject({ action: "no-op" });
  });
});

describe("an application that cannot be written back", () => {
  it("is refused by the plan and by the apply where it has policies of its own, which are named", async () => {
    const app = await application();
    await call("POST", `apps/${app}/policies`, {
      name: "Own",
      decision: "allow",
      include: [{ everyone: {} }],
    });
    const [a] = await reusable("A");
    const plan = await core.plan(TYPE, null, attach(app, a!));
    expect(texts(plan.diagnostics)).toContain("has 1 policy of its own");
    expect(texts(plan.diagnostics)).toContain('"Own"');
    const applied = await core.apply(TYPE, plan);
    expect(texts(applied.diagnostics)).toContain("moved block");
    expect(applied.stored).toBeNull();
    expect(attached(app)).toEqual(["Own"]);
  });

  it.each([
    [
      "saas_app.client_secret",
      { name: "S", type: "saas", saas_app: { auth_type: "oidc", client_id: "c", client_secret: "s3cret" } },
    ],
    [
      "scim_config.authentication.password",
      { ...CRM, scim_config: { authentication: { scheme: "httpbasic", user: "u", password: "s3cret" } } },
    ],
    [
      "scim_config.authentication.token",
      { ...CRM, scim_config: { authentication: [{ scheme: "oauthbearertoken", token: "s3cret" }] } },
    ],
    [
      "scim_config.authentication.client_secret",
      {
        ...CRM,
        scim_config: { authentication: { scheme: "oauth2", client_id: "c", client_secret: "s3cret" } },
      },
    ],
  ])("is refused where the API keeps %s back", async (setting, settings) => {
    const app = await application(settings);
    const [a] = await reusable("A");
    const applied = await core.apply(TYPE, await core.plan(TYPE, null, attach(app, a!)));
    expect(texts(applied.diagnostics)).toContain(setting);
    expect(texts(applied.diagnostics)).not.toContain("s3cret");
    expect(attached(app)).toEqual([]);
    const { body } = emulator.applications(ACCOUNT).find(({ id }) => id === app)!;
    expect(JSON.stringify(body)).toContain("s3cret");
  });

  it("is refused where it has attached policies that no plan has shown, with the import command", async () => {
    const app = await application();
    const [a, b] = await reusable("A", "B");
    await call("PUT", `apps/${app}`, { ...CRM, policies: [a] });
    const plan = await core.plan(TYPE, null, attach(app, b!));
    expect(texts(plan.diagnostics)).toContain(`terraform import ${TYPE}.NAME ${ACCOUNT}/${app}`);
    const applied = await core.apply(TYPE, plan);
    expect(texts(applied.diagnostics)).toContain("already has attached policies");
    expect(attached(app)).toEqual(["A"]);
  });

  it("names the ids that are no reusable policies of the account, and lists those that are", async () => {
    const app = await application();
    const [a] = await reusable("Staff");
    const missing = "00000000-0000-4000-8000-000000000000";
    const applied = await core.apply(TYPE, await core.plan(TYPE, null, attach(app, a!, missing)));
    expect(texts(applied.diagnostics)).toContain(`no reusable policy "${missing}"`);
    expect(texts(applied.diagnostics)).toContain('"Staff"');
  });

  it("reports in the plan an application that does not exist, and lists those that do", async () => {
    const app = await application();
    const gone = await application({ ...CRM, name: "Gone", domain: "gone.example.com" });
    emulator.removeApplication(ACCOUNT, gone);
    const plan = await core.plan(TYPE, null, attach(gone, ...(await reusable("Staff"))));
    expect(texts(plan.diagnostics)).toContain(`no Access application "${gone}"`);
    expect(texts(plan.diagnostics)).toContain(
      `Account ${ACCOUNT} has 1 Access application: "${app}" ("CRM", self_hosted).`,
    );
  });
});

describe("somebody else who writes the application at the same time", () => {
  it("has its own change kept where it undid the list: the write is repeated once", async () => {
    const app = await application();
    const [a, b] = await reusable("A", "B");
    const stored = await apply(null, attach(app, a!));
    disturbances = [() => call("PUT", `apps/${app}`, { ...CRM, session_duration: "1h", policies: [a] })];
    const { diagnostics } = await core.apply(TYPE, await core.plan(TYPE, stored, attach(app, a!, b!)));
    expect(diagnostics).toEqual([]);
    expect(attached(app)).toEqual(["A", "B"]);
    expect(await call("GET", `apps/${app}`)).toMatchObject({ session_duration: "1h" });
  });

  it("ends the apply with both lists where it undoes the list twice", async () => {
    const app = await application();
    const [a, b] = await reusable("A", "B");
    const stored = await apply(null, attach(app, a!));
    const undo = () => call("PUT", `apps/${app}`, { ...CRM, policies: [a] });
    disturbances = [undo, undo];
    const applied = await core.apply(TYPE, await core.plan(TYPE, stored, attach(app, b!)));
    expect(texts(applied.diagnostics)).toContain("changed by somebody else at the same time");
    expect(texts(applied.diagnostics)).toMatch(/Found: "A"[\s\S]*Wanted: /);
    expect(applied.stored!.value).toMatchObject({ policies: [a] });
  });

  it("is not overwritten where the list changed after the plan", async () => {
    const app = await application();
    const [a, b, c] = await reusable("A", "B", "C");
    const stored = await apply(null, attach(app, a!));
    const plan = await core.plan(TYPE, stored, attach(app, b!));
    await call("PUT", `apps/${app}`, { ...CRM, policies: [c] });
    const applied = await core.apply(TYPE, plan);
    expect(texts(applied.diagnostics)).toContain("Plan again");
    expect(attached(app)).toEqual(["C"]);
  });

  it("is suspected by the plan that sees another list than was applied", async () => {
    const app = await application();
    const [a, b] = await reusable("A", "B");
    const stored = await apply(null, attach(app, a!));
    await call("PUT", `apps/${app}`, { ...CRM, policies: [b] });
    core = await newRun();
    const { stored: fresh, diagnostics } = await core.refresh(TYPE, stored!);
    expect(fresh!.value).toMatchObject({ policies: [b] });
    expect(diagnostics.map(({ severity }) => severity)).toEqual(["warning"]);
    expect(texts(diagnostics)).toContain("ignore_changes = [policies]");
  });
});
