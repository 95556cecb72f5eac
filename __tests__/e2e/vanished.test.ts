import { readFileSync } from "node:fs";
import { type Account, openAccount } from "./support/account";
import { APPLICATION_ID, REQUIRED_PROVIDER } from "./support/every-field";
import { initializeOnce } from "./support/initialized";
import { type Project, succeeded } from "./support/project";

let account: Account;
let project: Project;
let state: string;

const CONTENT = 'decision = "allow"\n  include  = { email_domain = ["example.com"] }';
const KINDS = {
  cfaccess_policy: "",
  cfaccess_application_policy: `app_id = "${APPLICATION_ID}"`,
};
const CONFIGURATION = Object.entries(KINDS)
  .map(([type, location]) => `resource "${type}" "it" {\n  name = "${type}"\n  ${location}\n  ${CONTENT}\n}`)
  .join("\n");
const LOOKS_WRONG = /Warning: None of the policies that were read so far \(2\) exists/g;

beforeAll(async () => {
  account = await openAccount();
  project = (await initializeOnce())("vanished", account.variables);
  project.write("main.tf", `${REQUIRED_PROVIDER}\n${CONFIGURATION}`);
  await succeeded(project.engine("apply", "-auto-approve"));
  state = readFileSync(project.path("terraform.tfstate"), "utf8");
  account.emulator.clear();
});
beforeEach(() => project.write("terraform.tfstate", state));
afterAll(() => account.emulator.close());

/** A destroy is not among them: Terraform shows no warning of the refresh that it begins with. */
describe("a state whose policies no longer exist", () => {
  test.each([
    ["plan", ["plan"]],
    ["plan that only refreshes", ["plan", "-refresh-only"]],
    ["refresh", ["refresh"]],
  ])("has a %s warn once of a wrong account or an outage", async (_, command) => {
    const output = await succeeded(project.engine(...command));
    expect(output.match(LOOKS_WRONG)).toHaveLength(1);
  });
});
