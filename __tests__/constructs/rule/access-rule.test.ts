import { Fn, TerraformVariable, Token } from "cdktf";
import { AccessRule, PolicyError, type Rule } from "../../../src";
import { camelCase, SELECTORS } from "../../../src/model";
import { ACCOUNT, expression, reusable, stackWithProvider, thrown, Untyped } from "../support/synthesized";

const ID = "aa0a4aab-672b-4bdb-bc33-a59f1130a11f";

/** For each selector: a rule made by its factory, and how Terraform gets it. */
const RULES: Readonly<Record<string, readonly [rule: AccessRule, member: unknown]>> = {
  group: [AccessRule.group(ID), [ID]],
  any_valid_service_token: [AccessRule.anyValidServiceToken(), ["*"]],
  auth_context: [AccessRule.authContext({ id: "c1", acId: "ac1", identityProviderId: ID }), [`${ID}/c1/ac1`]],
  auth_method: [AccessRule.authMethod("mfa"), ["mfa"]],
  azure_ad: [AccessRule.azureAd({ id: ID, identityProviderId: ID }), [`${ID}/${ID}`]],
  certificate: [AccessRule.certificate(), ["*"]],
  cloudflare_account_member: [AccessRule.cloudflareAccountMember(ACCOUNT), [ACCOUNT]],
  common_name: [AccessRule.commonName("device.example.com"), ["device.example.com"]],
  geo: [AccessRule.geo("PT"), ["PT"]],
  device_posture: [AccessRule.devicePosture(ID), [ID]],
  email_domain: [AccessRule.emailDomain("example.com"), ["example.com"]],
  email_list: [AccessRule.emailList(ID), [ID]],
  email: [AccessRule.email("ann@example.com"), ["ann@example.com"]],
  everyone: [AccessRule.everyone(), ["*"]],
  external_evaluation: [
    AccessRule.externalEvaluation({
      evaluateUrl: "https://a.example.com",
      keysUrl: "https://a.example.com/keys",
    }),
    ["https://a.example.com https://a.example.com/keys"],
  ],
  github_organization: [
    AccessRule.githubOrganization({ name: "example", team: "platform", identityProviderId: ID }),
    [`${ID}/example/platform`],
  ],
  gsuite: [
    AccessRule.gsuite({ email: "eng@example.com", identityProviderId: ID }),
    [`${ID}/eng@example.com`],
  ],
  ip_list: [AccessRule.ipList(ID), [ID]],
  ip: [AccessRule.ip("2001:db8::/32"), ["2001:db8::/32"]],
  linked_app_token: [AccessRule.linkedAppToken(ID), [ID]],
  login_method: [AccessRule.loginMethod(ID), [ID]],
  oidc: [
    AccessRule.oidc({ claimName: "team", claimValue: "eng", identityProviderId: ID }),
    [`${ID}/team=eng`],
  ],
  okta: [AccessRule.okta({ name: "eng", identityProviderId: ID }), [`${ID}/eng`]],
  saml: [
    AccessRule.saml({ attributeName: "team", attributeValue: "eng", identityProviderId: ID }),
    [`${ID}/team=eng`],
  ],
  service_token: [AccessRule.serviceToken(ID), [ID]],
  user_risk_score: [AccessRule.userRiskScore("low", "medium"), ["low,medium"]],
};

describe("the rule of a selector", () => {
  test("has a row here for every selector of the API", () => {
    expect(Object.keys(RULES).sort()).toEqual(SELECTORS.map(({ key }) => key).sort());
  });

  test.each(Object.entries(RULES))("%s goes to Terraform under its name", (key, [rule, member]) => {
    expect(reusable({ include: [rule] }).include).toEqual({ [key]: member });
  });

  test.each(SELECTORS.map(({ key, factory }) => [factory, key]))("is made by AccessRule.%s", (factory) => {
    expect(typeof (AccessRule as unknown as Record<string, unknown>)[factory!]).toBe("function");
  });

  test.each(
    SELECTORS.flatMap(({ key, factory, plural }) => (plural ? [[plural, factory, key] as const] : [])),
  )("%s makes one of each value", (plural, factory, key) => {
    const factories = AccessRule as unknown as Record<string, (...values: string[]) => AccessRule[]>;
    const [value] = RULES[key]![1] as string[];
    const rules = factories[plural]!(value!, value!);
    expect(rules).toHaveLength(2);
    expect(rules[0]).toEqual((factories[factory!] as unknown as (value: string) => AccessRule)(value!));
  });
});

