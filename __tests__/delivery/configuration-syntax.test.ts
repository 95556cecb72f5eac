import {
  type ConfigurationValue,
  isObject,
  parseConfiguration,
} from "../../src/delivery/configuration-syntax";

/** As plain values, a block that comes many times as a list of its bodies. */
function plain(value: ConfigurationValue): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return value;
  return value.entries.map(([name, member]) => [name, plain(member)]);
}

describe("a CLI configuration file", () => {
  test.each<[string, string, unknown]>([
    ["nothing", "", []],
    ["a comment alone", "# nothing\n// at all\n/* not\nhere */", []],
    ["an attribute", 'plugin_cache_dir = "$HOME/.cache"', [["plugin_cache_dir", "$HOME/.cache"]]],
    [
      "numbers and booleans",
      "a = 1\nb = true\nc = false",
      [
        ["a", 1],
        ["b", true],
        ["c", false],
      ],
    ],
    [
      "a block",
      'direct {\n  exclude = ["a/*/*", "b/*/*",]\n}',
      [["direct", [["exclude", ["a/*/*", "b/*/*"]]]]],
    ],
    ["a block on one line", "direct {}", [["direct", []]]],
    [
      "a block with a label",
      'credentials "app.terraform.io" { token = "x" }',
      [["credentials", [["token", "x"]]]],
    ],
    ["an object as a value", 'hosts = { a = "b" }', [["hosts", [["a", "b"]]]]],
    ["a quoted name", 'dev_overrides { "a/b/c" = "/d" }', [["dev_overrides", [["a/b/c", "/d"]]]]],
    ["an escaped quote and a comment mark in a text", 'a = "x\\"y # z // w"', [["a", 'x"y # z // w']]],
    [
      "a comment behind a value",
      'a = "b" # c\nd = "e" // f',
      [
        ["a", "b"],
        ["d", "e"],
      ],
    ],
    [
      "a text over lines",
      "a = <<EOF\none\ntwo\nEOF\nb = 1\n",
      [
        ["a", "one\ntwo\n"],
        ["b", 1],
      ],
    ],
    [
      "Windows' line ends and a byte order mark",
      '\uFEFFa = "b"\r\nc {\r\n}\r\n',
      [
        ["a", "b"],
        ["c", []],
      ],
    ],
    [
      "JSON",
      '{"a": {"b": ["c"], "d": null}}',
      [
        [
          "a",
          [
            ["b", ["c"]],
            ["d", null],
          ],
        ],
      ],
    ],
    [
      "JSON with a block many times",
      '{"a": [{"b": 1}, {"b": 2}]}',
      [
        ["a", [["b", 1]]],
        ["a", [["b", 2]]],
      ],
    ],
  ])("may hold %s", (_what, text, expected) => {
    expect(plain(parseConfiguration(text))).toEqual(expected);
  });

  test.each([
    ["an open block", "a {"],
    ["an open list", 'a = ["b"'],
    ["an open text", 'a = "b'],
    ["a value without a name", '= "b"'],
    ["a bracket too many", "a = 1 }"],
    ["broken JSON", '{"a": '],
  ])("is refused for %s", (_what, text) => {
    expect(() => parseConfiguration(text)).toThrow(SyntaxError);
  });
});
