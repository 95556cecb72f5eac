import { TerraformVariable } from "cdktf";
import { AccessRule, ReusableAccessPolicy, type ReusableAccessPolicyProps } from "../../../src";
import { RIGHT, stackWithProvider, synthesized, warningsOf } from "../support/synthesized";

const OPENING = "$" + "{";

const made = (props: Partial<ReusableAccessPolicyProps>, stack = stackWithProvider()) =>
  new ReusableAccessPolicy(stack, "staff", { ...RIGHT, ...props });

const oidc = (claimValue: string) =>
  AccessRule.oidc({ claimName: "team", claimValue, identityProviderId: APP_ID });
const APP_ID = "aa0a4aab-672b-4bdb-bc33-a59f1130a11f";

describe("An expression of Terraform in a text", () => {
  test.each<[string, Partial<ReusableAccessPolicyProps>]>([
    ["name", { name: `Staff of ${OPENING}team}` }],
    ["name", { name: "Staff %{if true}x%{endif}" }],
    ["exclude[0].oidc.claimValue", { exclude: [oidc(`${OPENING}team}`)] }],
    ["exclude[0].newer.of", { exclude: [AccessRule.raw({ newer: { of: `${OPENING}team}` } })] }],
  ])("is warned of at %s", (path, props) => {
    const [warning, ...others] = warningsOf(made(props)).map(String);
    expect(others).toEqual([]);
    expect(warning).toContain(`${path}: Terraform takes what is in braces after a $ or % `);
    expect(warning).toContain(`for the characters themselves write $${OPENING} or %%{.`);
  });

  test.each([`Staff $${OPENING}team}`, "100%%{a}", "{}", "a $ b {", "100% {sure}"])(
    "is not seen in %j",
    (name) => {
      expect(warningsOf(made({ name }))).toEqual([]);
    },
  );

  test("is passed on unchanged, as cdktf does", () => {
    const stack = stackWithProvider();
    made({ name: `${OPENING}terraform.workspace}` }, stack);
    expect(synthesized(stack).resource.cfaccess_policy.staff.name).toBe(`${OPENING}terraform.workspace}`);
  });

  test("that comes of a token is none", () => {
    const stack = stackWithProvider();
    const team = new TerraformVariable(stack, "team", { type: "string" });
    const policy = made({ name: `Staff of ${team.stringValue}`, exclude: [oidc(team.stringValue)] }, stack);
    expect(warningsOf(policy)).toEqual([]);
    expect(synthesized(stack).resource.cfaccess_policy.staff.name).toBe(`Staff of ${OPENING}var.team}`);
  });
});
