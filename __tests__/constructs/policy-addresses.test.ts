import { type TerraformStack, TerraformVariable } from "cdktf";
import { AccessRule, ApplicationAccessPolicy, ReusableAccessPolicy } from "../../src";
import {
  ACCOUNT,
  APP,
  RIGHT,
  stackWithProvider,
  synthesized,
  thrown,
  warningsOf,
} from "./support/synthesized";

const ID = "19de5ed7-a535-4df8-aa99-c3afa30875e4";

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

const staff = () => new ReusableAccessPolicy(stack, "staff", RIGHT);
const first = () => new ApplicationAccessPolicy(stack, "first", { ...RIGHT, appId: APP });

describe("An import id", () => {
  test.each([
    ["abc", /got "abc", allowed is <account_id>\/<policy_id>\. Write the ids with a slash between them\.$/],
    [`${ACCOUNT}/${APP}/${ID}`, /allowed is <account_id>\/<policy_id>/],
    [`${ACCOUNT}/`, /allowed is <account_id>\/<policy_id>/],
    [`acme/${ID}`, /account_id: Not an id: got "acme", allowed is the id of an account/],
    [`${ACCOUNT}/a b`, /id: Not an id: got "a b"/],
  ])("of another form is told at once: %s", (id, message) => {
    const told = thrown(() => staff().importFrom(id)).message;
    expect(told).toMatch(/^ReusableAccessPolicy "access\/staff": importFrom: /);
    expect(told).toMatch(message);
    expect(() => ReusableAccessPolicy.generateConfigForImport(stack, "found", id)).toThrow(
      /^ReusableAccessPolicy "access\/found": generateConfigForImport: /,
    );
  });

  test("of an application's policy names the application", () => {
    expect(() => first().importFrom(`${ACCOUNT}/${ID}`)).toThrow(
      /allowed is <account_id>\/<app_id>\/<policy_id>/,
    );
    const id = `${ACCOUNT}/${APP}/${ID}`;
    new ApplicationAccessPolicy(stack, "second", { ...RIGHT, appId: APP }).importFrom(id);
    expect(synthesized(stack).import).toMatchObject([{ id }]);
  });

  test("may be a token", () => {
    const it = new TerraformVariable(stack, "it", { type: "string" });
    expect(() => staff().importFrom(it.stringValue)).not.toThrow();
  });
});

describe("The address that a policy is moved from", () => {
  test.each([
    "cloudflare_zero_trust_access_policy.staff",
    "cfaccess_policy.old-staff",
    'module.access["a.b"].cloudflare_access_policy.staff[0]',
    'cfaccess_policy.each["a"]',
  ])("may be %s", (address) => {
    staff().moveFromId(address);
    expect(synthesized(stack).moved).toEqual([{ from: address, to: "cfaccess_policy.staff" }]);
  });

  test.each(["staff", "", `${ACCOUNT}/${ID}`, "cfaccess_policy.", "cfaccess_policy.staff.id"])(
    "can not be %j",
    (address) => {
      const told = thrown(() => staff().moveFromId(address)).message;
      expect(told).toMatch(
        /^ReusableAccessPolicy "access\/staff": moveFromId: Not the address of a resource/,
      );
      expect(told).toContain(JSON.stringify(address));
      expect(told).toMatch(
        /such as cloudflare_zero_trust_access_policy\.staff\. For an id of the API use importFrom/,
      );
    },
  );
});

describe("A name in place of an ID", () => {
  test.each<[AccessRule, string, string]>([
    [AccessRule.group("Engineering"), "group", "AccessGroup"],
    [AccessRule.serviceToken("CI"), "serviceToken", "AccessServiceToken"],
    [AccessRule.emailList("Partners"), "emailList", "AccessList"],
    [AccessRule.loginMethod("Okta"), "loginMethod", "AccessIdentityProvider"],
    [AccessRule.devicePosture("Disk"), "devicePosture", "DevicePostureRule"],
    [
      AccessRule.okta({ name: "Staff", identityProviderId: "Okta" }),
      "okta.identityProviderId",
      "AccessIdentityProvider",
    ],
  ])("is told with the look-up by name: %#", (rule, place, construct) => {
    const policy = new ReusableAccessPolicy(stack, "staff", { ...RIGHT, exclude: [rule] });
    const told = warningsOf(policy).filter((text) => String(text).includes("fromName"));
    expect(told).toEqual([
      expect.stringMatching(
        new RegExp(
          `^exclude\\[0\\]\\.${place}: Not of the form of the ID of an? .*${construct}\\.fromName\\(`,
        ),
      ),
    ]);
  });

  test("is told of an application too", () => {
    const policy = new ApplicationAccessPolicy(stack, "first", { ...RIGHT, appId: "Wiki" });
    expect(warningsOf(policy)).toEqual([
      'appId: Not of the form of the ID of an Access application: got "Wiki". If it is the name: ' +
        'AccessApplication.fromName(stack, "…", "Wiki") looks the ID up.',
    ]);
  });

  test("is none where it is an ID or a token", () => {
    const it = new TerraformVariable(stack, "it", { type: "string" });
    const rules = [ID, ID.replaceAll("-", ""), it.stringValue].map((id) => AccessRule.group(id));
    const policy = new ReusableAccessPolicy(stack, "staff", { ...RIGHT, include: rules });
    expect(warningsOf(policy)).toEqual([]);
  });
});
