import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { POLICY_TYPES, type PolicyDocument } from "../../src/model";
import { documentPairs, documents, edits } from "./support/policies";

const spelled = (prior: PolicyDocument, fresh: PolicyDocument) =>
  POLICY_TYPES.application.preserve(prior, fresh);

describe("preserve, with a semantically equal answer", () => {
  test("returns the prior document unchanged", () => {
    fc.assert(
      fc.property(documentPairs, ([prior, fresh]) => {
        expect(namedIn(prior, spelled(prior, fresh))).toEqual(prior);
      }),
      { numRuns: 150 },
    );
  });

  test("returns the prior document when the server normalized it", () => {
    fc.assert(
      fc.property(documents, (prior) => {
        const fresh = POLICY_TYPES.application.fromWire(POLICY_TYPES.application.toWire(prior));
        expect(namedIn(prior, spelled(prior, fresh))).toEqual(prior);
      }),
      { numRuns: 150 },
    );
  });
});

test("returns the very same prior object when nothing in it changes", () => {
  fc.assert(
    fc.property(fc.oneof(documentPairs, edits), ([given, fresh]) => {
      // As a read has it: with every field.
      const prior = { ...POLICY_TYPES.application.fromWire({}), ...given };
      const result = spelled(prior, fresh);
      expect(result === prior).toBe(isDeepStrictEqual(result, prior));
      expect(spelled(structuredClone(prior), fresh)).toEqual(result);
    }),
    { numRuns: 200 },
  );
});

test("returns the answer where it differs from the prior document", () => {
  fc.assert(
    fc.property(edits, ([prior, fresh]) => {
      // In an answer, no session duration at all is the application's.
      const ofApplication = prior.session_duration === "" && fresh.session_duration === null;
      const said = ofApplication ? { ...fresh, session_duration: "" } : fresh;
      expect(POLICY_TYPES.application.semanticEquals(spelled(prior, fresh), said)).toBe(true);
    }),
    { numRuns: 250 },
  );
});

describe("preserve keeps the prior representation of the rest when one thing changes:", () => {
  test.each<[string, PolicyDocument, PolicyDocument, PolicyDocument]>([
    [
      "a new email beside one in capitals",
      { include: { email: ["Ann@Example.com"], geo: [], everyone: null } },
      { include: { email: ["ann@example.com", "new@example.com"] } },
      { include: { email: ["Ann@Example.com", "new@example.com"], geo: [], everyone: null } },
    ],
    [
      "an address that goes, beside a bare one",
      { include: { ip: ["203.0.113.7", "198.51.100.1"] } },
      { include: { ip: ["203.0.113.7/32"] } },
      { include: { ip: ["203.0.113.7"] } },
    ],
    [
      "a rule that is under other",
      { include: { other: ['{ "geo": {"country_code":"pt"} }'] } },
      { include: { geo: ["PT"], email_list: ["x"] } },
      { include: { other: ['{ "geo": {"country_code":"pt"} }'], email_list: ["x"] } },
    ],
    [
      "the last rule of a selector, which goes",
      { include: { email: ["a@x.org"], geo: ["PT"] } },
      { include: { geo: ["PT"] } },
      { include: { geo: ["PT"] } },
    ],
    [
      "a flag that comes",
      { include: { everyone: [], geo: ["pt"] } },
      { include: { everyone: ["*"], geo: ["PT"] } },
      { include: { everyone: ["*"], geo: ["pt"] } },
    ],
    [
      "a group that comes beside an escaped one",
      { include: { saml: ["i/a\\b=c"] } },
      { include: { saml: ["i/a\\\\b=c", "i/d=e"] } },
      { include: { saml: ["i/a\\b=c", "i/d=e"] } },
    ],
    [
      "a nested setting",
      { mfa_config: { session_duration: "60m", allowed_authenticators: ["totp"] } },
      { mfa_config: { session_duration: "1h", allowed_authenticators: ["totp", "biometrics"] } },
      { mfa_config: { session_duration: "60m", allowed_authenticators: ["totp", "biometrics"] } },
    ],
    [
      "the switch, under the name it had",
      { mfa_config: { mfa_bypass: true, mfa_disabled: null } },
      { mfa_config: { mfa_bypass: false, mfa_disabled: false, session_duration: "1h" } },
      { mfa_config: { mfa_bypass: false, mfa_disabled: null, session_duration: "1h" } },
    ],
    [
      "the switch, under both names when it had both",
      { mfa_config: { mfa_bypass: false, mfa_disabled: false } },
      { mfa_config: { mfa_bypass: true, mfa_disabled: true } },
      { mfa_config: { mfa_bypass: true, mfa_disabled: true } },
    ],
    [
      "an approver in a group",
      { approval_groups: [{ approvals_needed: 1, email_addresses: ["Ann@x.org"], email_list_uuid: "" }] },
      {
        approval_groups: [
          { approvals_needed: 1, email_addresses: ["ann@x.org", "bob@x.org"], email_list_uuid: null },
        ],
      },
      {
        approval_groups: [
          { approvals_needed: 1, email_addresses: ["Ann@x.org", "bob@x.org"], email_list_uuid: "" },
        ],
      },
    ],
    [
      "a duration",
      { session_duration: "24h", name: "a" },
      { session_duration: "25h", name: "a" },
      { session_duration: "25h", name: "a" },
    ],
    [
      "an unset duration, which the server fills",
      { session_duration: null },
      { session_duration: "24h" },
      { session_duration: "24h" },
    ],
    ["an empty duration", { session_duration: "" }, { session_duration: "24h" }, { session_duration: "24h" }],
    [
      "an empty duration, which the server answers with none,",
      { session_duration: "", name: "a" },
      { session_duration: null, name: "b" },
      { session_duration: "", name: "b" },
    ],
  ])("%s", (_what, prior, fresh, expected) => {
    expect(spelled(prior, fresh)).toEqual(expected);
  });
});

/** The fields the prior document names; the others come as the answer spells their absence. */
function namedIn(prior: PolicyDocument, document: PolicyDocument): unknown {
  return Object.fromEntries(Object.keys(prior).map((name) => [name, document[name]]));
}
