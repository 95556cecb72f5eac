import { type Issue, issue, renderIssue } from "../../src/model";
import { infrastructureSelector } from "../../src/model/lint/infrastructure";
import { warning } from "../../src/model/lint/lint-rule";
import { named, phrase, spelled } from "../../src/model/phrase";

const inCapitals = (name: string) => name.toUpperCase();

test("a phrase spells the names that are marked, and nothing else", () => {
  const text = phrase`Set ${named("mfa_config")} or ${named("include", "exclude")}, not mfa_config: ${1} ${"x"}`;
  expect(spelled(text)).toBe("Set mfa_config or include, exclude, not mfa_config: 1 x");
  expect(spelled(text, inCapitals)).toBe("Set MFA_CONFIG or INCLUDE, EXCLUDE, not mfa_config: 1 x");
  expect(spelled("mfa_config", inCapitals)).toBe("mfa_config");
});

test.each<[text: string, found: Issue, terraform: string, other: string]>([
  [
    "the field it is about",
    issue("missing", ["name"], { name: "name" }),
    "name is missing. Set name.",
    "NAME is missing. Set NAME.",
  ],
  [
    "names in its sentences",
    issue("mfa-switch-twice", ["mfa_config", "mfa_bypass"], { got: true }),
    "mfa_bypass and mfa_disabled are two names of one switch: got true. Set one of them: mfa_disabled is the API's name today.",
    "MFA_BYPASS and MFA_DISABLED are two names of one switch: got true. Set one of them: MFA_DISABLED is the API's name today.",
  ],
  [
    "the names that are allowed",
    warning(infrastructureSelector, { path: [], name: "email", allowed: named("email", "okta") }),
    "Infrastructure applications do not know the selector email: allowed is email, okta. Use a selector they know, or leave out what is for infrastructure applications.",
    "Infrastructure applications do not know the selector EMAIL: allowed is EMAIL, OKTA. Use a selector they know, or leave out what is for infrastructure applications.",
  ],
  [
    "no value of the user",
    issue("choice", ["decision"], { name: "decision", got: "mfa_config", allowed: "one of a_b" }),
    'Not a value of decision: got "mfa_config", allowed is one of a_b.',
    'Not a value of DECISION: got "mfa_config", allowed is one of a_b.',
  ],
])("an issue is spelled for an audience: %s", (_, found, terraform, other) => {
  expect(renderIssue(found)).toBe(terraform);
  expect(renderIssue(found, inCapitals)).toBe(other);
});