describe("rules", () => {
  test("of one selector are grouped, in their order, each once", () => {
    const rules = [
      ...AccessRule.emails("b@x.org", "a@x.org"),
      AccessRule.geo("PT"),
      AccessRule.email("b@x.org"),
    ];
    expect(reusable({ include: rules }).include).toEqual({ email: ["b@x.org", "a@x.org"], geo: ["PT"] });
  });

  test("are taken from lists as from single values", () => {
    const rules = AccessRule.ips(["192.0.2.1", "192.0.2.2"], "192.0.2.3", []);
    expect(reusable({ include: rules }).include).toEqual({ ip: ["192.0.2.1", "192.0.2.2", "192.0.2.3"] });
  });

  test("with optional fields left out leave them out", () => {
    const rules = [
      AccessRule.cloudflareAccountMember(),
      AccessRule.githubOrganization({ name: "example", identityProviderId: ID }),
    ];
    expect(reusable({ include: rules }).include).toEqual({
      cloudflare_account_member: ["*"],
      github_organization: [`${ID}/example`],
    });
  });

  test("name a posture check of another account, or only the check", () => {
    const account = "023e105f4ecef8ad9ca31a8372d0c353";
    const rules = [
      AccessRule.devicePosture({ integrationUid: ID, accountId: account }),
      ...[ID, "x"].map(AccessRule.devicePosture),
    ];
    expect(reusable({ include: rules }).include).toEqual({
      device_posture: [`${ID}/${account}`, ID, "x"],
    });
  });

  test("take posture checks from a token for a list", () => {
    const stack = stackWithProvider();
    const checks = new TerraformVariable(stack, "checks", { type: "list(string)" }).listValue;
    expect(
      reusable(
        { include: AccessRule.devicePostures(checks), exclude: AccessRule.devicePostures(checks, ID) },
        stack,
      ),
    ).toMatchObject({
      include: { device_posture: expression("var.checks") },
      exclude: { device_posture: expression(`concat(["${ID}"], tolist(var.checks))`) },
    });
  });

  test("can be made by a factory that is passed on", () => {
    expect(reusable({ include: ["PT", "ES"].map(AccessRule.geo) }).include).toEqual({ geo: ["PT", "ES"] });
  });

  test("are distinguished from anything else", () => {
    expect(AccessRule.isAccessRule(AccessRule.everyone())).toBe(true);
    for (const other of [undefined, null, "x", {}, { everyone: {} }])
      expect(AccessRule.isAccessRule(other)).toBe(false);
  });
});

