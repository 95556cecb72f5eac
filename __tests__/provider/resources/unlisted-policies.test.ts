import { setTimeout as pause } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { type Diagnostic, type ObjectValue, UNKNOWN } from "../../../src/provider/framework";
import { accessProvider } from "../../../src/provider/provider";
import { Core, type Stored } from "../framework/support/core";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const TYPE = "cfaccess_application_policy_order";

let emulator: Emulator;
/** Whether writes take their time, and how many of them there were at once. */
let slow = false;
let most = 0;

beforeEach(async () => {
  let present = 0;
  [slow, most] = [false, 0];
  emulator = await startEmulator({
    rateLimit: false,
    onRequest: async ({ method }) => {
      if (!slow || method !== "PUT") return undefined;
      present += 1;
      most = Math.max(most, present);
      await pause(100);
      present -= 1;
      return undefined;
    },
  });
});
afterEach(() => emulator.close());

async function newRun(): Promise<Core<unknown>> {
  const environment = {
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  const core = new Core<unknown>(accessProvider("0.0.0", environment));
  await core.configure();
  emulator.forgetRequests();
  return core;
}

/** A policy of the application; whoever begins with "no " blocks. */
function policy(name: string, precedence: number, more: object = {}): string {
  const decision = name.startsWith("no ") ? "deny" : "allow";
  const include = [{ email: { email: "ann@example.com" } }];
  return emulator.add({ accountId: ACCOUNT, appId: APP }, { name, decision, precedence, include, ...more });
}

interface Listed {
  readonly ids: Readonly<Record<string, string>>;
  readonly config: ObjectValue;
  readonly stored: Stored;
}

/** The order of a list that was applied; `more` is what its configuration says besides. */
async function applied(ids: Readonly<Record<string, string>>, more: ObjectValue = {}): Promise<Listed> {
  const config = { app_id: APP, policies: ids, order: Object.keys(ids), ...more };
  const { stored, diagnostics } = await (await newRun()).run(TYPE, null, config);
  expect(diagnostics).toEqual([]);
  return { ids, config, stored: stored! };
}

/** What the next plan says, of the same configuration if of no other. */
async function told({ stored, config }: Listed, other = config): Promise<readonly Diagnostic[]> {
  const core = await newRun();
  const { stored: fresh } = await core.refresh(TYPE, stored);
  const { diagnostics } = await core.plan(TYPE, fresh, other);
  expect(emulator.requests.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`)).toEqual([
    "GET policies",
  ]);
  return diagnostics;
}

const codes = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ severity, summary }) => `${severity} ${/\[(.*)\]$/.exec(summary)?.[1]}`);

const list = () => applied({ robots: policy("no robots", 10), staff: policy("staff", 20) });

describe("a plan of an order, for policies that are not in the list", () => {
  it("warns of one that lets people in before a block policy, without a further request", async () => {
    const listed = await list();
    const id = policy("By hand", 5);
    const [warning, ...others] = await told(listed);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ severity: "warning", path: ["app_id"] });
    expect(warning!.summary).toBe(
      `Order of application ${APP}: policy "By hand" (${id}, precedence 5) is not in the list and lets people in ` +
        'before "no robots" can block them. Give it a higher precedence in the dashboard, delete it there, or import it ' +
        "and put it into the list. [unlisted-allow]",
    );
    const place = `${ACCOUNT}/${APP}/${id}`;
    expect(warning!.detail).toBe(
      "To import it:\n\n" +
        `  terraform import cfaccess_application_policy.NAME ${place}\n` +
        `  With cdktf: .importFrom("${place}") on the construct.\n\n` +
        'If it is meant: accepted_warnings = ["unlisted-allow"] (acceptedWarnings in TypeScript).',
    );
  });

  it.each([
    ["an allow policy behind all block policies", "By hand", 15, {}, []],
    ["a block policy before the list", "no guests", 5, {}, []],
    ["a bypass behind all block policies", "Health", 15, { decision: "bypass" }, ["warning unlisted-bypass"]],
    ["what lets machines in", "CI", 5, { decision: "non_identity" }, []],
    ["the same as a listed one", "staff", 30, {}, ["warning unlisted-twin"]],
    ["one before a block policy that is the same as a listed one", "staff", 5, {}, ["warning unlisted-twin"]],
    ["one of a listed one's name with other content", "staff", 30, { session_duration: "1h" }, []],
    ["one of a listed one's content with another name", "Staff", 30, {}, []],
  ])("judges %s", async (_, name, precedence, more, expected) => {
    const listed = await list();
    policy(name, precedence, more);
    expect(codes(await told(listed))).toEqual(expected);
  });

  it("judges by where the policies are to stand, with those that are still to be made", async () => {
    const first = policy("no robots", 1);
    const second = policy("no guests", 2);
    policy("By hand", 3);
    const listed = await applied({ robots: first, guests: second });
    expect(codes(await told(listed))).toEqual([]);
    const insertion = {
      ...listed.config,
      policies: { ...listed.ids, staff: UNKNOWN },
      order: ["robots", "staff", "guests"],
    };
    expect(codes(await told(listed, insertion))).toEqual(["warning unlisted-allow"]);
  });

  it("says nothing of one that leaves the list", async () => {
    const { staff, ...ids } = { staff: policy("staff", 1), robots: policy("no robots", 2) };
    const listed = await applied({ staff, ...ids });
    expect(await told(listed, { app_id: APP, policies: ids, order: ["robots"] })).toEqual([]);
  });

  it("says nothing of what is accepted, and accepts a code without a request", async () => {
    const listed = await list();
    policy("By hand", 5);
    const accepting = { ...listed.config, accepted_warnings: ["unlisted-allow"] };
    expect(await told(listed, accepting)).toEqual([]);
    const core = await newRun();
    const { stored, diagnostics } = await core.run(TYPE, listed.stored, accepting);
    expect(diagnostics).toEqual([]);
    expect(stored!.value).toMatchObject({ accepted_warnings: ["unlisted-allow"] });
    expect(emulator.requests).toEqual([]);
  });

  it("asks for nothing where nothing was read", async () => {
    const listed = await list();
    policy("By hand", 5);
    const core = await newRun();
    expect((await core.plan(TYPE, listed.stored, listed.config)).diagnostics).toEqual([]);
    expect(emulator.requests).toEqual([]);
  });
});

describe("timeouts of an order", () => {
  it("end an operation that takes too long, and are no request by themselves", async () => {
    const listed = await list();
    const patient = { ...listed.config, timeouts: { update: "1s" } };
    const { stored, diagnostics } = await (await newRun()).run(TYPE, listed.stored, patient);
    expect(diagnostics).toEqual([]);
    expect(emulator.requests).toEqual([]);
    emulator.faults([{ methods: ["GET"], kind: "server-error", commit: "before" }]);
    const turned = { ...patient, order: ["staff", "robots"] };
    const began = performance.now();
    const failed = await (await newRun()).run(TYPE, stored, turned);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(failed.diagnostics).toEqual([expect.objectContaining({ severity: "error" })]);
  });

  it.each([
    [{ timeouts: { update: "soon" } }, "timeouts"],
    [{ accepted_warnings: ["unlisted"] }, "accepted_warnings"],
  ])("and accepted warnings are judged: %j", async (more, where) => {
    const config = { app_id: APP, policies: { a: "1" }, order: ["a"], ...more };
    const [error] = await (await newRun()).validate(TYPE, config);
    expect(error).toMatchObject({ severity: "error", path: expect.arrayContaining([where]) });
  });
});

describe("an order and policies with numbers in one run", () => {
  it("write one after the other", async () => {
    const ids = {
      robots: policy("no robots", 10),
      staff: policy("staff", 20),
      guests: policy("no guests", 30),
    };
    const core = await newRun();
    const numbered = await core.importState("cfaccess_application_policy", `${ACCOUNT}/${APP}/${ids.staff}`);
    const config = {
      app_id: APP,
      name: "staff",
      decision: "allow",
      include: { email: ["bob@example.com"] },
      precedence: 20,
    };
    slow = true;
    const outcomes = await Promise.all([
      core.run(TYPE, null, { app_id: APP, policies: ids, order: ["guests", "robots", "staff"] }),
      core.run("cfaccess_application_policy", numbered.stored, config),
    ]);
    expect(outcomes.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    expect(emulator.requests.filter(({ method }) => method === "PUT")).toHaveLength(2);
    expect(most).toBe(1);
  });
});
