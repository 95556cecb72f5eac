import { oneLine } from "../../src/client/foreign-text";
import { failureOf } from "./support/failure-of";
import { refused, TOKEN, useScriptedApi } from "./support/scripted-api";

describe("the credentials in an answer", () => {
  const api = useScriptedApi();
  const half = TOKEN.slice(0, 9);
  const rest = TOKEN.slice(9);

  test.each([
    ["as they are", TOKEN],
    ["with an escape sequence inside", `${half}\u001b[31m${rest}`],
    ["with a control character inside", `${half}\u0007${rest}`],
    ["with a zero-width character inside", `${half}\u200b${rest}`],
    ["in base64", Buffer.from(TOKEN).toString("base64")],
    ["in base64 for addresses", Buffer.from(TOKEN).toString("base64url")],
  ])("are not shown when they come %s", async (_how, echoed) => {
    api.answer = refused(400, [{ code: 12130, message: `no: ${echoed} (end)` }]);
    const { message } = await failureOf(api.client().reusablePolicies("acc").read("p1"));
    expect(message).toMatch(/no: \[redacted\]=* \(end\)/);
  });
});

test("control, right-to-left and tag characters of an answer are not shown", () => {
  expect(oneLine("a\u009b31mb\u202ec\u200bd\u{e0041}e\u0000f\n g")).toBe("abcdef g");
});
