import {
  type Emulator,
  type EmulatorOptions,
  type RecordedRequest,
  startEmulator,
} from "../../../src/emulator";
import type { ObjectValue } from "../../../src/plugin";
import { accessProvider } from "../../../src/provider/provider";
import { FakeTerraformCore, type Stored } from "../../fake-terraform-core";
import { SILENT } from "../lifecycle/support/silent-logger";

const ACCOUNT = "699d98642c564d2e855e9661899b7252";
const OTHER_ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
const uuid = (digit: string) => `${digit.repeat(8)}-aaaa-4bbb-8ccc-dddddddddddd`;
const MISSING = uuid("9");

let emulator: Emulator;
/** What the API answers to writes. */
let refusal: { status: number; code: number; message: string } | undefined;
/** The lists that the token may not read, as ends of their paths. */
let forbidden: string[] = [];
afterEach(() => emulator.close());

async function open(options: EmulatorOptions = {}): Promise<FakeTerraformCore<unknown>> {
  refusal = undefined;
  forbidden = [];
  const answer = (status: number, code: number, message: string) => ({
    status,
    body: { success: false, errors: [{ code, message }], messages: [], result: null },
  });
  const onRequest = ({ method, path }: RecordedRequest) => {
    if (method === "GET" && forbidden.some((end) => path.replace(/\?.*/, "").endsWith(end)))
      return answer(403, 10000, "Authentication error");
    if (method === "GET" || refusal === undefined) return undefined;
    return answer(refusal.status, refusal.code, refusal.message);
  };
  emulator = await startEmulator({ rateLimit: false, onRequest, ...options });
  const variables = {
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  const core = new FakeTerraformCore<unknown>(accessProvider("0.0.0", variables, SILENT));
  expect(await core.configure()).toEqual([]);
  return core;
}

const UNKNOWN_GROUP = { status: 400, code: 11020, message: "access.api.error.unknown_group" };
const INVALID = { status: 400, code: 12130, message: "access.api.error.invalid_request" };
const GROUPS = [
  { id: uuid("1"), name: "Engineering" },
  { id: uuid("2"), name: "Sales" },
];

/** The error of an apply that creates the policy, after a plan without errors. */
async function failedCreate(core: FakeTerraformCore<unknown>, typeName: string, config: ObjectValue) {
  const policy = { name: "Staff", decision: "allow", ...config };
  const { diagnostics, stored } = await core.apply(typeName, await core.plan(typeName, null, policy));
  expect(stored).toBeNull();
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors).toHaveLength(1);
  return errors[0]!;
}

/** What comes last, but for the path that the framework adds where Terraform cannot point at it. */
const lastParagraph = ({ detail }: { detail: string }) =>
  detail
    .split("\n\n")
    .filter((text) => !text.startsWith("At "))
    .at(-1);
