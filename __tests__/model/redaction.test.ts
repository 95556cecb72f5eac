import { redactValues } from "../../src/model";

const POLICY = {
  name: "Staff",
  include: [{ email: { email: "ann@example.com" } }, { email_domain: { domain: "example.com" } }],
  require: [{ geo: { country_code: "PT" } }],
  connection_rules: { ssh: { usernames: ["deploy"] } },
};

test.each<[string, string, string]>([
  ["every value of a rule", "ann@example.com and example.com", "(redacted) and (redacted)"],
  ["a value each time", "deploy, deploy", "(redacted), (redacted)"],
  ["no name of a policy and no country, which is too short", "Staff in PT", "Staff in PT"],
])("a text loses %s", (_what, text, expected) => {
  expect(redactValues(POLICY, text)).toBe(expected);
});
