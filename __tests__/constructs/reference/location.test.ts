import { type TerraformStack, TerraformVariable } from "cdktf";
import { AccessRule, ApplicationAccessPolicy, ReusableAccessPolicy } from "../../../src";
import {
  ACCOUNT,
  APP,
  RIGHT,
  stackWithProvider,
  synthesized,
  thrown,
  warningsOf,
} from "../support/synthesized";

const ID = "19de5ed7-a535-4df8-aa99-c3afa30875e4";

let stack: TerraformStack;

beforeEach(() => {
  stack = stackWithProvider();
});

const staff = () => new ReusableAccessPolicy(stack, "staff", RIGHT);
const first = () => new ApplicationAccessPolicy(stack, "first", { ...RIGHT, appId: APP });

describe("An import id", () => {
  test.each([
    [
      "abc",
      /got "abc", allowed is <account_id>\/<policy_id>\. Write the ids with a slash between them\. It has 1 part, not 2\.$/,
    ],
    [`zone/${ACCOUNT}/${ID}`, /write the account's id in place of "zone\/[0-9a-f]{32}"\.$/],
    [`${ACCOUNT}/${APP}/${ID}`, /allowed is <account_id>\/<policy_id>/],
    [`${ACCOUNT}/`, /allowed is <account_id>\/<policy_id>/],
    [`acme/${ID}`, /account_id: Not an id: got "acme", allowed is the id of an account/],
    [`${ACCOUNT}/a b`, /id: Not an id: got "a b"/],
  ])("of another form is reported at once: %s", (id, message) => {
    const reported = thrown(() => staff().importFrom(id)).message;
    expect(reported).toMatch(/^ReusableAccessPolicy "access\/staff": importFrom: /);
    expect(reported).toMatch(message);
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
      const reported = thrown(() => staff().moveFromId(address)).message;
      expect(reported).toMatch(
        /^ReusableAccessPolicy "access\/staff": moveFromId: Not the address of a resource/,
      );
      expect(reported).toContain(JSON.stringify(address));
      expect(reported).toMatch(
        /such as cloudflare_zero_trust_access_policy\.staff\. For an id of the API use importFrom/,
      );
    },
  );
});

describe("A name instead of an ID", () => {
  test.each<[AccessRule, string, string]>([
    [AccessRule.group("Engineering"), "group", "AccessGroup"],
    [AccessRule.serviceToken("ci"), "serviceToken", "AccessServiceToken"],
    [AccessRule.loginMethod("Okta"), "loginMethod", "AccessIdentityProvider"],
    [AccessRule.linkedAppToken("Wiki"), "linkedAppToken", "AccessApplication"],
    [
      AccessRule.okta({ name: "Staff", identityProviderId: "Okta" }),
      "okta.identityProviderId",
      "AccessIdentityProvider",
    ],
  ])("is refused with the look-up by name: %#", (rule, path, construct) => {
    const make = () => new ReusableAccessPolicy(stack, "staff", { ...RIGHT, exclude: [rule] });
    const { message } = thrown(make);
    expect(message).toMatch(new RegExp(`exclude\\[0\\]\\.${path}: Not the id of an? [^:]*: got "`));
    expect(message).toContain(`${construct}.fromName(stack, "…", "`);
  });

  test("is named as the client id of a service token where it is one", () => {
    const id = `88bf3b6d86161464f6509f7219099e57.access`;
    const rules = [AccessRule.serviceToken(id)];
    const make = () => new ReusableAccessPolicy(stack, "staff", { ...RIGHT, exclude: rules });
    expect(thrown(make).message).toContain("This is the client id of a service token. Its id is another");
  });

  test.each<[AccessRule, string, string]>([
    [AccessRule.emailList("Partners"), "emailList", "AccessList"],
    [AccessRule.devicePosture("Disk"), "devicePosture.integrationUid", "DevicePostureRule"],
  ])("is a warning where the form of the ids is not certain: %#", (rule, path, construct) => {
    const policy = new ReusableAccessPolicy(stack, "staff", { ...RIGHT, exclude: [rule] });
    expect(warningsOf(policy)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^exclude\\[0\\]\\.${path}: Not of the form of the id of an? .*${construct}\\.fromName\\(.*acceptedWarnings: \\["id-form"\\]`,
        ),
      ),
    ]);
  });

  test("is left alone where it is an expression written by hand", () => {
    const rules = [AccessRule.group(`$${"{"}data.other.group.id}`)];
    expect(() => new ReusableAccessPolicy(stack, "staff", { ...RIGHT, include: rules })).not.toThrow();
  });

  test("is reported for an application as well", () => {
    const policy = new ApplicationAccessPolicy(stack, "first", { ...RIGHT, appId: "Wiki" });
    expect(warningsOf(policy)).toEqual([
      'appId: Not of the form of the id of an Access application: got "Wiki", allowed is a UUID, such as ' +
        "f174e90a-fafe-4643-bbbc-4a0ed4fc8415. If it is the name, look the id up: " +
        'AccessApplication.fromName(stack, "…", "Wiki") or data "cfaccess_application" with name = "Wiki". ' +
        'If it is meant: acceptedWarnings: ["id-form"].',
    ]);
  });

  test("is not reported for an application where the policy accepts it", () => {
    const props = { ...RIGHT, appId: "Wiki", acceptedWarnings: ["id-form"] } as const;
    expect(warningsOf(new ApplicationAccessPolicy(stack, "first", props))).toEqual([]);
  });

  test("is none where it is an ID or a token", () => {
    const it = new TerraformVariable(stack, "it", { type: "string" });
    const rules = [ID, ID.replaceAll("-", ""), it.stringValue].map((id) => AccessRule.group(id));
    const policy = new ReusableAccessPolicy(stack, "staff", { ...RIGHT, include: rules });
    expect(warningsOf(policy)).toEqual([]);
  });
});
