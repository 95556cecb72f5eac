import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, openAccount } from "./support/account";
import { ACCOUNT_ID, APPLICATION_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { initialiseOnce } from "./support/initialised";
import { openings, ordersDuring, type Standing, standing } from "./support/order-watch";
import { failed, Project, succeeded } from "./support/project";

interface Policy {
  /** Construct id and resource name. @default the name in lower case */
  readonly key?: string;
  readonly name: string;
  readonly decision: "allow" | "deny";
  readonly precedence: number;
  readonly emails?: readonly string[];
}

const allow = (name: string, precedence: number, more: Partial<Policy> = {}): Policy => ({
  name,
  decision: "allow",
  precedence,
  ...more,
});
const deny = (name: string, precedence: number, more: Partial<Policy> = {}): Policy => ({
  ...allow(name, precedence, more),
  decision: "deny",
});

/** What an application has before and after one apply. */
interface Edit {
  readonly edit: string;
  readonly before: Policy[];
  readonly after: Policy[];
  /** The ways and flags in which surely nobody gets in on the way. @default all in which single moves are safe */
  readonly safeIn?: RegExp;
}

const EDITS: readonly Edit[] = [
  {
    edit: "two that swap",
    before: [deny("Barred", 1), allow("Staff", 2)],
    after: [allow("Staff", 1), deny("Barred", 2)],
  },
  {
    edit: "three that rotate",
    before: [allow("One", 1), allow("Two", 2), deny("Three", 3)],
    after: [allow("One", 2), allow("Two", 3), deny("Three", 1)],
  },
  {
    edit: "a reversal around an allow policy that stays",
    before: [deny("First", 1), allow("Staff", 2), deny("Last", 3)],
    after: [deny("Last", 1), allow("Staff", 2), deny("First", 3)],
  },
  {
    edit: "moves to free numbers that are safe together only",
    before: [deny("First", 2), allow("Staff", 4), deny("Last", 6)],
    after: [deny("Last", 1), allow("Staff", 4), deny("First", 9)],
  },
  {
    edit: "a new one squeezed in",
    before: [deny("Barred", 1), allow("Staff", 2), allow("Guests", 3)],
    after: [deny("Barred", 1), deny("Leavers", 2), allow("Staff", 3), allow("Guests", 4)],
  },
  {
    edit: "a new block policy at the number of one that moves behind an allow policy",
    before: [deny("Barred", 1), allow("Staff", 2)],
    after: [deny("Leavers", 1), allow("Staff", 2), deny("Barred", 3)],
    safeIn: /^constructs/,
  },
  {
    edit: "a block policy that takes over from a deleted one",
    before: [deny("Barred", 1), allow("Staff", 2)],
    after: [deny("Leavers", 1), allow("Staff", 2)],
    safeIn: /^constructs -parallelism=60/,
  },
  {
    edit: "one deleted while another takes its number",
    before: [deny("Barred", 1), allow("Contractors", 2), allow("Staff", 3)],
    after: [deny("Barred", 1), allow("Staff", 2)],
  },
  {
    edit: "the only other one deleted while the last takes its number",
    before: [allow("Contractors", 1), allow("Staff", 2)],
    after: [allow("Staff", 1)],
  },
  {
    edit: "a resource that is renamed, and with that deleted and made again",
    before: [allow("Staff", 1), allow("Guests", 2)],
    after: [allow("Staff", 1, { key: "people" }), allow("Guests", 2)],
  },
  {
    edit: "content that changes with a move",
    before: [allow("Staff", 1, { emails: ["ann@example.com"] }), deny("Barred", 2)],
    after: [allow("Staff", 2, { emails: ["bob@example.com"] }), deny("Barred", 1)],
  },
  {
    edit: "a name that changes with a move",
    before: [allow("Staff", 1), deny("Barred", 2)],
    after: [allow("Employees", 2, { key: "staff" }), deny("Barred", 1)],
  },
];

/** How a configuration of policies is written: with what a stack says of all of them, or without. */
const WAYS = [
  { way: "constructs", configure: writeConstructs },
  { way: "plain HCL", configure: writeHcl },
] as const;

type Way = (typeof WAYS)[number];

/** Every operation after the other, or all that may begin at once beginning at once. */
const PARALLELISM = ["-parallelism=1", "-parallelism=60"] as const;

/**
 * Edits that are another matter where nothing else happens in the run: what is taken for one lane, and for lanes that are
 * all taken, follows from the operations there were.
 */
const ALONE: readonly { edit: string; ways: readonly Way["way"][]; flag: string }[] = [
  {
    edit: "the only other one deleted while the last takes its number",
    ways: ["constructs", "plain HCL"],
    flag: PARALLELISM[0],
  },
  { edit: "a reversal around an allow policy that stays", ways: ["plain HCL"], flag: PARALLELISM[1] },
];

/** In plain HCL among many operations an allow policy that stays is taken for one made elsewhere, which is refused. */
const isRefusedAmongOthers = (way: Way["way"], flag: string, { edit }: { edit: string }) =>
  way === "plain HCL" && flag === PARALLELISM[1] && edit === ALONE[1]!.edit;

let hclProject: Awaited<ReturnType<typeof initialiseOnce>>;
let constructProject: (name: string, variables: Account["variables"]) => Project;
beforeAll(async () => {
  hclProject = await initialiseOnce();
  constructProject = await initialiseConstructs();
});

const together = WAYS.flatMap((way) =>
  PARALLELISM.map((flag) => ({
    ...way,
    flag,
    edits: EDITS.filter((edit) => !isRefusedAmongOthers(way.way, flag, edit)),
  })),
);
const alone = ALONE.flatMap(({ edit, ways, flag }) =>
  WAYS.filter(({ way }) => ways.includes(way)).map((way) => ({
    ...way,
    flag,
    edits: EDITS.filter((one) => one.edit === edit),
  })),
);

/** An application for each edit, all of them edited in one apply. */
describe.each([...together, ...alone])(
  "policies of $edits.length applications in $way with $flag",
  ({ way, configure, flag, edits }) => {
    const applications = edits.map((edit, index) => ({ ...edit, appId: applicationId(index) }));
    let account: Account;
    let before: Map<string, Standing[]>;
    let making: Awaited<ReturnType<typeof ordersDuring>>;
    let during: Awaited<ReturnType<typeof ordersDuring>>;
    let planned: string;

    beforeAll(async () => {
      account = await openAccount({
        applications: applications.map(({ edit, appId }) => ({
          accountId: ACCOUNT_ID,
          id: appId,
          name: edit,
        })),
      });
      const { emulator } = account;
      const make = way === "constructs" ? constructProject : hclProject;
      const project = make("order", account.variables);
      const apply = () => engine(project, way, "apply", "-auto-approve", flag);
      const appIds = applications.map(({ appId }) => appId);

      await configure(project, new Map(applications.map((it) => [it.appId, it.before])));
      making = await ordersDuring(emulator, appIds, () => succeeded(apply()));
      before = new Map(appIds.map((appId) => [appId, standing(emulator, appId)]));
      await configure(project, new Map(applications.map((it) => [it.appId, it.after])));
      emulator.forgetRequests();
      during = await ordersDuring(emulator, appIds, () => succeeded(apply()));
      const refused = refusedMoves(account);
      planned = await succeeded(engine(project, way, "plan", flag));
      expect(refused).toEqual([]);
    });
    afterAll(() => account.emulator.close());

    it.each(applications)(
      "get their places in one apply: $edit",
      ({ appId, before: first, after, safeIn }) => {
        const old = before.get(appId)!;
        expect(places(old)).toEqual(places(first));
        const now = standing(account.emulator, appId);
        expect(places(now)).toEqual(places(after));
        expect(account.emulator.policies({ appId }).map(({ body }) => emailsOf(body))).toEqual(
          expect.arrayContaining(
            after.map(({ name, emails }) => ({ name, emails: emails ?? [emailOf(name)] })),
          ),
        );
        // A plain configuration can be safe as a whole only where Terraform lets all operations begin at once.
        const safe = safeIn?.test(`${way} ${flag}`) ?? (way === "constructs" || flag !== "-parallelism=1");
        if (safe) expect(during.get(appId)!.flatMap((order) => openings(order, old, now))).toEqual([]);
      },
    );

    if (way === "constructs")
      it.each(applications)("let in nobody while they are made: $edit", ({ appId }) => {
        const made = before.get(appId)!;
        expect(making.get(appId)!.flatMap((order) => openings(order, [], made))).toEqual([]);
      });

    it("leave nothing to be planned", () => expect(planned).toMatch(/No changes/));
  },
);

function applicationId(index: number): string {
  return `f174e90a-fafe-4643-bbbc-${String(index).padStart(12, "0")}`;
}

function places(policies: readonly (Policy | Standing)[]): string[] {
  return [...policies]
    .sort((a, b) => a.precedence - b.precedence)
    .map(({ name, decision, precedence }) => `${precedence} ${decision} ${name}`);
}

/** A create may find its place taken and then have it freed; a move knows what it does. */
function refusedMoves({ emulator }: Account): string[] {
  return emulator.requests
    .filter(({ method, status }) => method === "PUT" && (status ?? 500) >= 400)
    .map(({ path, status }) => `${status} ${path}`);
}

function emailOf(name: string): string {
  return `${name.toLowerCase()}@example.com`;
}

function emailsOf({ name, include }: Readonly<Record<string, unknown>>) {
  const rules = include as { email: { email: string } }[];
  return { name, emails: rules.map(({ email }) => email.email) };
}

function engine(project: Project, way: Way["way"], ...args: string[]) {
  return way === "constructs"
    ? project.engineIn("cdktf.out/stacks/access", ...args)
    : project.engine(...args);
}

/** What each application has, by its id. */
type Configured = ReadonlyMap<string, readonly Policy[]>;

/** The policies with everything said, each under a key that no other application's has. */
function spelt(configured: Configured) {
  return [...configured].flatMap(([appId, policies], index) =>
    policies.map(({ key, name, emails, ...rest }) => ({
      appId,
      key: `app${index}-${key ?? name.toLowerCase()}`,
      name,
      emails: emails ?? [emailOf(name)],
      ...rest,
    })),
  );
}

async function writeConstructs(project: Project, configured: Configured): Promise<void> {
  project.write("policies.json", spelt(configured));
  await succeeded(project.node("main.js"));
}

async function writeHcl(project: Project, configured: Configured): Promise<void> {
  const resources = spelt(configured).map(
    ({ appId, key, name, decision, precedence, emails }) => `
      resource "cfaccess_application_policy" "${key}" {
        app_id     = "${appId}"
        name       = "${name}"
        decision   = "${decision}"
        precedence = ${precedence}
        include    = { email = ${JSON.stringify(emails)} }
      }`,
  );
  project.write("main.tf", REQUIRED_PROVIDER + resources.join(""));
}

function inOne(...policies: Policy[]): Configured {
  return new Map([[APPLICATION_ID, policies]]);
}

/** Initialises the stack once, and makes projects that share what is in it. */
async function initialiseConstructs(): Promise<typeof constructProject> {
  const data = "cdktf.out/stacks/access";
  const make = (name: string, variables: Readonly<Record<string, string>>) => {
    const project = new Project(name, variables);
    project.write("package.json", { name: "user", private: true, type: "module" });
    copyFileSync(join(__dirname, "fixtures", "placed-policies.ts"), project.path("main.js"));
    return project;
  };
  const origin = make("order-origin", {});
  await writeConstructs(origin, inOne(allow("Staff", 1)));
  await succeeded(origin.engineIn(data, "init"));
  return (name, variables) => make(name, { ...variables, TF_DATA_DIR: origin.path(data, ".terraform") });
}

describe("a policy made elsewhere", () => {
  it("keeps its number, and the error says who has it", async () => {
    const account = await openAccount();
    const { emulator } = account;
    const id = emulator.add(
      { accountId: ACCOUNT_ID, appId: APPLICATION_ID },
      {
        name: "By hand",
        decision: "deny",
        precedence: 2,
        include: [{ everyone: {} }],
      },
    );
    const project = constructProject("held", account.variables);
    await writeConstructs(project, inOne(deny("Barred", 1), allow("Staff", 3)));
    await succeeded(engine(project, "constructs", "apply", "-auto-approve"));
    const before = standing(emulator);

    await writeConstructs(project, inOne(deny("Barred", 1), allow("Staff", 2)));
    const output = await failed(engine(project, "constructs", "apply", "-auto-approve"));
    const text = output.replace(/\s*\n[│\s]*/g, " ");
    expect(text).toContain(`Precedence 2 is held by policy "By hand" (${id})`);
    expect(text).toMatch(/choose another precedence, .* or import it/);
    expect(standing(emulator)).toEqual(before);
    await emulator.close();
  });
});

describe("one precedence for two policies", () => {
  it("is an error of the plan that names both", async () => {
    const account = await openAccount();
    const project = hclProject("doubled", account.variables);
    await writeHcl(project, inOne(deny("Barred", 1), allow("Staff", 1)));
    const output = await failed(project.engine("plan"));
    expect(output).toMatch(/"(Barred|Staff)" and "(Barred|Staff)" are both to have precedence 1/);
    expect(output).toMatch(/with cfaccess_application_policy\.[\w-]+,/);
    expect(account.emulator.policies()).toEqual([]);
    await account.emulator.close();
  });
});
