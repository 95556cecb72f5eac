import fc from "fast-check";
import { DEFERRED, POLICY_TYPES } from "../../src/model";
import { documents } from "./support/policies";

const FULL_WIRE = {
  name: "Staff",
  decision: "allow",
  precedence: 2,
  include: [{ email: { email: "ann@example.com" } }],
  exclude: [{ geo: { country_code: "XX" } }],
  require: [{ certificate: {} }],
  session_duration: "12h",
  approval_required: true,
  approval_groups: [{ approvals_needed: 1, email_addresses: ["bob@example.com"] }],
  purpose_justification_required: true,
  purpose_justification_prompt: "Why?",
  isolation_required: true,
  mfa_config: { allowed_authenticators: ["totp"], mfa_disabled: false, session_duration: "1h" },
  connection_rules: { rdp: { allowed_clipboard_local_to_remote_formats: ["text"] } },
};

const FULL_DOCUMENT = {
  ...FULL_WIRE,
  include: { email: ["ann@example.com"] },
  exclude: { geo: ["XX"] },
  require: { certificate: ["*"] },
  approval_groups: [{ approvals_needed: 1, email_addresses: ["bob@example.com"], email_list_uuid: null }],
  mfa_config: { ...FULL_WIRE.mfa_config, mfa_bypass: false },
  connection_rules: {
    rdp: {
      allowed_clipboard_local_to_remote_formats: ["text"],
      allowed_clipboard_remote_to_local_formats: null,
    },
    ssh: null,
  },
};

describe("an answer as a document", () => {
  test("has every field", () => {
    expect(POLICY_TYPES.application.fromWire(FULL_WIRE)).toEqual(FULL_DOCUMENT);
  });

  test("says null or false for what is absent, however the API says it", () => {
    const bare = { name: "Staff", decision: "allow", include: [{ everyone: {} }] };
    const absent = {
      ...Object.fromEntries(Object.keys(POLICY_TYPES.reusable.fields).map((name) => [name, null])),
      ...bare,
      include: { everyone: ["*"] },
      approval_required: false,
      purpose_justification_required: false,
      isolation_required: false,
    };
    const empty = {
      exclude: [],
      require: null,
      session_duration: null,
      approval_groups: [],
      approval_required: false,
      purpose_justification_prompt: "",
      mfa_config: { allowed_authenticators: [], mfa_disabled: false, session_duration: "" },
      connection_rules: { rdp: { allowed_clipboard_local_to_remote_formats: [] } },
    };
    expect(POLICY_TYPES.reusable.fromWire(bare)).toEqual(absent);
    expect(POLICY_TYPES.reusable.fromWire({ ...bare, ...empty })).toEqual(absent);
  });

  test("keeps an empty session_duration, which means the application's", () => {
    expect(POLICY_TYPES.reusable.fromWire({ session_duration: "" })).toMatchObject({ session_duration: "" });
  });

  test("keeps an include without rules as a set without members", () => {
    expect(POLICY_TYPES.reusable.fromWire({ include: [] })).toMatchObject({ include: {} });
  });

  test.each([
    ["mfa_bypass", true],
    ["mfa_disabled", true],
  ])("has the switch under both names when the API says %s", (name, value) => {
    const document = POLICY_TYPES.reusable.fromWire({ mfa_config: { [name]: value } });
    expect(document.mfa_config).toMatchObject({ mfa_bypass: true, mfa_disabled: true });
  });

  test("leaves out what is not the user's to set", () => {
    const answer = {
      ...FULL_WIRE,
      id: "p",
      created_at: "2026-01-01T00:00:00Z",
      updated_at: "x",
      app_count: 3,
      reusable: true,
    };
    expect(POLICY_TYPES.application.fromWire(answer)).toEqual(FULL_DOCUMENT);
  });

  test("has a precedence only in an application", () => {
    expect(POLICY_TYPES.reusable.fromWire(FULL_WIRE)).not.toHaveProperty("precedence");
  });
});

describe("a document as a request", () => {
  test("says the same as the answer it came from", () => {
    expect(POLICY_TYPES.application.toWire(FULL_DOCUMENT)).toEqual(FULL_WIRE);
  });

  test("leaves out what is null, and sends what is empty or false", () => {
    const document = {
      name: "Staff",
      exclude: null,
      require: {},
      approval_required: false,
      session_duration: "",
    };
    expect(POLICY_TYPES.reusable.toWire(document)).toEqual({
      name: "Staff",
      require: [],
      approval_required: false,
      session_duration: "",
    });
  });

  test.each([
    [{ mfa_bypass: true }, { mfa_bypass: true }],
    [{ mfa_disabled: false }, { mfa_disabled: false }],
    [{ mfa_bypass: null, mfa_disabled: true }, { mfa_disabled: true }],
    [{ mfa_bypass: false, mfa_disabled: true }, { mfa_disabled: true }],
  ])("sends the switch %j as %j", (config, sent) => {
    expect(POLICY_TYPES.reusable.toWire({ mfa_config: config })).toEqual({ mfa_config: sent });
  });

  test("carries along what is not known yet", () => {
    const document = {
      name: DEFERRED,
      include: { email: [DEFERRED, "ann@example.com"] },
      require: DEFERRED,
      mfa_config: { session_duration: DEFERRED },
    };
    expect(POLICY_TYPES.reusable.toWire(document)).toEqual({
      name: DEFERRED,
      include: [{ email: { email: DEFERRED } }, { email: { email: "ann@example.com" } }],
      require: DEFERRED,
      mfa_config: { session_duration: DEFERRED },
    });
  });
});

test("the canonical form is stable", () => {
  fc.assert(
    fc.property(documents, (document) => {
      const canonical = POLICY_TYPES.application.fromWire(POLICY_TYPES.application.toWire(document));
      expect(POLICY_TYPES.application.fromWire(POLICY_TYPES.application.toWire(canonical))).toEqual(
        canonical,
      );
    }),
  );
});
