import { encode } from "@msgpack/msgpack";
import { POLICY_TYPES, validateRule } from "../../src/model";
import { decodeMsgpack, number } from "../../src/plugin/cty";
import { toModel } from "../../src/provider/resources/policy-values";
import { failureOf } from "../client/support/failure-of";
import { text, useScriptedApi } from "../client/support/scripted-api";

const MEGABYTE = 2 ** 20;

/** What takes time in proportion to the square of the text's length needs minutes here. */
const GENEROUS_MS = 3_000;

function milliseconds(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

const policy = (more: object) =>
  POLICY_TYPES.application.validateWire({
    name: "n",
    decision: "allow",
    include: [{ everyone: {} }],
    ...more,
  });

describe("a value of a megabyte", () => {
  const rule = (selector: string, field: string) => (value: string) =>
    validateRule({ [selector]: { [field]: value } });

  describe.each<[string, (value: string) => readonly object[]]>([
    ["a session duration", (value) => policy({ session_duration: value })],
    ["an MFA session", (value) => policy({ mfa_config: { session_duration: value } })],
    ["a decision", (value) => policy({ decision: value })],
    ["an email", rule("email", "email")],
    ["a domain", rule("email_domain", "domain")],
    ["an address", rule("ip", "ip")],
    ["a country", rule("geo", "country_code")],
    ["an account id", rule("cloudflare_account_member", "account_id")],
  ])("as %s", (_what, judge) => {
    test.each(["1", "1h", "1.", "a.", "a@", "a-", "1:", " ", "<", "\u00e4"])(
      "of %j is refused in time",
      (run) => {
        const value = run.repeat(MEGABYTE / run.length);
        expect(milliseconds(() => expect(judge(value)).not.toEqual([]))).toBeLessThan(GENEROUS_MS);
      },
    );
  });
});

describe("a number in MessagePack", () => {
  const decode = (text: string) => decodeMsgpack(encode(text), number);

  test.each([
    ["with an exponent that makes it long", "1e-50000"],
    ["with an exponent that makes it large", "1e999999"],
    ["of a megabyte", "1".repeat(MEGABYTE)],
    ["of a megabyte behind the point", `0.${"0".repeat(MEGABYTE)}1`],
  ])("%s is read, and refused as a precedence, in time", (_what, text) => {
    const judge = () => policy({ precedence: toModel(decode(text)) });
    expect(milliseconds(() => expect(judge()).not.toEqual([]))).toBeLessThan(GENEROUS_MS);
  });

  test("may be as small as the smallest double", () => {
    expect(decode("5e-324")).toEqual(expect.objectContaining({ text: expect.stringMatching(/^0\.0+5$/) }));
  });
});

describe("a page instead of the API's answer", () => {
  const api = useScriptedApi();

  test.each(["<title", "<h1", "<title>", " ", "<", "{", "\u001b[", "\u001b]8;;"])(
    "is read in time when it is %j over and over",
    async (run) => {
      const body = run.repeat(MEGABYTE / run.length);
      api.answer = text(403, body, { "content-type": "text/html" });
      const start = performance.now();
      const failure = await failureOf(api.client().reusablePolicies("acc").read("p1"));
      expect(performance.now() - start).toBeLessThan(GENEROUS_MS);
      expect(failure).toMatchObject({ kind: expect.stringMatching(/^(not-json|malformed)$/), status: 403 });
      expect(failure.message.length).toBeLessThan(1_000);
    },
  );

  test("has its title read when that is within the first 64 KiB", async () => {
    api.answer = text(403, `${"<meta>".repeat(1_000)}<title lang="en">No entry</title>`);
    expect((await failureOf(api.client().reusablePolicies("acc").read("p1"))).message).toContain(
      '"No entry"',
    );
  });
});
