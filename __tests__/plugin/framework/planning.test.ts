import type { Attribute, Attributes } from "../../../src/plugin";
import { type CtyValue, type ObjectValue, UNKNOWN } from "../../../src/plugin/cty";
import { compileSchema } from "../../../src/plugin/framework/compiled-schema";
import { planResource } from "../../../src/plugin/framework/planning";
import { planProblems } from "../../fake-terraform-core";

interface Case {
  readonly prior?: ObjectValue | null;
  readonly config: ObjectValue;
  readonly configured?: readonly string[];
}

function plan(attributes: Attributes, { prior = null, config, configured = [] }: Case) {
  const schema = { description: "a schema", attributes };
  const compiled = compileSchema(schema);
  const planned = planResource({
    schema: compiled,
    prior,
    config,
    priorPrivate: { configured: new Set(configured) },
  });
  expect(planProblems(schema, prior, config, planned.planned)).toEqual([]);
  return planned;
}

const lower = (value: CtyValue) => (typeof value === "string" ? value.toLowerCase() : "");
const anyCase = (a: CtyValue, b: CtyValue) => lower(a) === lower(b);
const text = (more: Partial<Attribute>): Attribute => ({ type: "string", description: "text", ...more });

describe("one attribute is planned", () => {
  const cases: readonly [string, Attribute, Case["prior"], CtyValue, CtyValue][] = [
    ["as configured on create", text({ required: true }), null, "a", "a"],
    ["as configured when it changes", text({ optional: true }), { x: "a" }, "b", "b"],
    [
      "as the prior value when it is semantically equal",
      text({ optional: true, semanticEquals: anyCase }),
      { x: "A" },
      "a",
      "A",
    ],
    ["as absent when it is taken out", text({ optional: true }), { x: "a" }, null, null],
    ["unknown while its configuration is", text({ optional: true }), { x: "a" }, UNKNOWN, UNKNOWN],
    [
      "as configured where the prior one meant absent",
      text({ optional: true, semanticEquals: anyCase }),
      { x: null },
      "",
      "",
    ],
    [
      "as its default when it is left out",
      text({ optional: true, computed: true, default: "d" }),
      null,
      null,
      "d",
    ],
    [
      "as its default when it is taken out",
      text({ optional: true, computed: true, default: "d" }),
      { x: "a" },
      null,
      "d",
    ],
    [
      "as the prior value when it is semantically equal to the default",
      text({ optional: true, computed: true, default: "d", semanticEquals: anyCase }),
      { x: "D" },
      null,
      "D",
    ],
    [
      "unknown on create when the server decides",
      text({ optional: true, computed: true, unset: "server" }),
      null,
      null,
      UNKNOWN,
    ],
    [
      "as the server answered ever after",
      text({ optional: true, computed: true, unset: "server" }),
      { x: "s" },
      null,
      "s",
    ],
    [
      "absent when absent is what the server answered",
      text({ optional: true, computed: true, unset: "server" }),
      { x: null },
      null,
      null,
    ],
    [
      "as it stays when taking it out keeps it",
      text({ optional: true, computed: true, unset: "keep" }),
      { x: "a" },
      null,
      "a",
    ],
    ["absent when taking it out clears it", text({ optional: true, computed: true }), { x: "a" }, null, null],
    [
      "as the prior value when it is semantically null",
      text({ optional: true, computed: true, semanticEquals: anyCase }),
      { x: "" },
      null,
      "",
    ],
    ["unknown on create when only the server sets it", text({ computed: true }), null, null, UNKNOWN],
    ["as before when only the server sets it", text({ computed: true }), { x: "s" }, null, "s"],
    [
      "as before when it is volatile and nothing changes",
      text({ computed: true, volatile: true }),
      { x: "s" },
      null,
      "s",
    ],
  ];
  test.each(cases)("%s", (_, attribute, prior, config, expected) => {
    expect(plan({ x: attribute }, { prior, config: { x: config } }).planned.x).toEqual(expected);
  });
});

describe("an attribute with unset: server", () => {
  const attributes: Attributes = {
    x: text({ optional: true, computed: true, unset: "server" }),
    group: {
      nested: {
        nesting: "single",
        attributes: { y: text({ optional: true, computed: true, unset: "server" }) },
      },
      optional: true,
      description: "a group",
    },
  };

  test("is unknown when it is taken out of the configuration", () => {
    const prior = { x: "a", group: { y: "b" } };
    const config = { x: null, group: { y: null } };
    const { planned } = plan(attributes, { prior, config, configured: ["x", "group.y"] });
    expect(planned).toEqual({ x: UNKNOWN, group: { y: UNKNOWN } });
  });

  test("is recorded by name when it is configured, also within a single nested object", () => {
    const { plannedPrivate } = plan(attributes, { config: { x: "a", group: { y: "b" } } });
    expect([...plannedPrivate.configured]).toEqual(["x", "group.y"]);
  });

  test("is recorded when it is configured with an unknown", () => {
    const { plannedPrivate } = plan(attributes, { config: { x: UNKNOWN, group: null } });
    expect([...plannedPrivate.configured]).toEqual(["x"]);
  });
});

