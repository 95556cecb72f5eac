import { conditional, Fn, type TerraformStack, TerraformVariable, Tokenization } from "cdktf";
import { AccessGroup, AccessRule, type Rule } from "../../src";
import { camelCase, POLICY_TYPES, type PolicyFields, SELECTORS } from "../../src/model";
import {
  expression,
  type Json,
  ofApplication,
  stackWithProvider,
  thrown,
  Untyped,
} from "./support/synthesized";

let stack: TerraformStack;
let list: string[];

beforeEach(() => {
  stack = stackWithProvider();
  list = new TerraformVariable(stack, "list", { type: "list(string)" }).listValue;
});

const includeOf = (rules: AccessRule[]) => ofApplication({ include: rules }, stack).include;
const messageOf = (props: () => Json) => thrown(() => ofApplication(props(), stack)).message;
const TAKEN_OUT = /JavaScript cannot look into a token for a list, .*: got list\[0\] or \.\.\.list\. /;

/** Expressions that are lists, whatever their type is in TypeScript. */
const LISTS: [name: string, make: () => unknown, expression: string][] = [
  ["a variable", () => list, "var.list"],
  ["Fn.concat", () => Fn.concat([list, ["a"]]), 'concat(var.list, ["a"])'],
  ["Fn.formatlist", () => Fn.formatlist("%s.example.com", [list]), 'formatlist("%s.example.com", var.list)'],
  ["Fn.distinct", () => Fn.distinct(list), "distinct(var.list)"],
  ["Fn.keys", () => Fn.keys({ a: 1 }), 'keys({"a" = 1})'],
  ["Fn.split", () => Fn.split(",", Fn.join(",", list)), 'split(",", join(",", var.list))'],
  ["Fn.tolist as an expression object", () => Tokenization.reverse(Fn.tolist(list))[0], "tolist(var.list)"],
];

/** Expressions that are a text or a list: only Terraform knows which. */
const OPEN: [name: string, make: () => unknown, expression: string][] = [
  ["Fn.element", () => Fn.element(list, 0), "flatten([element(var.list, 0)])"],
  ["Fn.lookup", () => Fn.lookup({ a: list }, "a"), 'flatten([{"a" = var.list}.a])'],
  ["Fn.jsondecode", () => Fn.jsondecode(Fn.file("x")), 'flatten([jsondecode(file("x"))])'],
  ["a condition", () => conditional(true, list, list), "flatten([true ? var.list : var.list])"],
  ["a variable's value", () => new TerraformVariable(stack, "any", {}).value, "flatten([var.any])"],
];

const PLURALS = SELECTORS.flatMap(({ plural, factory, key }) => (plural ? [{ plural, factory, key }] : []));

/** One of each kind, where what they are is not the question. */
const SOME_LISTS = [LISTS[0]!, LISTS[2]!];

describe("AccessRule.emails", () => {
  test.each([...LISTS, ...OPEN])("makes a rule of each element of %s", (_name, make, text) => {
    expect(includeOf(Untyped.AccessRule.emails(make()))).toEqual({ email: expression(text) });
  });
});

