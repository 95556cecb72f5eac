import {
  Op,
  TerraformCount,
  TerraformIterator,
  TerraformOutput,
  type TerraformStack,
  TerraformVariable,
  Testing,
  Token,
} from "cdktf";
import {
  AccessApplication,
  AccessGroup,
  AccessIdentityProvider,
  AccessPolicies,
  AccessRule,
  ApplicationAccessPolicy,
  ApplicationPolicies,
  CloudflareAccessProvider,
  ReusableAccessPolicy,
  type Rule,
} from "../../src";
import {
  camelCase,
  POLICY_TYPES,
  type PolicyField,
  type PolicyFields,
  ruleTextParts,
  SELECTORS,
} from "../../src/model";
import {
  APP,
  escaped,
  expression,
  type Json,
  ofApplication,
  RIGHT,
  stackWithProvider,
  synthesized,
  thrown,
} from "./support/synthesized";

let stack: TerraformStack;
let n: number;

beforeEach(() => {
  stack = stackWithProvider();
  n = new TerraformVariable(stack, "n", { type: "number" }).numberValue;
});

/** Characters around the tokens that cdktf itself takes for a part of their numbers. */
const text = () => `1.${n}-e${n}.${n}+2`;
const N = expression("var.n");
const TEXT = `1.${N}-e${N}.${N}+2`;

const ITERATOR = TerraformIterator.fromList(["1", "2"]);

interface PropCase {
  /** Its path in props. */
  readonly path: string;
  readonly field: PolicyField;
  /** The props that have a value there. */
  readonly props: (value: unknown) => Json;
  /** The value there in the configuration. */
  readonly found: (configuration: Json) => unknown;
}

/** Every field of a policy that holds one value or a list of them. */
function propCases(fields: PolicyFields): PropCase[] {
  return Object.entries(fields).flatMap(([name, field]): PropCase[] => {
    const prop = camelCase(name);
    const { type } = field;
    if (type === "rules") return [];
    if (typeof type === "string")
      return [{ path: prop, field, props: (value) => ({ [prop]: value }), found: (it) => it[name] }];
    const isList = "objects" in type;
    return propCases(isList ? type.objects : type.object).map(({ path, field: inner, props, found }) => ({
      path: `${prop}.${path}`,
      field: inner,
      props: (value) => ({ [prop]: isList ? [props(value)] : props(value) }),
      found: (it) => found(isList ? it[name][0] : it[name]),
    }));
  });
}

const PROP_CASES = propCases(POLICY_TYPES.application.fields);
const ofType = (...types: PolicyField["type"][]) =>
  PROP_CASES.filter(({ field }) => types.includes(field.type));
function configured(props: Json): Json {
  return ofApplication(complete(props), stack);
}

/** The props, with what the objects in them need besides. */
function complete({ approvalGroups, connectionRules, ...props }: Json): Json {
  return {
    ...props,
    ...(approvalGroups ? { approvalGroups: [{ approvalsNeeded: 1, ...approvalGroups[0] }] } : {}),
    ...(connectionRules?.ssh
      ? { connectionRules: { ssh: { usernames: ["root"], ...connectionRules.ssh } } }
      : {}),
    ...(connectionRules?.rdp ? { connectionRules } : {}),
  };
}

