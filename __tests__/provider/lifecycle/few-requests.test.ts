import { type Emulator, startEmulator } from "../../../src/emulator";
import { type ObjectValue, UNKNOWN } from "../../../src/plugin";
import { accessProvider } from "../../../src/provider/provider";
import { FakeTerraformCore, type Stored } from "../../fake-terraform-core";
import { SILENT } from "./support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const REUSABLE = "cfaccess_policy";
const OF_APP = "cfaccess_application_policy";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ rateLimit: false });
});
beforeEach(() => {
  emulator.clear();
  emulator.faults([]);
  emulator.requests.length = 0;
});
afterAll(() => emulator.close());

/** A run of Terraform: a plugin of its own, and nothing remembered from the runs before. */
async function newRun(): Promise<FakeTerraformCore<unknown>> {
  const variables = {
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  const core = new FakeTerraformCore<unknown>(accessProvider("0.0.0", variables, SILENT));
  expect(await core.configure()).toEqual([]);
  return core;
}

const staff = (name = "Staff"): ObjectValue => ({
  name,
  decision: "allow",
  include: { email: ["ann@example.com"] },
});
const ofApp = (app: string, name = "Staff"): ObjectValue => ({ app_id: app, ...staff(name) });
const wire = (name = "Staff") => ({
  name,
  decision: "allow",
  include: [{ email: { email: "ann@example.com" } }],
});
const asked = () =>
  emulator.requests.map(
    ({ method, path }) => `${method} ${path.replace(`/accounts/${ACCOUNT}/access/`, "")}`,
  );

/** Creates them all in a run of their own, and forgets what was asked for it. */
async function existing(typeName: string, configs: readonly ObjectValue[]): Promise<Stored[]> {
  const core = await newRun();
  const stored: Stored[] = [];
  for (const config of configs) stored.push((await core.run(typeName, null, config)).stored!);
  emulator.requests.length = 0;
  return stored;
}

describe("a plan in which nothing changes", () => {
  test("asks once for all reusable policies", async () => {
    const configs = Array.from({ length: 40 }, (_, i) => staff(`Staff ${i}`));
    const stored = await existing(REUSABLE, configs);
    const core = await newRun();
    const actions = await Promise.all(
      stored.map(async (one, index) => {
        const { stored: fresh } = await core.refresh(REUSABLE, one);
        return (await core.plan(REUSABLE, fresh, configs[index]!)).action;
      }),
    );
    expect(new Set(actions)).toEqual(new Set(["no-op"]));
    expect(asked()).toEqual(["GET policies"]);
  });

  test("asks once for all policies of many applications", async () => {
    const configs = Array.from({ length: 40 }, (_, i) => ofApp(`app-${i >> 1}`, `Staff ${i}`));
    const stored = await existing(OF_APP, configs);
    const core = await newRun();
    const fresh = await Promise.all(stored.map((one) => core.refresh(OF_APP, one)));
    expect(fresh.map(({ stored: it }) => it?.value)).toEqual(stored.map(({ value }) => value));
    expect(asked()).toEqual(["GET apps"]);
  });

  test("does not take a list's old content for a change, where the list lags behind our last write", async () => {
    const names = ["one", "two"];
    const before = await existing(REUSABLE, names.map(staff));
    emulator.faults([{ kind: "stale-lists", ms: 600_000 }]);
    const writing = await newRun();
    const changed: Stored[] = [];
    for (const [index, name] of names.entries())
      changed.push((await writing.run(REUSABLE, before[index]!, staff(`${name}, renamed`))).stored!);
    const core = await newRun();
    const fresh = await Promise.all(changed.map((one) => core.refresh(REUSABLE, one)));
    expect(fresh.map(({ stored }) => stored?.value.name)).toEqual(["one, renamed", "two, renamed"]);
  });
});

describe("an orphan of a killed run", () => {
  const remains = (where: { appId?: string } = {}) => emulator.add({ accountId: ACCOUNT, ...where }, wire());

  test.each([
    [REUSABLE, {}, staff(), ACCOUNT],
    [OF_APP, { appId: "app-1" }, ofApp("app-1"), `${ACCOUNT}/app-1`],
  ] as const)(
    "is a warning in the plan of %s, with the line that imports it",
    async (typeName, where, config, location) => {
      const id = remains(where);
      const core = await newRun();
      const { diagnostics, action } = await core.plan(typeName, null, config);
      expect(action).toBe("create");
      expect(diagnostics).toEqual([expect.objectContaining({ severity: "warning", path: ["name"] })]);
      expect(diagnostics[0]!.summary).toContain(`terraform import ${typeName}.NAME ${location}/${id}`);
      expect(diagnostics[0]!.detail).toContain(
        `With cdktf: .importFrom("${location}/${id}") on the construct.\n`,
      );
    },
  );

  test.each([
    ["another name", staff("Other")],
    ["other content", { ...staff(), decision: "deny" }],
    ["another account", { ...staff(), account_id: "another" }],
  ])("is not a warning for %s", async (_, config) => {
    remains();
    expect((await (await newRun()).plan(REUSABLE, null, config)).diagnostics).toEqual([]);
  });

  test.each([
    ["a reusable policy", REUSABLE, staff(), 'Policy "Staff"'],
    ["a policy of an application", OF_APP, ofApp("app-1"), 'Policy "Staff" of application app-1'],
  ])(
    "is not said to be %s that this run has read: it may be renamed",
    async (_what, type, config, subject) => {
      const [stored] = await existing(type, [config]);
      const core = await newRun();
      await core.refresh(type, stored!);
      const { diagnostics } = await core.plan(type, null, config);
      expect(diagnostics).toEqual([
        {
          severity: "warning",
          summary:
            `${subject}: it has the content of a policy of this state: ${String(stored!.value.id)}. If the resource or key ` +
            "was renamed, a moved block (moveFromId) keeps the policy instead of deleting and creating it. [same-content]",
          detail: 'If it is meant: accepted_warnings = ["same-content"] (acceptedWarnings in TypeScript).',
          path: ["name"],
        },
      ]);
      const accepting = { ...config, accepted_warnings: ["same-content"] };
      expect((await core.plan(type, null, accepting)).diagnostics).toEqual([]);
    },
  );

  test("is not a warning for a policy that is replaced", async () => {
    const [stored] = await existing(OF_APP, [ofApp("app-1")]);
    const core = await newRun();
    await core.refresh(OF_APP, stored!);
    const elsewhere = { ...ofApp("app-2"), accepted_warnings: ["application-without-allow"] };
    const { action, diagnostics } = await core.plan(OF_APP, stored!, elsewhere);
    expect([action, diagnostics]).toEqual(["replace", []]);
  });

  test("is not a warning for a policy that this run has not read yet", async () => {
    await existing(REUSABLE, [staff()]);
    const { diagnostics } = await (await newRun()).plan(REUSABLE, null, staff());
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]!.summary).toContain("if nothing manages that one, import it with");
    expect(diagnostics[0]!.detail).toContain("with a moved block (moveFromId in cdktf)");
  });

  test("is not a warning about what this run has created", async () => {
    const core = await newRun();
    await core.run(REUSABLE, null, staff());
    const second = await core.run(REUSABLE, null, staff());
    expect(second.diagnostics).toEqual([]);
    expect(emulator.policies()).toHaveLength(2);
  });

  test("is searched for in one list for any number of planned policies", async () => {
    const core = await newRun();
    await Promise.all(Array.from({ length: 30 }, (_, i) => core.plan(REUSABLE, null, staff(`${i}`))));
    expect(asked()).toEqual(["GET policies"]);
  });

  const REFUSED = { methods: ["GET"], kind: "page", body: "<title>Sign in</title>" } as const;

  test("is not searched for where policies cannot be listed: the plan is unchanged and warns once", async () => {
    emulator.faults([{ ...REFUSED, status: 403 }]);
    const core = await newRun();
    const plans = await Promise.all([
      core.plan(REUSABLE, null, staff()),
      core.plan(REUSABLE, null, staff("b")),
    ]);
    plans.push(await core.plan(REUSABLE, null, staff("c")));
    expect(plans.map(({ action }) => action)).toEqual(["create", "create", "create"]);
    expect(plans.flatMap(({ diagnostics }) => diagnostics)).toEqual([
      expect.objectContaining({
        severity: "warning",
        summary: expect.stringMatching(
          /^Could not list reusable policies: .*"Sign in".*the apply may fail in the same way$/,
        ),
      }),
    ]);
    expect(emulator.requests).toHaveLength(1);
  });
});