describe("a volatile attribute", () => {
  const attributes: Attributes = {
    name: text({ required: true, semanticEquals: anyCase }),
    changed: text({ computed: true, volatile: true }),
    id: text({ computed: true }),
  };
  const prior = { name: "a", changed: "monday", id: "1" };

  test("is unknown when another attribute changes, while other computed ones keep their values", () => {
    const { planned } = plan(attributes, { prior, config: { name: "b", changed: null, id: null } });
    expect(planned).toEqual({ name: "b", changed: UNKNOWN, id: "1" });
  });

  test("keeps its prior value when another attribute is semantically equal", () => {
    const { planned } = plan(attributes, { prior, config: { name: "A", changed: null, id: null } });
    expect(planned).toEqual(prior);
  });

  test("is unknown when only the resource's plan changes something", () => {
    const schema = compileSchema({ description: "a schema", attributes });
    const { planned } = planResource({
      schema,
      prior,
      config: { name: "a", changed: null, id: null },
      priorPrivate: { configured: new Set() },
      modify: (plan) => ({ ...plan, id: "2" }),
    });
    expect(planned).toEqual({ name: "a", changed: UNKNOWN, id: "2" });
  });
});

describe("a single nested object", () => {
  const attributes: Attributes = {
    rules: {
      nested: {
        nesting: "single",
        attributes: {
          email: {
            type: { set: "string" },
            optional: true,
            semanticEquals: sameSetInAnyCase,
            description: "emails",
          },
          note: text({ optional: true }),
          on: { type: "bool", optional: true, computed: true, default: false, description: "a switch" },
        },
      },
      optional: true,
      computed: true,
      description: "rules",
    },
  };

  test("keeps the prior value of each attribute that is semantically equal, beside one that changes", () => {
    const prior = { rules: { email: ["A@x"], note: "old", on: false } };
    const config = { rules: { email: ["a@x"], note: "new", on: null } };
    expect(plan(attributes, { prior, config }).planned).toEqual({
      rules: { email: ["A@x"], note: "new", on: false },
    });
  });

  test("is planned as the identical prior object when nothing in it changes", () => {
    const prior = { rules: { email: ["A@x"], note: "old", on: false } };
    const same = { rules: { email: ["a@X"], note: "old", on: null } };
    expect(plan(attributes, { prior, config: same }).planned).toBe(prior);
    const other = { rules: { email: ["a@X"], note: "new", on: null } };
    expect(plan(attributes, { prior, config: other }).planned).not.toBe(prior);
  });

  test("fills the defaults of its attributes", () => {
    const config = { rules: { email: null, note: "n", on: null } };
    expect(plan(attributes, { config }).planned).toEqual({ rules: { email: null, note: "n", on: false } });
  });

  test("keeps its prior value when it is semantically null and taken out", () => {
    const prior = { rules: { email: null, note: null, on: null } };
    expect(plan(attributes, { prior, config: { rules: null } }).planned).toEqual(prior);
  });

  test("is planned null when it is taken out", () => {
    const prior = { rules: { email: ["a@x"], note: null, on: false } };
    expect(plan(attributes, { prior, config: { rules: null } }).planned).toEqual({ rules: null });
  });
});

