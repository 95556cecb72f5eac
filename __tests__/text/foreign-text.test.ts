import fc from "fast-check";
import { commandPath, escapeHidden, oneLine, quoted, shownId, withoutHidden } from "../../src/text";

/** What a terminal acts on or does not show, by Unicode's own general categories. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const ODD =
  "a\u0000\u001b[31m\u0085\u009b2J\u00ad\u061c\u200b\u202e\u2028\u2066\ud800\ufeff\u{e0041}\u{e0100}z";

const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.constant(ODD));

test("no hidden character passes any of the functions", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { path, remarks } = commandPath([["policy_id", text]]);
      for (const shown of [quoted(text), shownId(text), oneLine(text), withoutHidden(text), path, ...remarks])
        expect(shown).not.toMatch(HIDDEN);
      expect(escapeHidden(text, { lines: true }).replaceAll("\n", "")).not.toMatch(HIDDEN);
    }),
  );
});

test("a quoted text shows which characters are hidden", () => {
  expect(quoted("pay\u202e\u009bpal\u{e0041}\u200b")).toBe('"pay\\u{202e}\\u{9b}pal\\u{e0041}\\u{200b}"');
  expect(quoted('Ann "the\\boss" Ünal\n')).toBe('"Ann \\"the\\\\boss\\" Ünal\\n"');
});

test("a quoted text that is long is cut between characters", () => {
  expect(quoted("x".repeat(1_000))).toHaveLength(202);
  expect(quoted("x".repeat(198) + "😀".repeat(9))).toBe(`"${"x".repeat(198)}…"`);
});

test.each([
  [null, "null"],
  [undefined, "undefined"],
  [7, "7"],
  [["a\u202e"], '["a\\u{202e}"]'],
])("a value that is not a text is shown as it is: %j", (value, shown) => expect(quoted(value)).toBe(shown));

describe("an id", () => {
  test.each(["f174e90a-fafe-4643-bbbc-4a0ed4fc8415", "699d98642c564d2e855e9661899b7252", "p_1"])(
    "of an id's form is kept as it is: %s",
    (id) => {
      expect(shownId(id)).toBe(id);
      expect(
        commandPath([
          ["account_id", "acc"],
          ["policy_id", id],
        ]),
      ).toEqual({ path: `acc/${id}`, remarks: [] });
    },
  );

  test.each([
    "x; rm -rf /",
    "$(id)",
    "`id`",
    "a b",
    "-config=x",
    "a/b",
    "",
    "a\nb",
    "a\u202eb",
    "x".repeat(65),
    "é",
  ])("of another form is in no command: %j", (id) => {
    const { path, remarks } = commandPath([
      ["account_id", "acc"],
      ["policy_id", id],
    ]);
    expect(path).toBe("acc/<policy_id>");
    expect(remarks).toEqual([
      `<policy_id> is ${quoted(id)}, which does not have the form of an id: check it before you use it.`,
    ]);
    expect(shownId(id)).toBe(quoted(id));
  });
});

test("control, right-to-left and tag characters of a sentence are not shown", () => {
  expect(oneLine("a\u009b31mb\u202ec\u200bd\u{e0041}e\u0000f\n g")).toBe("abcdef g");
});
