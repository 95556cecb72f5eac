import type { Attribute, Attributes } from "../../../src/plugin";
import { validateSchema } from "../../../src/plugin/framework/compiled-schema";

const check = (attributes: Attributes) =>
  validateSchema("resource", "test_thing", { description: "a thing", attributes });

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
      "with a default without optional and computed",
      { a: { ...text, default: "x" } },
      /default needs optional and computed/,
    ],
    [
      "with a default and unset",
      { a: { ...text, computed: true, default: "x", unset: "keep" } },
      /leave out unset/,
    ],
    [
      "with a volatile attribute that is not computed",
      { a: { ...text, volatile: true } },
      /volatile needs computed/,
    ],
    [
      "with requiresReplace on a computed attribute",
      { a: { type: "string", description: "a", computed: true, requiresReplace: true } },
      /requiresReplace needs/,
    ],
    [
      "with requiresReplace inside a set",
      {
        a: {
          nested: { nesting: "set", attributes: { b: { ...text, requiresReplace: true } } },
          optional: true,
          description: "a",
        },
      },
      /a\.b: Terraform cannot address what is within a set/,
    ],
    ["with a reserved name", { count: text }, /count: Terraform reserves/],
    ["with a name that is not valid in HCL", { "a-b": text }, /a-b: a name starts/],
    [
      "with a configurable attribute in a computed one",
      { a: { nested: { nesting: "single", attributes: { b: text } }, computed: true, description: "a" } },
      /b must be computed/,
    ],
  ];
  test.each(cases)("%s", (_, attributes, message) => {
    expect(() => check(attributes)).toThrow(message);
  });

  test("with every problem named at once", () => {
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
