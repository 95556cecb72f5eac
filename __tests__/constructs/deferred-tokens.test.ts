import { Token } from "cdktf";
import fc from "fast-check";
import { isToken } from "../../src/constructs/tokens";

describe("The glance at a text", () => {
  const tokens = fc.constantFrom<[string]>(
    [Token.asString({ resolve: () => "x" })],
    [Token.asList({ resolve: () => ["x"] })[0]!],
  );
  const pieces = fc.oneof(
    fc.constantFrom("{", "}", "$", "#", "[", "TfToken", "Ann", " "),
    tokens.map(([text]) => text),
  );
  const texts = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(""));

  test("finds a token in exactly those texts that cdktf finds one in", () => {
    fc.assert(fc.property(texts, (text) => isToken(text) === Token.isUnresolved(text)));
  });
});