describe.each(PLURALS)("AccessRule.$plural", ({ plural, factory, key }) => {
  test.each([...SOME_LISTS, OPEN[0]!])("makes a rule of each element of %s", (_name, make, text) => {
    expect(includeOf(Untyped.AccessRule[plural](make()))).toEqual({ [key]: expression(text) });
  });

  test("joins lists, texts and what may be either", () => {
    const rules = Untyped.AccessRule[plural](Fn.upper("a"), Fn.distinct(list), [Fn.element(list, 0)]);
    expect(includeOf(rules)).toEqual({
      [key]: expression(
        'concat([upper("a")], tolist(distinct(var.list)), tolist(flatten([element(var.list, 0)])))',
      ),
    });
  });

  test.each<[string, () => unknown[]]>([
    ["an element that JavaScript took out of a token", () => [list[0]]],
    ["a token that was spread", () => [...list]],
    ["a copy of a token", () => [[...list]]],
  ])("refuses %s, and shows how both are written", (_what, make) => {
    const message = messageOf(() => ({ include: Untyped.AccessRule[plural](...make()) }));
    expect(message).toMatch(TAKEN_OUT);
    expect(message).toMatch(/has an error:\n {2}include\[0\]\./);
    expect(message).toContain(
      `For the whole list write AccessRule.${plural}(list); for one element write Fn.element(list, 0).`,
    );
  });

  test.each<[string, (list: string) => unknown[]]>([
    ["spread", (it) => [...it]],
    ["spread behind a text", (it) => ["a", ...it]],
    ["copied to an array", (it) => [[...it]]],
  ])("refuses a function of Terraform that was %s", (_how, make) => {
    const spread = make(Fn.concat([list, ["a"]]) as unknown as string);
    const message = messageOf(() => ({ include: Untyped.AccessRule[plural](...spread) }));
    expect(message).toMatch(/has an error:\n {2}include\[0\]\..*JavaScript spreads a function of Terraform/);
    expect(message).toContain(`Do not spread it: write AccessRule.${plural}(list).`);
  });

  test.each(SOME_LISTS)(`is what AccessRule.${factory} recommends for %s`, (_name, make) => {
    const message = messageOf(() => ({ include: [Untyped.AccessRule[factory](make())] }));
    expect(message).toMatch(/has an error:\n.*: A list where one text is asked for: got /);
    expect(message).toContain(`For all of them: ...AccessRule.${plural}(list).`);
  });
});

describe("AccessRule.userRiskScore", () => {
  test.each([...LISTS, ...OPEN])("takes %s", (_name, make, text) => {
    expect(includeOf([Untyped.AccessRule.userRiskScore(make())])).toEqual({
      user_risk_score: [expression(`join(",", ${text})`)],
    });
  });

  test("takes lists beside texts", () => {
    expect(includeOf([AccessRule.userRiskScore(["low"], "high")])).toEqual({
      user_risk_score: ["low,high"],
    });
    expect(ofApplication({ include: [AccessRule.userRiskScore("low", list)] }).include).toEqual({
      user_risk_score: [expression('join(",", concat(["low"], tolist(var.list)))')],
    });
  });

  test("refuses a function of Terraform that was spread", () => {
    for (const spread of [[...Fn.concat([list])], [[...Fn.concat([list])]]]) {
      const message = messageOf(() => ({ include: [Untyped.AccessRule.userRiskScore(...spread)] }));
      expect(message).toMatch(
        /has an error:\n.*Do not spread it: write AccessRule\.userRiskScore\(list\)\.$/,
      );
    }
  });

  test("refuses a token that was spread", () => {
    const message = messageOf(() => ({ include: [AccessRule.userRiskScore(...list)] }));
    expect(message).toMatch(TAKEN_OUT);
    expect(message).toContain("For the whole list write AccessRule.userRiskScore(list)");
  });
});

interface PropCase {
  readonly path: string;
  readonly props: (value: unknown) => Json;
  readonly found: (configuration: Json) => unknown;
}

/** Every field of a policy of a type, with what its object needs besides. */
function propCases(
  wanted: "string" | "strings",
  fields: PolicyFields = POLICY_TYPES.application.fields,
): PropCase[] {
  return Object.entries(fields).flatMap(([name, { type }]): PropCase[] => {
    const prop = camelCase(name);
    if (type === wanted)
      return [{ path: prop, props: (value) => ({ [prop]: value }), found: (it) => it[name] }];
    if (typeof type === "string") return [];
    const isList = "objects" in type;
    const besides = isList ? { approvalsNeeded: 1 } : {};
    return propCases(wanted, isList ? type.objects : type.object).map(({ path, props, found }) => ({
      path: `${prop}${isList ? "[0]" : ""}.${path}`,
      props: (value) => ({ [prop]: isList ? [{ ...besides, ...props(value) }] : props(value) }),
      found: (it) => found(isList ? it[name][0] : it[name]),
    }));
  });
}

