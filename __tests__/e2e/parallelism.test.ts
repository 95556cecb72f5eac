import { rmSync } from "node:fs";
import type { Fault } from "../../src/emulator";
import { type Account, openAccount } from "./support/account";
import { ACCOUNT_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { type Project, succeeded } from "./support/project";

const WIKI = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const CRM = "0f6b4f3c-7a3a-4f8e-9a75-2a3b0a6a1111";
const BLOG = "0f6b4f3c-7a3a-4f8e-9a75-2a3b0a6a2222";

/** Answers to writes of policies that exist are lost, and the API is busy. (What a lost create takes, killed.test.ts shows.) */
const FAULTS: readonly Fault[] = [
  { kind: "reset", commit: "after", methods: ["PUT", "DELETE"], every: 4, next: 2 },
  { kind: "server-error", status: 503, commit: "before", methods: ["PUT", "DELETE"], every: 5, next: 1 },
  { kind: "too-many-requests", retryAfter: 0, every: 6, next: 3 },
];

let account: Account;
let project: Project;
beforeAll(async () => {
  account = await openAccount({
    applications: [
      { id: WIKI, name: "Wiki" },
      { id: CRM, name: "CRM" },
      { id: BLOG, name: "Blog" },
    ],
  });
  project = (await initializeOnce())("parallelism", account.variables);
});
afterAll(() => account.emulator.close());

/** A policy whose name begins with "no" blocks. */
const content = (name: string, domain = name) =>
  `name = "${name}", decision = "${name.startsWith("no") ? "deny" : "allow"}", include = { email_domain = ["${domain.replace("_", "-")}.example.com"] }`;

function list(label: string, appId: string, names: readonly string[], domain?: string): string {
  return `
resource "cfaccess_application_policies" "${label}" {
  app_id   = "${appId}"
  order    = ${JSON.stringify(names)}
  policies = {
${names.map((name) => `    ${name} = { ${content(name, domain ?? name)} }`).join("\n")}
  }
}`;
}

function single(name: string, precedence?: number): string {
  const fields = content(name).split(/, (?=decision|include)/);
  return `
resource "cfaccess_application_policy" "${name}" {
  app_id = "${BLOG}"
  ${fields.join("\n  ")}
  ${precedence === undefined ? "" : `precedence = ${precedence}`}
}`;
}

const inForce = (appId: string) =>
  account.emulator.order(ACCOUNT_ID, appId).map(({ policy }) => String(policy.body.name));
const numbers = (appId: string) =>
  Object.fromEntries(
    account.emulator.order(ACCOUNT_ID, appId).map(({ precedence, policy }) => [policy.body.name, precedence]),
  );

async function apply(parallelism: number, ...resources: readonly string[]): Promise<void> {
  project.write("main.tf", [REQUIRED_PROVIDER, ...resources].join("\n"));
  account.emulator.faults(FAULTS);
  await succeeded(project.engine("apply", "-auto-approve", `-parallelism=${parallelism}`));
  account.emulator.faults([]);
  expect(await succeeded(project.engine("plan", "-detailed-exitcode"))).toContain("No changes.");
}

describe.each([1, 2, 10])(
  "lists and single policies applied with -parallelism=%i through faults",
  (count) => {
    test("lose no policy, hold no policy twice, and keep their order", async () => {
      account.emulator.clear();
      rmSync(project.path("terraform.tfstate"), { force: true });
      await apply(
        count,
        list("wiki", WIKI, ["no_guests", "staff", "partners"]),
        list("crm", CRM, ["sales", "no_others"]),
        single("no_visitors", 1),
        single("editors", 2),
        single("readers"),
      );
      expect(inForce(WIKI)).toEqual(["no_guests", "staff", "partners"]);
      expect(inForce(CRM)).toEqual(["sales", "no_others"]);
      expect(inForce(BLOG)).toEqual(["no_visitors", "editors", "readers"]);

      await apply(
        count,
        list("wiki", WIKI, ["partners", "no_guests", "auditors"], "new"),
        list("crm", CRM, ["no_others", "support", "sales"]),
        single("no_visitors", 5),
        single("editors", 2),
        single("authors"),
        single("readers"),
      );
      expect(inForce(WIKI)).toEqual(["partners", "no_guests", "auditors"]);
      expect(inForce(CRM)).toEqual(["no_others", "support", "sales"]);
      expect(inForce(BLOG).sort()).toEqual(["authors", "editors", "no_visitors", "readers"]);
      expect(numbers(BLOG)).toMatchObject({ no_visitors: 5, editors: 2 });
    });
  },
);