describe("a factory, given what the types refuse", () => {
  const refused = (make: () => AccessRule) => {
    const error = thrown(() => reusable({ include: [AccessRule.everyone(), make()] }));
    expect(error).toBeInstanceOf(PolicyError);
    return error.message;
  };
  const withProps = SELECTORS.filter(
    ({ shape, fields }) => shape === "objects" && Object.keys(fields).length > 1,
  );

  test.each(withProps.map(({ factory, fields }) => [factory, Object.keys(fields).map(camelCase)] as const))(
    "%s reports a field that does not exist, and takes every one that does",
    (factory, props) => {
      const value = (prop: string) => {
        if (prop === "identityProviderId") return ID;
        if (prop === "accountId") return ACCOUNT;
        return prop === "email" ? "eng@example.com" : "https://example.com";
      };
      const right = Object.fromEntries(props.map((prop) => [prop, value(prop)]));
      const message = refused(() => Untyped.AccessRule[factory]({ ...right, other: "x" }));
      expect(message).toContain("has an error");
      expect(message).toContain(
        `include[1].${factory}.other: There is no field "other": allowed is ${props.join(", ")}.`,
      );
    },
  );

  test("cloudflareAccountMember refuses the name of an account", () => {
    expect(refused(() => AccessRule.cloudflareAccountMember("my account"))).toContain(
      'include[1].cloudflareAccountMember.accountId: Not an id: got "my account", allowed is the id of an account, 32 hexadecimal digits.',
    );
  });

  test("does not widen a rule by dropping what narrows it", () => {
    const message = refused(() =>
      Untyped.AccessRule.githubOrganization({ name: "example", identity_provider_id: ID, teams: ["a"] }),
    );
    expect(message).toContain("has 2 errors");
    expect(message).toContain(
      'include[1].githubOrganization.teams: There is no field "teams": allowed is name, identityProviderId, team. Did you mean team?',
    );
    expect(message).toMatch(/There is no field "identity_provider_id": .* Did you mean identityProviderId\?/);
  });

  test.each<[string, () => AccessRule, RegExp]>([
    [
      "nothing",
      () => Untyped.AccessRule.okta(),
      /okta\.name: name is missing.*\n.*identityProviderId is missing/,
    ],
    [
      "a text for fields",
      () => Untyped.AccessRule.okta("eng"),
      /include\[1\]\.okta: Not an object with fields: got "eng"/,
    ],
    ["nothing for a text", () => Untyped.AccessRule.email(), /include\[1\]\.email: email is missing/],
    [
      "a list for a text",
      () => Untyped.AccessRule.email(["a@example.com"]),
      /include\[1\]\.email: A list where one text is asked for: got \["a@example\.com"\]\. .*\.\.\.AccessRule\.emails\(list\)/,
    ],
    [
      "a token for a list",
      () => Untyped.AccessRule.emailDomain(Token.asList({ resolve: () => [] })),
      /got a token for a list\. .*\.\.\.AccessRule\.emailDomains\(list\)/,
    ],
    [
      "a list for a field that is a text",
      () => AccessRule.okta({ name: ["a"] as never, identityProviderId: ID }),
      /include\[1\]\.okta\.name: A list where one text .*Name one value\./,
    ],
  ])("reports %s", (_what, make, message) => {
    expect(refused(make)).toMatch(message);
  });
});

describe("AccessRule.of", () => {
  test("takes a rule as the API writes it", () => {
    const rules = [
      AccessRule.of({ azureAD: { id: ID, identity_provider_id: ID } }),
      AccessRule.of({ everyone: {} }),
    ];
    expect(reusable({ include: rules }).include).toEqual({
      azure_ad: [`${ID}/${ID}`],
      everyone: ["*"],
    });
  });

  test.each([
    ["a misspelled selector", { emial: { email: "ann@example.com" } }, /Did you mean email\?/],
    ["Terraform's name of a selector", { azure_ad: { id: ID, identity_provider_id: ID } }, /azureA/],
    ["no selector", {}, /without a selector/],
    ["two selectors", { everyone: {}, certificate: {} }, /several selectors/],
    ["a missing field", { okta: { name: "eng" } }, /okta\.identity_provider_id/],
    [
      "a field in the names of props",
      { okta: { name: "eng", identityProviderId: ID } },
      /There is no field identityProviderId .*Did you mean identity_provider_id\?/,
    ],
    ["a wrong value", { ip: { ip: "999.1.1.1" } }, /Not an IP address/],
    ["a selector without a name", { "": {} }, /There is no selector ""\./],
    ["a selector of the future", { new_selector: {} }, /make the rule with AccessRule\.raw/],
    ["nothing", undefined as never, /Not a rule\./],
    ["null", null as never, /Not a rule: got null/],
    ["a token", Token.asString({ resolve: () => "x" }) as never, /Not a rule: got a token/],
  ])("refuses %s at once, in the names of the API", (_what, rule, message) => {
    const error = thrown(() => AccessRule.of(rule));
    expect(error).toBeInstanceOf(PolicyError);
    expect(error.message).toMatch(/^AccessRule\.of has (an error|2 errors):\n/);
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/HCL/);
  });
});

