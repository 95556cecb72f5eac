import { join } from "node:path";
import { Project, succeeded } from "./support/project";

const JEST = join(__dirname, "..", "..", "node_modules", "jest", "bin", "jest.js");

/** A test as a user writes it: cdktf's own matcher runs the engine and waits for it without an event loop. */
const STACK_TEST = `
const { Testing, TerraformStack } = require("cdktf");
const { AccessGroup, AccessRule, CloudflareAccessProvider, ReusableAccessPolicy } = require("cdktf-cloudflare-access");
const { startEmulatorInWorker } = require("cdktf-cloudflare-access/emulator");

Testing.setupJest();
const accountId = "023e105f4ecef8ad9ca31a8372d0c353";
let emulator;
beforeAll(async () => {
  emulator = await startEmulatorInWorker({ groups: [{ accountId, name: "Engineering" }] });
  process.env.CLOUDFLARE_API_TOKEN = "made-up";
});
afterAll(() => emulator.close());

function stackWith(group) {
  const stack = new TerraformStack(Testing.app(), "access");
  new CloudflareAccessProvider(stack, "cloudflare", { accountId, baseUrl: emulator.baseUrl });
  const include = [AccessRule.group(AccessGroup.fromName(stack, "group", group))];
  new ReusableAccessPolicy(stack, "staff", { name: "Staff", decision: "allow", include });
  return Testing.fullSynth(stack);
}

test("plans with a group that there is", () => {
  expect(stackWith("Engineering")).toPlanSuccessfully();
  expect(emulator.requests.map(({ route }) => route)).toContain("/accounts/:accountId/access/groups");
  expect(emulator.policies()).toEqual([]);
}, 60_000);

test("does not plan with a group that there is not", () => {
  expect(stackWith("Sales")).not.toPlanSuccessfully();
}, 60_000);
`;

it("cdktf's toPlanSuccessfully plans against the emulator in a worker", async () => {
  const project = new Project("testing-plan");
  project.write("package.json", {
    name: "user",
    private: true,
    jest: { testEnvironment: "node", transform: {} },
  });
  project.write("stack.test.js", STACK_TEST);
  const output = await succeeded(project.node(JEST, "--rootDir", project.folder));
  expect(output).toMatch(/Tests: +2 passed, 2 total/);
});
