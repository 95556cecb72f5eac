import { Fn, TerraformIterator, type TerraformStack, TerraformVariable, Token } from "cdktf";
import { AccessRule, ReusableAccessPolicy } from "../../src";
import {
  escaped,
  expression,
  RIGHT,
  reusable,
  stackWithProvider,
  thrown,
  warningsOf,
} from "./support/synthesized";

let stack: TerraformStack;
let text: TerraformVariable;
let list: TerraformVariable;

beforeEach(() => {
  stack = stackWithProvider();
  text = new TerraformVariable(stack, "text", { type: "string" });
  list = new TerraformVariable(stack, "list", { type: "list(string)" });
});

const IDP = "aa0a4aab-672b-4bdb-bc33-a59f1130a11f";

const include = (...rules: AccessRule[]) => reusable({ include: rules }, stack).include;

describe("a token", () => {
  test.each<[string, () => object, object]>([
    ["a text", () => ({ name: text.stringValue }), { name: expression("var.text") }],
    [
      "a part of a text",
      () => ({ name: `Staff of ${text.stringValue}` }),
      { name: `Staff of ${expression("var.text")}` },
    ],
    ["the decision", () => ({ decision: text.stringValue }), { decision: expression("var.text") }],
    [
      "a duration",
      () => ({ sessionDuration: text.stringValue }),
      { session_duration: expression("var.text") },
    ],
    [
      "a boolean",
      () => ({ approvalRequired: text.booleanValue }),
      { approval_required: expression("var.text") },
    ],
    [
      "a number inside a list",
      () => ({ approvalGroups: [{ approvalsNeeded: text.numberValue }] }),
      { approval_groups: [{ approvals_needed: expression("var.text") }] },
    ],
    [
      "a list",
      () => ({ mfaConfig: { allowedAuthenticators: list.listValue } }),
      { mfa_config: { allowed_authenticators: expression("var.list") } },
    ],
    [
      "an element of a list",
      () => ({ connectionRules: { ssh: { usernames: [text.stringValue, "root"] } } }),
      { connection_rules: { ssh: { usernames: [expression("var.text"), "root"] } } },
    ],
    ["an expression", () => ({ name: Fn.upper(text.stringValue) }), { name: expression("upper(var.text)") }],
  ])("may be %s", (_what, props, expected) => {
    expect(reusable(props(), stack)).toMatchObject(expected);
  });

  test("may be the precedence and the application", () => {
    const other = new ReusableAccessPolicy(stack, "other", RIGHT);
    expect(Token.isUnresolved(other.policyId)).toBe(true);
    expect(reusable({ name: other.policyId }, stack).name).toBe(expression("cfaccess_policy.other.id"));
  });

  test("leaves the rest to be judged", () => {
    const props = { ...RIGHT, include: [AccessRule.email(text.stringValue), AccessRule.email("bad")] };
    const error = thrown(() => new ReusableAccessPolicy(stack, "staff", props));
    expect(error.message).toContain("include[1].email");
    expect(error.message).not.toContain("include[0]");
  });
});

describe("a token in a rule", () => {
  test("is allowed beside literal values", () => {
    expect(include(...AccessRule.emails("ann@example.com", text.stringValue))).toEqual({
      email: ["ann@example.com", expression("var.text")],
    });
  });

  test("may be a part of a value", () => {
    expect(include(AccessRule.ip(`${text.stringValue}/24`))).toEqual({
      ip: [`${expression("var.text")}/24`],
    });
  });

  test.each<[string, () => AccessRule, object]>([
    [
      "an id",
      () => AccessRule.okta({ name: "eng", identityProviderId: text.stringValue }),
      { okta: [`${expression("var.text")}/eng`] },
    ],
    [
      "the last field",
      () => AccessRule.okta({ name: `team/${text.stringValue}`, identityProviderId: IDP }),
      { okta: [`${IDP}/team/${expression("var.text")}`] },
    ],
    [
      "a name before a separator, which Terraform escapes",
      () =>
        AccessRule.saml({
          attributeName: `a=${text.stringValue}`,
          attributeValue: "b",
          identityProviderId: IDP,
        }),
      { saml: [`${IDP}/a\\=${expression(escaped("var.text", "="))}=b`] },
    ],
    [
      "a field of a rule as the API writes it",
      () =>
        AccessRule.of({
          oidc: { claim_name: text.stringValue, claim_value: "b", identity_provider_id: IDP },
        }),
      { oidc: [`${IDP}/${expression(escaped("var.text", "="))}=b`] },
    ],
    [
      "a risk level",
      () => AccessRule.userRiskScore("low", text.stringValue),
      { user_risk_score: [`low,${expression("var.text")}`] },
    ],
  ])("may be a part of the text of a rule: %s", (_what, make, expected) => {
    expect(include(make())).toEqual(expected);
  });

  test("may be an expression object where a text is asked for", () => {
    expect(include(AccessRule.email(text.value))).toEqual({ email: [expression("var.text")] });
  });

  test("may be an iterator's value", () => {
    const iterator = TerraformIterator.fromList(["a@example.com", "b@example.com"]);
    const rules = [AccessRule.email(Token.asString(iterator.value))];
    expect(reusable({ include: rules, forEach: iterator }, stack)).toMatchObject({
      for_each: expression('toset(["a@example.com", "b@example.com"])'),
      include: { email: [expression("each.value")] },
    });
  });
});

describe("a token for a list of values", () => {
  test("is the whole set when it is alone", () => {
    expect(include(...AccessRule.emails(list.listValue))).toEqual({ email: expression("var.list") });
  });

  test("is joined with literal values, single tokens and other lists", () => {
    const rules = AccessRule.emails("ann@example.com", list.listValue, text.stringValue, list.listValue);
    expect(include(...rules)).toEqual({
      email: expression('concat(["ann@example.com", var.text], tolist(var.list), tolist(var.list))'),
    });
  });

  test("counts as a rule where one is needed", () => {
    const policy = new ReusableAccessPolicy(stack, "staff", {
      ...RIGHT,
      include: AccessRule.groups(list.listValue),
    });
    expect(warningsOf(policy)).toEqual([]);
  });
});