const listed = () =>
  emulator.requests
    .filter(({ method }) => method === "GET")
    .map(({ path }) => path.replace(/^.*\/accounts\/[^/]+\//, "").replace(/\?.*/, ""));

describe("a create that the API refuses", () => {
  it("names a group that does not exist, where it is given, and the groups of the account", async () => {
    const core = await open({ groups: GROUPS });
    refusal = UNKNOWN_GROUP;
    const error = await failedCreate(core, "cfaccess_policy", {
      include: { group: [uuid("1")] },
      require: { group: [MISSING] },
    });
    expect(error.summary).toBe('Could not create reusable policy "Staff"');
    expect(error.detail).toContain("code 11020");
    expect(lastParagraph(error)).toBe(
      `No Access group with the id "${MISSING}" (require["group"]). Account ${ACCOUNT} has 2 Access groups: ` +
        `"${uuid("1")}" ("Engineering"), "${uuid("2")}" ("Sales").`,
    );
    expect(error.path).toEqual(["require", { key: "group" }]);
  });

  it.each([
    ["identity provider", { login_method: [MISSING] }, 'include["login_method"]'],
    ["identity provider", { okta: [`${MISSING}/staff`] }, 'include["okta"]'],
    ["service token", { service_token: [MISSING] }, 'include["service_token"]'],
    ["Zero Trust list", { email_list: [MISSING] }, 'include["email_list"]'],
    ["Zero Trust list", { ip_list: [MISSING] }, 'include["ip_list"]'],
    ["device posture rule", { device_posture: [MISSING] }, 'include["device_posture"]'],
    ["Access group", { other: [`{"group":{"id":"${MISSING}"}}`] }, 'include["group"]'],
  ])("names a missing %s of %j", async (noun, include, where) => {
    const core = await open();
    refusal = INVALID;
    const error = await failedCreate(core, "cfaccess_policy", { include: include as ObjectValue });
    expect(lastParagraph(error)).toContain(`No ${noun} with the id "${MISSING}" (${where}).`);
  });

  it("names a list of approvers that does not exist", async () => {
    const core = await open({ lists: [{ id: uuid("3"), name: "Approvers", type: "EMAIL" }] });
    refusal = INVALID;
    const error = await failedCreate(core, "cfaccess_policy", {
      include: { email: ["ann@example.com"] },
      approval_required: true,
      approval_groups: [{ approvals_needed: 1, email_list_uuid: MISSING }],
    });
    expect(lastParagraph(error)).toMatch(
      /^No Zero Trust list with the id "9.*" \(approval_groups.*\)\. .* "3.*" \("Approvers", EMAIL\)\.$/,
    );
  });

  it("names each of several missing ids, and lists each kind once", async () => {
    const core = await open({ groups: GROUPS });
    refusal = UNKNOWN_GROUP;
    const { detail } = await failedCreate(core, "cfaccess_policy", {
      include: { group: [MISSING, uuid("8")], service_token: [uuid("7")] },
    });
    for (const id of [MISSING, uuid("8"), uuid("7")]) expect(detail).toContain(`with the id "${id}"`);
    expect(detail.match(/has 2 Access groups/g)).toHaveLength(1);
    expect(detail).toContain(`Account ${ACCOUNT} has no service tokens.`);
  });

  it("says nothing of ids that exist, and asks for no list of another kind", async () => {
    const core = await open({ groups: GROUPS });
    refusal = INVALID;
    const error = await failedCreate(core, "cfaccess_policy", { include: { group: [uuid("1")] } });
    expect(error.detail).not.toContain("Access group");
    expect(listed()).toEqual(["access/policies", "access/groups"]);
  });

  it("says nothing of a kind that the token may not list", async () => {
    const core = await open({ groups: GROUPS });
    refusal = UNKNOWN_GROUP;
    forbidden = ["/access/groups"];
    const error = await failedCreate(core, "cfaccess_policy", {
      include: { group: [MISSING], service_token: [uuid("7")] },
    });
    expect(error.detail).not.toContain("No Access group");
    expect(lastParagraph(error)).toContain(`No service token with the id "${uuid("7")}"`);
  });

  it("does not judge the posture check of another account", async () => {
    const core = await open();
    refusal = INVALID;
    const include = { device_posture: [`${MISSING}/${OTHER_ACCOUNT}`] };
    const error = await failedCreate(core, "cfaccess_policy", { include });
    expect(error.detail).not.toContain(MISSING);
    expect(listed()).toEqual(["access/policies"]);
  });

  it("finds what was made since a list was read in the same run", async () => {
    const core = await open({ groups: GROUPS });
    await core.readDataSource("cfaccess_group", { name: "Sales" });
    const made = emulator.addObject("groups", { name: "New" });
    refusal = INVALID;
    const error = await failedCreate(core, "cfaccess_policy", { include: { group: [made] } });
    expect(error.detail).not.toContain("No Access group");
  });

  it("shows no id of a rule where summaries are redacted", async () => {
    const core = await open({ groups: GROUPS });
    expect(await core.configure({ redact_summaries: true })).toEqual([]);
    refusal = UNKNOWN_GROUP;
    const error = await failedCreate(core, "cfaccess_policy", { include: { group: [MISSING] } });
    expect(lastParagraph(error)).toContain('No Access group with the id "(redacted)" (include["group"]).');
  });

  it.each([
    [404, 12045, "access.api.error.invalid_application_id"],
    [400, 12045, "access.api.error.invalid_application_id"],
    [404, 11021, "access.api.error.unknown_application"],
  ])("for an unknown application names the account's (%i, code %i)", async (status, code, message) => {
    const core = await open({ applications: [{ id: uuid("5"), name: "Wiki" }] });
    refusal = { status, code, message };
    const error = await failedCreate(core, "cfaccess_application_policy", {
      app_id: MISSING,
      include: { everyone: ["*"] },
    });
    expect(lastParagraph(error)).toBe(
      `No Access application with the id "${MISSING}" (app_id). Account ${ACCOUNT} has 1 Access application: ` +
        `"${uuid("5")}" ("Wiki", self_hosted).`,
    );
    expect(error.path).toEqual(["app_id"]);
  });

  it("for a precedence that is taken says nothing of ids", async () => {
    const core = await open({ groups: GROUPS });
    refusal = { status: 400, code: 12130, message: "invalid_request: policy precedences must be unique" };
    const error = await failedCreate(core, "cfaccess_application_policy", {
      app_id: uuid("5"),
      include: { group: [MISSING] },
    });
    expect(error.detail).not.toContain(MISSING);
  });
});

test("an update that the API refuses names what does not exist, and keeps the state", async () => {
  const core = await open({ groups: GROUPS });
  const policy = { name: "Staff", decision: "allow", include: { group: [uuid("1")] } };
  const created = await core.apply("cfaccess_policy", await core.plan("cfaccess_policy", null, policy));
  const stored = created.stored as Stored;
  refusal = UNKNOWN_GROUP;
  const plan = await core.plan("cfaccess_policy", stored, { ...policy, include: { group: [MISSING] } });
  const { diagnostics, stored: kept } = await core.apply("cfaccess_policy", plan);
  expect(lastParagraph(diagnostics[0]!)).toContain(
    `No Access group with the id "${MISSING}" (include["group"]).`,
  );
  expect(kept!.value).toEqual(stored.value);
});
