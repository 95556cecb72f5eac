import { redactValues } from "../../src/model";

const POLICY = {
  name: "Staff",
  include: [{ email: { email: "ann@example.com" } }, { email_domain: { domain: "example.com" } }],
  require: [{ geo: { country_code: "PT" } }],
  connection_rules: { ssh: { usernames: ["deploy", "50%20off", "J\u00f6rg"] } },
};

test.each<[string, string, string]>([
  ["every value of a rule", "ann@example.com and example.com", "(redacted) and (redacted)"],
  ["a value each time", "deploy, deploy", "(redacted), (redacted)"],
  ["a value in another case", "Ann@EXAMPLE.com or DEPLOY", "(redacted) or (redacted)"],
  [
    "a percent-encoded value",
    "/users?email=ann%40example.com&x=%64eploy",
    "/users?email=(redacted)&x=(redacted)",
  ],
  ["a value that holds another one", "xann@example.comx", "x(redacted)x"],
  ["a value with a percent sign of its own", "is 50%20off now", "is (redacted) now"],
  ["a value outside of ASCII in both forms", "J\u00f6rg J%C3%B6rg", "(redacted) (redacted)"],
  ["nothing for a broken percent sign", "100 % of %zz and %C3", "100 % of %zz and %C3"],
  ["no name of a policy and no country, which is too short", "Staff in PT", "Staff in PT"],
])("a text loses %s", (_what, text, expected) => {
  expect(redactValues(POLICY, text)).toBe(expected);
});