describe("a plan that only creates, with settings that cannot be right", () => {
  const TOKEN = "tok_9Zq-secret-0123456789";
  let strict: Emulator;
  beforeAll(async () => {
    strict = await startEmulator({
      rateLimit: false,
      tokens: [
        { token: "another", permission: "write" },
        { token: "none", permission: "none" },
      ],
    });
  });
  afterAll(() => strict.close());

  /** What such a plan says, of two policies. */
  async function warningsOf(
    variables: Readonly<Record<string, string>>,
    typeName = REUSABLE,
    more: ObjectValue = {},
  ) {
    const environment = { CLOUDFLARE_ACCOUNT_ID: ACCOUNT, CLOUDFLARE_BASE_URL: strict.baseUrl, ...variables };
    const core = new FakeTerraformCore<unknown>(accessProvider("0.0.0", environment, SILENT));
    await core.configure();
    strict.requests.length = 0;
    const config = (name: string) => (typeName === OF_APP ? ofApp("app-1", name) : staff(name));
    const plans = await Promise.all(
      ["a", "b"].map((name) => core.plan(typeName, null, { ...config(name), ...more })),
    );
    const diagnostics = plans.flatMap((plan) => plan.diagnostics);
    expect(JSON.stringify(diagnostics)).not.toContain(TOKEN);
    return diagnostics;
  }

  test.each([
    ["policies", REUSABLE, {}],
    ["policies of an application", OF_APP, {}],
    ["policies whose rules are not known yet", REUSABLE, { include: { email: [UNKNOWN] } }],
    ["policies of an application that is not known yet", OF_APP, { app_id: UNKNOWN }],
  ] as const)("fails for a wrong token, with one request, where it makes %s", async (_, typeName, more) => {
    const [error, ...others] = await warningsOf({ CLOUDFLARE_API_TOKEN: TOKEN }, typeName, more);
    expect(others).toEqual([]);
    expect(error).toMatchObject({ severity: "error" });
    expect(error!.summary).toMatch(/^Could not list /);
    expect(error!.detail).toMatch(/^The API answered 401: .*\n\nCheck CLOUDFLARE_API_TOKEN/);
    expect(strict.requests).toHaveLength(1);
  });

  test("warns of a token that may not list, and that it may yet be allowed to write", async () => {
    const [warning, ...others] = await warningsOf({ CLOUDFLARE_API_TOKEN: "none" });
    expect(others).toEqual([]);
    expect(warning!.summary).toMatch(
      /the API answered 403: .*; the apply fails too, unless the token may write what it may not list$/,
    );
    expect(warning!.detail).toContain("Access: Apps and Policies Write");
  });

  test("warns of an API that cannot be reached", async () => {
    const gone = await startEmulator();
    await gone.close();
    const variables = { CLOUDFLARE_API_TOKEN: TOKEN, CLOUDFLARE_BASE_URL: gone.baseUrl };
    const [warning, ...others] = await warningsOf(variables);
    expect(others).toEqual([]);
    expect(warning!.summary).toContain("nothing listens there (ECONNREFUSED)");
    expect(warning!.summary).toMatch(/; the apply will fail in the same way$/);
    expect(warning!.detail).toContain("base_url");
  });
});

