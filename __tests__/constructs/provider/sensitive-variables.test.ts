import { Fn, TerraformLocal, type TerraformStack, TerraformVariable } from "cdktf";
import {
  AccessDecision,
  AccessRule,
  ApplicationPolicies,
  CloudflareAccessProvider,
  ReusableAccessPolicy,
} from "../../../src";
import { RIGHT, stackWithProvider, synthesized } from "../support/synthesized";

let stack: TerraformStack;
let secret: TerraformVariable;
let open: TerraformVariable;

beforeEach(() => {
  stack = stackWithProvider();
  secret = new TerraformVariable(stack, "secret", { type: "string", sensitive: true });
  open = new TerraformVariable(stack, "secret-not", { type: "string" });
});

const providers = () => [synthesized(stack).provider.cfaccess].flat();
const policy = (rule: AccessRule, more: object = {}) =>
  new ReusableAccessPolicy(stack, "staff", { ...RIGHT, include: [rule], ...more });

describe("redact_summaries is set where a rule uses a sensitive variable", () => {
  test.each<[string, () => unknown]>([
    ["alone", () => policy(AccessRule.email(secret.stringValue))],
    ["inside a text", () => policy(AccessRule.email(`ann@${secret.stringValue}`))],
    ["inside a function", () => policy(AccessRule.email(Fn.lower(secret.stringValue)))],
    [
      "by a local of a local",
      () => {
        const local = new TerraformLocal(stack, "first", Fn.lower(secret.stringValue));
        const other = new TerraformLocal(stack, "second", `${local.asString}.org`);
        policy(AccessRule.emailDomain(other.asString));
      },
    ],
    [
      "in a list of policies",
      () =>
        new ApplicationPolicies(stack, "wiki", {
          appId: "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
          policies: [
            {
              key: "staff",
              name: "Staff",
              decision: AccessDecision.ALLOW,
              include: [AccessRule.email(secret.stringValue)],
            },
          ],
        }),
    ],
  ])("%s", (_what, make) => {
    make();
    expect(providers()[0].redact_summaries).toBe(true);
  });
});

describe("redact_summaries is left out", () => {
  test("where the variable is not sensitive, whatever its name begins with", () => {
    policy(AccessRule.email(open.stringValue));
    expect(providers()[0]).not.toHaveProperty("redact_summaries");
  });

  test("where only a policy of another provider uses it", () => {
    const other = new CloudflareAccessProvider(stack, "other", { alias: "other" });
    policy(AccessRule.email(secret.stringValue), { provider: other });
    expect(providers().map(({ alias, redact_summaries }) => [alias, redact_summaries])).toEqual(
      expect.arrayContaining([
        [undefined, undefined],
        ["other", true],
      ]),
    );
  });
});

test.each([true, false])("redactSummaries: %s is what the user sets", (redactSummaries) => {
  const other = new CloudflareAccessProvider(stack, "other", { alias: "other", redactSummaries });
  policy(AccessRule.email(secret.stringValue), { provider: other });
  expect(providers().find(({ alias }) => alias === "other").redact_summaries).toBe(redactSummaries);
});