describe.each(propCases("strings").map((it) => [it.path, it] as const))(
  "the list %s",
  (path, { props, found }) => {
    test.each(SOME_LISTS)("may be %s", (_name, make, text) => {
      expect(found(ofApplication(props(make()), stack))).toEqual(expression(text));
    });

    test("refuses a function of Terraform that was spread", () => {
      for (const value of [[...Fn.concat([list])], ["a", ...Fn.formatlist("%s", [list])]])
        expect(messageOf(() => props(value))).toMatch(
          // The frameworks differ in which functions give a text that represents a list, and which a list.
          /errors?:\n.*: JavaScript (spreads .* Do not spread it: give the list itself\.$|cannot look into a token)/,
        );
    });

    test("refuses a variable instead of its value", () => {
      const variable = new TerraformVariable(stack, "other", {});
      for (const value of [variable, [variable]])
        expect(messageOf(() => props(value))).toMatch(
          /has an error:\n.*Give the variable's value: .*\.listValue\.$/,
        );
    });

    test("refuses what JavaScript took out of a token", () => {
      for (const value of [list[0], [list[0]], [...list]]) {
        const message = messageOf(() => props(value));
        expect(message).toContain(`has an error:\n  ${path}: JavaScript cannot look into`);
        expect(message).toContain(
          "For the whole list give the list itself; for one element write Fn.element(list, 0).",
        );
      }
    });

    test.each(SOME_LISTS)(
      "refuses %s as one of its elements, and shows how lists are joined",
      (_name, make) => {
        const message = messageOf(() => props([Fn.upper("a"), make()]));
        expect(message).toContain(`has an error:\n  ${path}[1]: A list where one text is asked for`);
        expect(message).toContain("For all of them: give Fn.concat([[…], list]) instead of the array.");
      },
    );
  },
);

describe.each(propCases("string").map((it) => [it.path, it] as const))("the text %s", (path, { props }) => {
  test.each(SOME_LISTS)("is not %s", (_name, make) => {
    expect(messageOf(() => props(make()))).toContain(
      `has an error:\n  ${path}: A list where one text is asked for: got `,
    );
  });

  test("is not what JavaScript took out of a token for a list, alone or in a text", () => {
    for (const value of [list[0], `a ${list[0]}`, `a ${list}`])
      expect(messageOf(() => props(value))).toContain(
        `has an error:\n  ${path}: JavaScript cannot look into`,
      );
  });
});

describe("a list or what JavaScript took out of one, where one text is asked for", () => {
  test.each<[string, () => unknown]>([
    ["an application's ID", () => ofApplication({ appId: list[0] }, stack)],
    ["an application's ID", () => ofApplication({ appId: Fn.concat([list]) }, stack)],
    ["an account's ID", () => ofApplication({ accountId: list[0] }, stack)],
    ["a look-up's name", () => AccessGroup.fromName(stack, "group", list[0]!)],
    ["a look-up's name", () => AccessGroup.fromName(stack, "group", Fn.concat([list]))],
    ["a look-up's account", () => AccessGroup.fromName(stack, "group", "x", { accountId: list[0] })],
    ["an ID", () => AccessGroup.fromId(stack, "group", list[0]!)],
    ["a rule as the API writes it", () => AccessRule.of({ email: { email: list[0] } })],
    ["a rule as the API writes it", () => AccessRule.of({ email: { email: Fn.concat([list]) } } as Rule)],
    ["a rule of the future", () => AccessRule.raw({ newer: { name: list[0] } })],
  ])("is an error at once for %s", (_what, make) => {
    expect(thrown(make).message).toMatch(/Fn\.element\(list, 0\)/);
  });
});
