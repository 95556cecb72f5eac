import type { Attribute, Attributes } from "../../../src/plugin/framework";
import { checkSchema } from "../../../src/plugin/framework/schema-check";

const check = (attributes: Attributes) =>
  checkSchema("resource", "cfaccess_thing", { description: "a thing", attributes });

const text: Attribute = { type: "string", description: "text", optional: true };

describe("a schema is refused", () => {
  const cases: readonly [string, Attributes, RegExp][] = [
    [
      "without any of required, optional, computed",
      { a: { type: "string", description: "a" } },
      /a: exactly one of req/,
    ],
    [
      "with required and computed",
      { a: { ...text, optional: false, required: true, computed: true } },
      /exactly one of req/,
    ],
    ["with required and optional", { a: { ...text, required: true } }, /exactly one of required/],
    ["without a type", { a: { description: "a", optional: true } }, /exactly one of type and nested/],
    [
      "with a default that core would not let through",
      { a: { ...text, default: "x" } },
      /default needs optional and computed/,
    ],
    [
      "with a default and another rule for the same case",
      { a: { ...text, computed: true, default: "x", unset: "keep" } },
      /leave out unset/,
    ],
    [
      "with a volatile attribute that is not computed",
      { a: { ...text, volatile: true } },
      /volatile needs computed/,
    ],
    [
      "with a replacement nobody could cause",
      { a: { type: "string", description: "a", computed: true, requiresReplace: true } },
      /requiresReplace needs/,
    ],
    [
      "with a replacement inside a set",
      {
        a: {
          nested: { nesting: "set", attributes: { b: { ...text, requiresReplace: true } } },
          optional: true,
          description: "a",
        },
      },
      /a\.b: Terraform can point no deeper/,
    ],
    ["with a reserved name", { count: text }, /count: Terraform reserves/],
    ["with a name that HCL does not know", { "a-b": text }, /a-b: names start/],
    [
      "with something configurable in something computed",
      { a: { nested: { nesting: "single", attributes: { b: text } }, computed: true, description: "a" } },
      /b must be computed/,
    ],
  ];
  test.each(cases)("%s", (_, attributes, message) => {
    expect(() => check(attributes)).toThrow(message);
  });

  test("with every mistake named at once", () => {
    expect(() => check({ count: text, "a-b": text })).toThrow(/a-b.*\n.*count/s);
  });
});

test("a schema with nested attributes and every legal combination passes", () => {
  const legal: Attributes = {
    id: { type: "string", description: "the id", computed: true },
    name: { type: "string", description: "the name", required: true, requiresReplace: true },
    group: {
      nested: { nesting: "single", attributes: { on: { ...text, computed: true, default: "x" } } },
      optional: true,
      description: "a group",
    },
  };
  expect(() => check(legal)).not.toThrow();
});