describe("AccessRule.raw", () => {
  test("passes on a rule of a selector we do not know, as JSON", () => {
    const rules = [AccessRule.raw({ new_selector: { b: 1, a: ["x"] } })];
    expect(reusable({ include: rules }).include).toEqual({ other: ['{"new_selector":{"a":["x"],"b":1}}'] });
  });

  test("passes on a field we do not know", () => {
    const rules = [AccessRule.raw({ email: { email: "ann@example.com", verified: true } })];
    expect(reusable({ include: rules }).include).toEqual({
      other: ['{"email":{"email":"ann@example.com","verified":true}}'],
    });
  });

  test("is as good as the factory for a rule we know", () => {
    const rules = [AccessRule.raw({ email: { email: "ann@example.com" } })];
    expect(reusable({ include: rules }).include).toEqual({ email: ["ann@example.com"] });
  });

  const circular: Record<string, unknown> = {};
  circular.new_selector = { around: [circular] };

  test.each<[string, Rule, RegExp]>([
    ["a rule that holds itself", circular, /new_selector\.around\.0: .*an object that holds itself/],
    ["a number that JSON does not have", { new_selector: { a: 1n } }, /new_selector\.a: .*got 1n/],
    ["an infinity", { new_selector: { a: [Infinity] } }, /new_selector\.a\.0: .*lose digits.*got Infinity/],
    ["a number without a value", { new_selector: { a: NaN } }, /new_selector\.a: .*got NaN/],
    [
      "a number that lost digits",
      { new_selector: { a: 2 ** 53 } },
      /new_selector\.a: .*up to 9007199254740991/,
    ],
    ["nothing", undefined as never, /Not a rule\./],
    ["what it knows to be wrong", { ip: { ip: "x", more: 1 } }, /ip\.ip: Not an IP address/],
  ])("refuses %s at once", (_what, rule, message) => {
    const error = thrown(() => AccessRule.raw(rule));
    expect(error).toBeInstanceOf(PolicyError);
    expect(error.message).toMatch(message);
  });

  test("has Terraform write the JSON when a value is a token", () => {
    const stack = stackWithProvider();
    const variable = new TerraformVariable(stack, "v", { type: "string" });
    const rules = [AccessRule.raw({ new_selector: { a: variable.stringValue, b: Fn.upper("x") } })];
    expect(reusable({ include: rules }, stack).include).toEqual({
      other: [expression('jsonencode({"new_selector" = {"a" = var.v, "b" = upper("x")}})')],
    });
  });
});

describe.each(SELECTORS.filter(({ key }) => key !== "user_risk_score"))(
  "AccessRule.$factory",
  ({ factory, shape }) => {
    const first = shape === "flag" ? [] : ["a"];

    test("refuses an object behind its argument", () => {
      expect(thrown(() => Untyped.AccessRule[factory](...first, { accountId: "a" })).message).toMatch(
        /^AccessRule\.\w+ takes (one|no) argument, and an object is given besides\. /,
      );
    });
  },
);

test("AccessRule.devicePosture shows how to give the account besides the check, and takes what map gives", () => {
  expect(thrown(() => Untyped.AccessRule.devicePosture("a", { accountId: "b" })).message).toContain(
    "Give all fields in one object: AccessRule.devicePosture({ integrationUid: …, accountId: … }).",
  );
  expect(reusable({ include: ["PT", "DE"].map(Untyped.AccessRule.geo) }).include).toEqual({
    geo: ["PT", "DE"],
  });
});