describe("a set of objects", () => {
  const attributes: Attributes = {
    groups: {
      nested: {
        nesting: "set",
        attributes: {
          name: text({ required: true, semanticEquals: anyCase }),
          needed: { type: "number", optional: true, computed: true, default: 1, description: "a count" },
          id: text({ computed: true }),
        },
      },
      optional: true,
      description: "groups",
    },
  };
  const wanted = (...names: string[]) => ({
    groups: names.map((name) => ({ name, needed: null, id: null })),
  });

  test("has the defaults of its elements filled", () => {
    expect(plan(attributes, { config: wanted("a") }).planned).toEqual({
      groups: [{ name: "a", needed: 1, id: UNKNOWN }],
    });
  });

  test("stays when its elements are semantically equal in another order", () => {
    const prior = {
      groups: [
        { name: "A", needed: 1, id: "1" },
        { name: "B", needed: 1, id: "2" },
      ],
    };
    expect(plan(attributes, { prior, config: wanted("b", "a") }).planned).toEqual(prior);
  });

  test("keeps prior elements beside a new one", () => {
    const prior = {
      groups: [
        { name: "A", needed: 1, id: "1" },
        { name: "B", needed: 1, id: "2" },
      ],
    };
    expect(plan(attributes, { prior, config: wanted("c", "a") }).planned).toEqual({
      groups: [
        { name: "c", needed: 1, id: UNKNOWN },
        { name: "A", needed: 1, id: "1" },
      ],
    });
  });

  test("keeps as many elements as configured when a prior one fits two of them", () => {
    const prior = { groups: [{ name: "a", needed: 1, id: "1" }] };
    expect(plan(attributes, { prior, config: wanted("A", "a") }).planned).toEqual({
      groups: [
        { name: "A", needed: 1, id: UNKNOWN },
        { name: "a", needed: 1, id: "1" },
      ],
    });
  });

  test("gives a prior element to the configured one with more attributes", () => {
    const leaf = text({ optional: true, computed: true, semanticEquals: anyCase });
    const items: Attributes = {
      items: {
        nested: { nesting: "set", attributes: { name: leaf, id: text({ computed: true }) } },
        optional: true,
        description: "items",
      },
    };
    const prior = {
      items: [
        { name: "B", id: "1" },
        { name: null, id: "2" },
      ],
    };
    for (const names of [
      ["b", null],
      [null, "b"],
    ]) {
      const config = { items: names.map((name) => ({ name, id: null })) };
      expect(plan(items, { prior, config }).planned).toEqual(prior);
    }
  });

  test("gives an element the prior one with which it loses no attribute", () => {
    const items: Attributes = {
      items: {
        nested: {
          nesting: "set",
          attributes: { name: text({ optional: true, computed: true }), id: text({ computed: true }) },
        },
        optional: true,
        description: "items",
      },
    };
    const prior = {
      items: [
        { name: "gone", id: "1" },
        { name: null, id: "2" },
      ],
    };
    expect(plan(items, { prior, config: { items: [{ name: null, id: null }] } }).planned).toEqual({
      items: [{ name: null, id: "2" }],
    });
  });

  test("is planned as it is configured while it is unknown", () => {
    const prior = { groups: [{ name: "a", needed: 1, id: "1" }] };
    expect(plan(attributes, { prior, config: { groups: UNKNOWN } }).planned).toEqual({ groups: UNKNOWN });
  });
});

describe("a replacement", () => {
  const attributes: Attributes = {
    account: text({ optional: true, requiresReplace: true, semanticEquals: anyCase }),
    group: {
      nested: { nesting: "single", attributes: { key: text({ optional: true, requiresReplace: true }) } },
      optional: true,
      description: "a group",
    },
    items: {
      nested: { nesting: "list", attributes: { key: text({ optional: true, requiresReplace: true }) } },
      optional: true,
      description: "items",
    },
  };
  const prior = { account: "a", group: { key: "k" }, items: [{ key: "k" }] };
  const cases: readonly [string, Partial<typeof prior> | ObjectValue, unknown][] = [
    ["is planned for an attribute that changes", { account: "b" }, [["account"]]],
    ["is planned for one that is unknown", { account: UNKNOWN }, [["account"]]],
    ["is planned for one that is taken out", { account: null }, [["account"]]],
    ["is not planned for a semantically equal value", { account: "A" }, []],
    ["is planned at the attribute within an object", { group: { key: "l" } }, [["group", "key"]]],
    ["is planned at the attribute of an object that goes", { group: null }, [["group", "key"]]],
    ["is planned at the object while that is unknown", { group: UNKNOWN }, [["group"]]],
    ["is planned at the element of a list", { items: [{ key: "k" }, { key: "l" }] }, [["items", 1, "key"]]],
  ];
  test.each(cases)("%s", (_, change, paths) => {
    expect(plan(attributes, { prior, config: { ...prior, ...change } }).requiresReplace).toEqual(paths);
  });

  test("is not planned on create", () => {
    expect(plan(attributes, { config: prior }).requiresReplace).toEqual([]);
  });
});

function sameSetInAnyCase(a: CtyValue, b: CtyValue): boolean {
  const members = (value: CtyValue) => new Set(((value ?? []) as string[]).map(lower));
  const [left, right] = [members(a), members(b)];
  return left.size === right.size && [...left].every((member) => right.has(member));
}
