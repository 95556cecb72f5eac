import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Workplace } from "./support/cf-access";
import { type SixApplications, sixApplications, WIDENINGS } from "./support/six-applications";

let workplace: Workplace;
beforeEach(() => {
  workplace = new Workplace();
  workplace.write("before.json", sixApplications());
});
afterEach(() => workplace.remove());

function edited(edit: (account: SixApplications) => void): void {
  const account = sixApplications();
  edit(account);
  workplace.write("after.json", account);
}

const review = (...args: string[]) =>
  workplace.cfAccess("review", "--before", "before.json", "--after", "after.json", ...args);

async function reportOf(...args: string[]) {
  const { code, out, err } = await review("--format", "json", ...args);
  expect(err).toBe("");
  return { code, report: JSON.parse(out) };
}

const guestIn = WIDENINGS[0]!.edit;

describe("a widening of one of six applications", () => {
  test.each(WIDENINGS)("is found where $what", async ({ application, kind, says, edit }) => {
    edited(edit);
    const { code, report } = await reportOf("--fail-on", "gains,weaker");
    expect(code).toBe(3);
    expect(report.verdict).toBe("widens");
    expect(report.applications.map(({ id }: { id: string }) => id)).toEqual([application]);
    const [found] = report.applications;
    expect(found[kind]).not.toEqual([]);
    expect(found.losses).toEqual([]);
    expect(found[kind].every(({ certain }: { certain: boolean }) => certain)).toBe(true);
    expect(JSON.stringify(found[kind])).toMatch(says);
  });

  test("is found among all the others at once", async () => {
    const notTwice = new Set(["wiki", "status", "deploy", "git"]);
    const edits = WIDENINGS.filter(
      ({ application }, index) =>
        !notTwice.has(application) || WIDENINGS.findIndex((one) => one.application === application) === index,
    );
    edited((account) => {
      for (const { edit } of edits) edit(account);
    });
    const { report } = await reportOf();
    expect(report.applications.map(({ id }: { id: string }) => id).sort()).toEqual([
      "crm",
      "deploy",
      "git",
      "payroll",
      "status",
      "wiki",
    ]);
  });

  test("is a narrowing the other way round", async () => {
    edited(guestIn);
    const { code, out } = await workplace.cfAccess(
      "review",
      "--before",
      "after.json",
      "--after",
      "before.json",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^NARROWS {2}Somebody loses access to 1 of 6 applications\./);
  });
});