describe("an apply whose answer is lost", () => {
  test("adopts the policy it created, with a warning", async () => {
    emulator.faults([{ methods: ["POST"], kind: "reset", commit: "after", next: 1 }]);
    const core = await newRun();
    const { stored, diagnostics } = await core.run(REUSABLE, null, staff());
    expect(emulator.policies().map(({ id }) => id)).toEqual([stored!.value.id]);
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(diagnostics[0]!.summary).toContain(`it is taken to be ${stored!.value.id}`);
  });

  test("fails where several policies match, with a line that imports each", async () => {
    emulator.faults([{ methods: ["POST"], kind: "server-error", commit: "after", next: 1 }]);
    const core = await newRun();
    const applying = core.run(REUSABLE, null, staff());
    while (emulator.policies().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    emulator.add({ accountId: ACCOUNT }, wire());
    const { stored, diagnostics } = await applying;
    expect(stored).toBeNull();
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "error" })]);
    for (const { id } of emulator.policies()) {
      expect(diagnostics[0]!.detail).toContain(`terraform import ${REUSABLE}.NAME ${ACCOUNT}/${id}\n`);
      expect(diagnostics[0]!.detail).toContain(`.importFrom("${ACCOUNT}/${id}")`);
    }
  });

  test.each([
    [REUSABLE, `${ACCOUNT}/POLICY_ID`, {}],
    [OF_APP, `${ACCOUNT}/app-1/POLICY_ID`, { app_id: "app-1" }],
  ])(
    "that could not be looked for names the %s, the time and how to import it",
    async (typeName, id, more) => {
      emulator.faults([{ methods: ["POST"], kind: "refusal", status: 500, code: 10000, commit: "after" }]);
      const core = await newRun();
      const config = { ...staff(), ...more, timeouts: { create: "300ms" } };
      const { stored, diagnostics } = await core.run(typeName, null, config);
      expect(stored).toBeNull();
      expect(diagnostics).toEqual([expect.objectContaining({ severity: "error" })]);
      const { summary, detail } = diagnostics[0]!;
      expect(summary).toContain('"Staff"');
      expect(detail).not.toContain("CLOUDFLARE_API_TOKEN");
      expect(detail).toMatch(/policy "Staff" .*was made at or after \d{4}-\d\d-\d\dT[\d:.]+Z\./);
      expect(detail).toContain(`  terraform import ${typeName}.NAME ${id}\n`);
      expect(detail).toContain(`.importFrom("${id}")`);
    },
  );

  test("and could not be searched for is named with its id and time by the next plan that creates it", async () => {
    emulator.faults([{ methods: ["POST"], kind: "refusal", status: 500, code: 10000, commit: "after" }]);
    const config = { ...staff(), timeouts: { create: "300ms" } };
    await (await newRun()).run(REUSABLE, null, config);
    const [lost] = emulator.policies();
    const { diagnostics } = await (await newRun()).plan(REUSABLE, null, config);
    expect(diagnostics).toEqual([expect.objectContaining({ severity: "warning" })]);
    expect(diagnostics[0]!.summary).toContain(`terraform import ${REUSABLE}.NAME ${ACCOUNT}/${lost!.id}`);
    expect(diagnostics[0]!.detail).toContain(`made at ${new Date(lost!.createdAt).toISOString()}`);
  });
});