describe("a number token inside a text", () => {
  test.each(ofType("string").map((it) => [it.path, it] as const))(
    "may be used in %s",
    (_, { props, found }) => {
      expect(found(configured(props(text())))).toBe(TEXT);
    },
  );

  test.each(ofType("strings").map((it) => [it.path, it] as const))(
    "may be used in %s",
    (_, { props, found }) => {
      expect(found(configured(props([text(), text()])))).toEqual([TEXT, TEXT]);
    },
  );

  const selectors = SELECTORS.filter(({ shape }) => shape !== "flag");

  test.each(selectors.map((it) => [it.factory, it] as const))(
    "may be used in each field of AccessRule.%s",
    (factory, selector) => {
      const names = Object.keys(selector.fields);
      const factories = AccessRule as unknown as Record<string, (argument: unknown) => AccessRule>;
      const argument =
        names.length === 1 ? text() : Object.fromEntries(names.map((name) => [camelCase(name), text()]));
      const { include } = configured({ include: [factories[factory]!(argument)] });
      const written = ruleTextParts(selector).map(({ field, separator = "" }) => {
        const isEscaped = separator !== "" && field.format === "text";
        return (isEscaped ? TEXT.replaceAll("var.n", escaped("var.n", separator)) : TEXT) + separator;
      });
      expect(include).toEqual({ [selector.key]: [written.join("")] });
    },
  );

  test.each(
    selectors.flatMap(({ plural, key, shape }) => (plural && shape === "strings" ? [[plural, key]] : [])),
  )("may be used in the values of AccessRule.%s", (plural, key) => {
    const factories = AccessRule as unknown as Record<string, (...values: unknown[]) => AccessRule[]>;
    const { include } = configured({ include: factories[plural!]!(text(), [text()]) });
    expect(include).toEqual({ [key!]: [TEXT] });
  });

  test("is allowed in a rule as the API writes it", () => {
    const rules = [
      AccessRule.of({ geo: { country_code: text() } }),
      AccessRule.raw({ newer: { a: [{ b: text() }] } } as Rule),
    ];
    expect(configured({ include: rules }).include).toEqual({
      geo: [TEXT],
      other: [expression(`jsonencode({"newer" = {"a" = [{"b" = "${TEXT}"}]}})`)],
    });
  });

  test("is allowed in the IDs of the account and the application, and in timeouts", () => {
    const found = ofApplication({ accountId: text(), appId: text(), timeouts: { create: `${n}m` } }, stack);
    expect(found).toMatchObject({ account_id: TEXT, app_id: TEXT, timeouts: { create: `${N}m` } });
  });

  test("is allowed in an ordered list", () => {
    new ApplicationPolicies(stack, "all", {
      appId: text(),
      accountId: text(),
      timeouts: { create: `${n}m` },
      policies: [{ ...RIGHT, key: "staff", name: text() }],
    });
    const written = Object.values<Json>(synthesized(stack).resource).flatMap(Object.values<Json>);
    expect(written.length).toBeGreaterThan(0);
    for (const resource of written)
      expect(resource).toMatchObject({ app_id: TEXT, account_id: TEXT, timeouts: { create: `${N}m` } });
    expect(JSON.stringify(written)).toContain(`"name":"${TEXT}"`);
  });

  test("is allowed in look-ups and in the provider's props", () => {
    const other = stackWithProvider("other");
    const m = new TerraformVariable(other, "n", { type: "number" }).numberValue;
    const given = `1.${m}-e${m}.${m}+2`;
    new CloudflareAccessProvider(other, "second", {
      alias: "second",
      accountId: given,
      apiToken: given,
      baseUrl: given,
    });
    AccessGroup.fromName(other, "group", given, { accountId: given });
    AccessIdentityProvider.fromType(other, "idp", given);
    new AccessPolicies(other, "policies", { accountId: given });
    ReusableAccessPolicy.fromId(other, "policy", given);
    const known = AccessApplication.fromId(other, "app", given);
    new TerraformOutput(other, "known", { value: known.id });
    const { data, provider, output } = synthesized(other);
    expect(provider.cfaccess[1]).toMatchObject({ account_id: TEXT, api_token: TEXT, base_url: TEXT });
    expect(data.cfaccess_group.group).toMatchObject({ name: TEXT, account_id: TEXT });
    expect(data.cfaccess_identity_provider.idp.type).toBe(TEXT);
    expect(data.cfaccess_policies.policies.account_id).toBe(TEXT);
    expect(data.cfaccess_policy.policy.id).toBe(TEXT);
    expect(output.known.value).toBe(TEXT);
  });

  test.each<[string, () => number, Json, string]>([
    ["a count", () => TerraformCount.of(3).index, { count: TerraformCount.of(3) }, "count.index"],
    ["an iterator", () => Token.asNumber(ITERATOR.value), { forEach: ITERATOR }, "each.value"],
    [
      "another policy",
      () => new ApplicationAccessPolicy(stack, "other", { ...RIGHT, appId: APP }).precedence,
      {},
      "cfaccess_application_policy.other.precedence",
    ],
    ["an expression", () => Token.asNumber(Op.add(n, 1)), {}, "(var.n + 1)"],
  ])("may be that of %s", (_source, number, props, reference) => {
    const value = number();
    const found = ofApplication({ ...props, name: `policy-${value}`, sessionDuration: `${value}h` }, stack);
    expect(found).toMatchObject({
      name: `policy-${expression(reference)}`,
      session_duration: `${expression(reference)}h`,
    });
  });

  test("is written out in HCL too", () => {
    new ReusableAccessPolicy(stack, "staff", { ...RIGHT, name: `policy-${n}` });
    expect(Testing.synthHcl(stack)).toContain(`"policy-${N}"`);
  });
});

describe("a number token that JavaScript computed with, inside a text,", () => {
  const refused = (make: () => unknown) =>
    expect(thrown(make).message).toMatch(
      /(has an error:\n.*|name: )JavaScript cannot compute with a token .* Token\.asNumber\(Op\.mul\(token, 2\)\)\.$/,
    );

  test.each(ofType("string").map((it) => [it.path, it] as const))("is refused in %s", (_, { props }) => {
    for (const spoilt of [n * 60, n / 3, n + n]) refused(() => configured(props(`1${spoilt}m`)));
  });

  test.each(ofType("strings").map((it) => [it.path, it] as const))("is refused in %s", (_, { props }) => {
    refused(() => configured(props([`1${n * 60}`])));
  });

  test.each<[string, (spoilt: string) => unknown]>([
    ["a rule", (spoilt) => configured({ include: [AccessRule.email(`${spoilt}@example.com`)] })],
    ["rules of each value", (spoilt) => configured({ include: AccessRule.emails(`${spoilt}@example.com`) })],
    ["a rule as the API writes it", (spoilt) => AccessRule.of({ email: { email: spoilt } })],
    ["timeouts", (spoilt) => configured({ timeouts: { create: `${spoilt}m` } })],
    ["the ID of the account", (spoilt) => configured({ accountId: spoilt })],
    ["a look-up", (spoilt) => AccessGroup.fromName(stack, "group", spoilt)],
  ])("is refused in %s", (_place, make) => refused(() => make(`${n * 60}`)));
});

describe("a number token instead of a number", () => {
  test.each(ofType("integer").map((it) => [it.path, it] as const))(
    "may be used in %s",
    (_, { props, found }) => {
      expect(found(configured(props(n)))).toBe(N);
      expect(found(ofApplication(props(Token.asNumber(Op.mul(n, 2))), stackWithProvider()))).toBe(
        expression("(var.n * 2)"),
      );
    },
  );

  test.each(ofType("integer").map((it) => [it.path, it] as const))(
    "was not computed with in %s",
    (_, { props }) => {
      for (const spoilt of [n * 2, -n, n / 3])
        expect(thrown(() => configured(props(spoilt))).message).toMatch(
          /has an error:\n.*JavaScript cannot compute with a token .* Token\.asNumber\(Op\.mul\(token, 2\)\)\.$/,
        );
    },
  );
});