describe("cf-access review", () => {
  test("says in one line that nothing changes", async () => {
    edited(() => {});
    const { code, out } = await review();
    expect({ code, out }).toEqual({
      code: 0,
      out: "SAME  Nobody gains or loses access: 6 applications compared.\n",
    });
  });

  test("finds nothing where a group changes that no policy refers to", async () => {
    edited(({ groups }) => void Object.assign(groups[1]!, { include: [] }));
    expect((await reportOf()).report).toMatchObject({ verdict: "same", complete: true, applications: [] });
  });

  test("has a gate: gains fail it unless --fail-on leaves them out", async () => {
    edited(guestIn);
    expect((await review()).code).toBe(3);
    expect((await review("--fail-on", "losses")).code).toBe(0);
    expect((await review("--fail-on", "none")).code).toBe(0);
  });

  test("passes gains that are acknowledged, until something else gains", async () => {
    edited(guestIn);
    const { report } = await reportOf();
    const entry = {
      application: "wiki",
      gains: report.applications[0].gains_hash,
      reason: "the guest moved in",
      who: "Ann",
      until: "2999-12-31",
    };
    workplace.write("access-review.json", { version: 1, acknowledged: [entry] });
    const passed = await reportOf();
    expect(passed.code).toBe(0);
    expect(passed.report.applications[0].acknowledged).toEqual(entry);

    edited((account) => {
      guestIn(account);
      account.applications[0]!.policies[0]!.include = [{ email_domain: { domain: "example.net" } }];
    });
    const other = await reportOf();
    expect(other.code).toBe(3);
    expect(other.report.stale).toEqual([
      { acknowledgement: entry, because: expect.stringMatching(/^another set gains access now: /) },
    ]);
  });

  test("acknowledges only the very requests, however many there are", async () => {
    const members = (count: number, last: string) =>
      Array.from({ length: count }, (_, index) => ({ email: { email: `user${index}@example.net` } })).concat({
        email: { email: last },
      });
    const hashFor = async (last: string) => {
      edited(({ groups }) => void groups[0]!.include.push(...members(40, last)));
      return (await reportOf()).report.applications[0].gains_hash;
    };
    expect(await hashFor("zoe@example.net")).not.toBe(await hashFor("zac@example.net"));
    expect(await hashFor("zoe@example.net")).toBe(await hashFor("zoe@example.net"));
  });

  test.each([
    ["markdown", /^<!-- cf-access-review -->\n/],
    ["html", /^<!doctype html>/],
    ["sarif", /"version": "2\.1\.0"/],
    ["json", /^\{\n {2}"version": 1,/],
  ])("writes %s to a file", async (format, start) => {
    edited(guestIn);
    const { code, out } = await review("--format", format, "--output", "report");
    expect({ code, out }).toEqual({ code: 3, out: "" });
    expect(readFileSync(join(workplace.folder, "report"), "utf8")).toMatch(start);
  });

  test("reviews a plan over the account in a file", async () => {
    const values = (policy: object) => ({
      ...policy,
      include: [{ email_domain: { domain: "example.com" } }],
      exclude: [],
    });
    const [staff] = sixApplications().policies as [object];
    const address = "cloudflare_zero_trust_access_policy.staff";
    const type = "cloudflare_zero_trust_access_policy";
    const [before, after] = [values(staff), { ...values(staff), require: [] }];
    const state = (one: object) => ({
      root_module: { resources: [{ address, type, mode: "managed", values: one }] },
    });
    workplace.write("plan.json", {
      format_version: "1.2",
      planned_values: state(after),
      prior_state: { values: state(before) },
      resource_changes: [{ address, type, mode: "managed", change: { actions: ["update"], before, after } }],
    });
    const { code, out, err } = await workplace.cfAccess("review", "plan.json", "--account", "before.json");
    expect({ code, err }).toEqual({ code: 3, err: "" });
    expect(out).toMatch(
      /^WIDENS {2}Somebody gains access to 1 of 6 applications\.\n\ncrm {2}crm\.example\.com\n/,
    );
  });

  test.each([
    ["an unknown format", ["--format", "markdwn"], 2, /--format: got "markdwn"\. Did you mean markdown\?/],
    ["an unknown condition", ["--fail-on", "gain"], 2, /--fail-on: got "gain"\. Did you mean gains\?/],
    ["an option that is misspelled", ["--ofline"], 2, /no option "--ofline"\. Did you mean --offline\?/],
    ["a plan beside two files", ["plan.json"], 2, /--before and --after belong together/],
    ["acknowledgements that are not there", ["--acknowledged", "none.json"], 1, /no file none\.json/],
    [
      "acknowledgements of another form",
      ["--acknowledged", "before.json"],
      1,
      /Invalid acknowledgements: expected/,
    ],
  ])("explains %s", async (_, args, code, message) => {
    edited(() => {});
    const ran = await review(...args);
    expect(ran).toMatchObject({ code, out: "" });
    expect(ran.err).toMatch(message);
    expect(ran.err).not.toMatch(/\n\s+at /);
  });

  test.each([
    ["no project", [], /There is no cdktf\.json in .*name a saved plan: cf-access review PLAN/],
    ["a plan that is not there", ["plan"], /There is no file plan\./],
    ["a file that is not a plan", ["before.json", "--offline"], /This is not a plan\. Expected/],
    ["a saved plan in no project", ["saved", "--offline"], /reads only in the folder of its stack/],
    ["no token", ["plan.json", "--account-id", "0".repeat(32)], /Set CLOUDFLARE_API_TOKEN/],
  ])("explains %s where it is to read one", async (_, args, message) => {
    workplace.write("saved", "PK\u0003\u0004");
    workplace.write("plan.json", { planned_values: { root_module: {} } });
    const { code, out, err } = await workplace.cfAccess("review", ...args);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(message);
  });
});
