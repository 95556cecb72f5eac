import { join } from "node:path";
import { type Account, openAccount } from "./support/account";
import { ACCOUNT_ID, APPLICATION_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { failed, type Project, succeeded } from "./support/project";
import { session } from "./support/session";

let newProject: (name: string, variables: Readonly<Record<string, string>>) => Project;
beforeAll(async () => {
  newProject = await initializeOnce();
});

type Policy = Record<string, string>;
const GOOD = { name: '"Staff"', decision: '"allow"', include: '{ email_domain = ["example.com"] }' };

function resource(label: string, policy: Policy, type = "cfaccess_policy"): string {
  const lines = Object.entries(policy).map(([name, value]) => `  ${name} = ${value}`);
  return `resource "${type}" "${label}" {\n${lines.join("\n")}\n}\n`;
}

describe("a fault in the configuration", () => {
  const APPLICATION = "cfaccess_application_policy";
  interface Case {
    readonly is: string;
    readonly policy: Policy;
    readonly type?: string;
    /** Everything the one error has to say, at which attribute. */
    readonly says: readonly RegExp[];
    readonly at?: RegExp;
  }
  const include = (rules: string) => ({ ...GOOD, include: `{ ${rules} }` });
  const cases: readonly Case[] = [
    {
      is: "a decision that there is not",
      policy: { ...GOOD, decision: '"permit"' },
      says: [/"permit"/, /allow.*deny.*non_identity.*bypass/s],
      at: /decision/,
    },
    {
      is: "a decision in capitals",
      policy: { ...GOOD, decision: '"ALLOW"' },
      says: [/"ALLOW"/, /"allow"|`allow`/],
      at: /decision/,
    },
    { is: "an empty include", policy: include(""), says: [/at least one/i], at: /include/ },
    {
      is: "an include of empty lists",
      policy: include("email = [], everyone = null"),
      says: [/at least one/i],
    },
    {
      is: "a misspelled selector beside others",
      policy: include('geo = ["PT"], emial = ["a@example.com"]'),
      says: [/emial/, /Did you mean email\?/],
      at: /include/,
    },
    {
      is: "a selector that there is not, without a value",
      policy: { ...GOOD, exclude: "{ frobnicate = null }" },
      says: [/frobnicate/, /under other/],
      at: /exclude/,
    },
    {
      is: "a flag written as true",
      policy: include("everyone = true"),
      says: [/include/, /everyone/, /set of string/],
      at: /include/,
    },
    {
      is: "a group without its identity provider",
      policy: include('okta = ["engineering"]'),
      says: [/okta/, /"engineering"/, /<identity_provider_id>\/<name>/, /okta = \["\S+\/engineering"\]/],
      at: /include.*okta/s,
    },
    { is: "no include", policy: { name: '"x"', decision: '"allow"' }, says: [/include/] },
    { is: "a rule without a selector", policy: include('other = ["{}"]'), says: [/selector/] },
    {
      is: "an IP address that is none",
      policy: include('ip = ["999.1.1.1"]'),
      says: [/999\.1\.1\.1/, /IPv4/],
      at: /include.*ip/s,
    },
    {
      is: "an IP range with too long a prefix",
      policy: include('ip = ["10.0.0.0/33"]'),
      says: [/10\.0\.0\.0\/33/],
      at: /include.*ip/s,
    },
    {
      is: "a country in three letters",
      policy: include('geo = ["PRT"]'),
      says: [/PRT/, /ISO 3166|two.letter/i],
      at: /include.*geo/s,
    },
    {
      is: "an email address without a domain",
      policy: include('email = ["ann@"]'),
      says: [/"?ann@"?/, /email/i],
      at: /include.*email/s,
    },
    {
      is: "a duration that is none",
      policy: { ...GOOD, session_duration: '"banana"' },
      says: [/banana/, /2h45m|30m|24h/],
      at: /session_duration/,
    },
    {
      is: "an MFA session of more than 30 days",
      policy: { ...GOOD, mfa_config: '{ session_duration = "721h" }' },
      says: [/721h/, /720h/],
      at: /mfa_config/,
    },
    {
      is: "an MFA method that there is not",
      policy: { ...GOOD, mfa_config: '{ allowed_authenticators = ["sms"] }' },
      says: [/sms/, /totp/],
      at: /mfa_config/,
    },
    {
      is: "both names of the MFA switch",
      policy: { ...GOOD, mfa_config: "{ mfa_bypass = true, mfa_disabled = false }" },
      says: [/mfa_bypass/, /mfa_disabled/],
      at: /mfa_config/,
    },
    {
      is: "a precedence of zero",
      type: APPLICATION,
      policy: { ...GOOD, app_id: `"${APPLICATION_ID}"`, precedence: "0" },
      says: [/precedence/, /\b1\b/],
      at: /precedence/,
    },
    {
      is: "a negative number of approvals",
      policy: {
        ...GOOD,
        approval_groups: '[{ approvals_needed = -1, email_addresses = ["a@example.com"] }]',
      },
      says: [/-1/, /approvals_needed/],
      at: /approval_groups/,
    },
  ];

  interface Diagnostic {
    severity: string;
    summary: string;
    detail: string;
    range?: { filename: string };
    snippet?: { code: string };
  }
  let diagnostics: Diagnostic[];
  const fileOf = (index: number) => `case-${index}.tf`;

  beforeAll(async () => {
    const project = newProject("faults", {});
    project.write("main.tf", REQUIRED_PROVIDER);
    for (const [index, { policy, type }] of cases.entries()) {
      project.write(fileOf(index), resource(`case_${index}`, policy, type));
    }
    diagnostics = JSON.parse(await failed(project.engine("validate", "-json"))).diagnostics;
  });

  it.each(cases.map((fault, index) => [fault.is, fault, index] as const))(
    "is reported: %s",
    (_, { says, at }, index) => {
      const found = diagnostics.filter(
        ({ severity, range }) => severity === "error" && range?.filename === fileOf(index),
      );
      expect(found).toHaveLength(1);
      const [{ summary, detail, snippet }] = found as [Diagnostic];
      for (const text of says) expect(`${summary}\n${detail}`).toMatch(text);
      if (at) expect(`${snippet?.code}\n${detail}`).toMatch(at);
    },
  );

  it("is reported in words that fit on a screen", () => {
    for (const { summary, detail } of diagnostics) {
      expect(summary).not.toMatch(/\n/);
      expect(detail.split("\n").length).toBeLessThan(12);
      expect(detail).not.toMatch(/^\s+at .*\.js/m);
    }
  });
});

describe("a run that the API or its credentials stop", () => {
  const accounts: Account[] = [];
  const open = async (options: Parameters<typeof openAccount>[0] = {}) => {
    const account = await openAccount(options);
    accounts.push(account);
    return account;
  };
  afterAll(() => Promise.all(accounts.map(({ emulator }) => emulator.close())));

  const staff = REQUIRED_PROVIDER + resource("staff", GOOD);
  const errorsIn = (output: string) => output.match(/Error: /g) ?? [];
  const apply = (project: Project, ...args: string[]) => project.engine("apply", "-auto-approve", ...args);
  const stateOf = async (project: Project) =>
    (await project.engine("state", "list")).stdout.split("\n").filter(Boolean);

  it("says how to give a token when there is none", async () => {
    const project = newProject("no-token", { CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID });
    project.write("main.tf", staff);
    const output = await failed(project.engine("plan"));
    expect(errorsIn(output)).toHaveLength(1);
    expect(output).toMatch(/CLOUDFLARE_API_TOKEN/);
  });

  it("says how to name the account when none is given", async () => {
    const project = newProject("no-account", { CLOUDFLARE_API_TOKEN: "made-up" });
    project.write("main.tf", staff);
    const output = await failed(apply(project));
    expect(errorsIn(output)).toHaveLength(1);
    expect(output).toMatch(/account_id/);
    expect(output).toMatch(/CLOUDFLARE_ACCOUNT_ID/);
  });

  it.each(["read", "none"] as const)(
    "names the permission that a token with %s lacks",
    async (permission) => {
      const token = `token-with-${permission}`;
      const { emulator, variables } = await open({ tokens: [{ token, permission }] });
      const project = newProject(`forbidden-${permission}`, { ...variables, CLOUDFLARE_API_TOKEN: token });
      project.write("main.tf", staff);
      const output = await failed(apply(project));
      expect(errorsIn(output)).toHaveLength(1);
      expect(output).toMatch(/403/);
      expect(output).toMatch(/Access: Apps and Policies/);
      expect(output).not.toContain(token);
      expect(emulator.policies()).toEqual([]);
      expect(await stateOf(project)).toEqual([]);
    },
  );

  it("names the address when nothing answers there", async () => {
    const { emulator, variables } = await openAccount();
    await emulator.close();
    const project = newProject("unreachable", variables);
    project.write("main.tf", staff);
    const output = await failed(apply(project));
    expect(errorsIn(output)).toHaveLength(1);
    expect(output).toContain(`127.0.0.1:${emulator.port}`);
    expect(await stateOf(project)).toEqual([]);
  });

  it("keeps what was created before the API went down, and the next run does the rest", async () => {
    let up = true;
    let creations = 0;
    const { emulator, variables } = await open({
      onRequest: ({ method }) => {
        if (method === "POST" && ++creations > 2) up = false;
        return up ? undefined : "drop";
      },
    });
    const project = newProject("goes-down", variables);
    // Otherwise it is waited for the API to come back, for longer than a test has time.
    const timeouts = '{ create = "10s" }';
    const many = ["a", "b", "c", "d"].map((label) =>
      resource(label, { ...GOOD, name: `"${label}"`, timeouts }),
    );
    project.write("main.tf", REQUIRED_PROVIDER + many.join(""));
    const output = await failed(apply(project, "-parallelism=1"));
    expect(errorsIn(output).length).toBeGreaterThan(0);
    const kept = await stateOf(project);
    expect(kept).toHaveLength(2);
    expect(emulator.policies()).toHaveLength(2);

    up = true;
    creations = Number.NEGATIVE_INFINITY;
    expect(await succeeded(apply(project))).toMatch(/Resources: 2 added, 0 changed, 0 destroyed/);
    expect(
      emulator
        .policies()
        .map(({ body }) => body.name)
        .sort(),
    ).toEqual(["a", "b", "c", "d"]);
  });

  it("points at the precedence that is taken twice in one application", async () => {
    const { emulator, variables } = await open();
    const project = newProject("same-precedence", variables);
    const twice = { ...GOOD, app_id: `"${APPLICATION_ID}"`, precedence: "1" };
    const type = "cfaccess_application_policy";
    project.write("main.tf", REQUIRED_PROVIDER + resource("one", twice, type) + resource("two", twice, type));
    const output = await failed(apply(project, "-parallelism=1"));
    expect(errorsIn(output)).toHaveLength(1);
    expect(output).toMatch(/Precedence 1 is held by policy "Staff"/);
    expect(emulator.policies()).toHaveLength(1);
  });
});

describe("the plugin started by hand", () => {
  it("says what it is and how it is used", async () => {
    const project = newProject("by-hand", {});
    const plugin = join(
      session().projects,
      "node_modules/cdktf-cloudflare-access/dist/plugin/terraform-provider-cfaccess",
    );
    const { code, stdout, stderr } = await project.node(plugin);
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(/Terraform/);
    expect(stdout + stderr).toMatch(/plugin/);
    expect((stdout + stderr).split("\n").length).toBeLessThan(12);
  });
});
