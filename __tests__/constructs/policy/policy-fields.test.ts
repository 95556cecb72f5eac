import { AccessDecision, AccessRule, type ApplicationAccessPolicyProps } from "../../../src";
import { camelCase, POLICY_TYPES } from "../../../src/model";
import { ACCOUNT, APP, ofApplication, RIGHT, reusable } from "../support/synthesized";

/** For each field: a prop and how Terraform gets it. */
const FIELDS: Readonly<
  Record<string, readonly [prop: Partial<ApplicationAccessPolicyProps>, value: unknown]>
> = {
  name: [{ name: "Staff" }, "Staff"],
  decision: [{ decision: AccessDecision.DENY }, "deny"],
  include: [{ include: [AccessRule.geo("PT")] }, { geo: ["PT"] }],
  exclude: [{ exclude: [AccessRule.email("ann@example.com")] }, { email: ["ann@example.com"] }],
  require: [{ require: [AccessRule.certificate()] }, { certificate: ["*"] }],
  session_duration: [{ sessionDuration: "2h45m" }, "2h45m"],
  approval_required: [{ approvalRequired: true }, true],
  approval_groups: [
    {
      approvalGroups: [
        { approvalsNeeded: 1, emailAddresses: ["ann@example.com"] },
        { approvalsNeeded: 0, emailListUuid: "aa0a4aab-672b-4bdb-bc33-a59f1130a11f" },
      ],
    },
    [
      { approvals_needed: 1, email_addresses: ["ann@example.com"] },
      { approvals_needed: 0, email_list_uuid: "aa0a4aab-672b-4bdb-bc33-a59f1130a11f" },
    ],
  ],
  purpose_justification_required: [{ purposeJustificationRequired: true }, true],
  purpose_justification_prompt: [{ purposeJustificationPrompt: "Why?" }, "Why?"],
  isolation_required: [{ isolationRequired: true }, true],
  mfa_config: [
    { mfaConfig: { allowedAuthenticators: ["totp"], mfaDisabled: false, sessionDuration: "5m" } },
    { allowed_authenticators: ["totp"], mfa_disabled: false, session_duration: "5m" },
  ],
  connection_rules: [
    {
      connectionRules: {
        rdp: {
          allowedClipboardLocalToRemoteFormats: ["text"],
          allowedClipboardRemoteToLocalFormats: ["text", "file"],
        },
        ssh: { usernames: ["root"], allowEmailAlias: true },
      },
    },
    {
      rdp: {
        allowed_clipboard_local_to_remote_formats: ["text"],
        allowed_clipboard_remote_to_local_formats: ["text", "file"],
      },
      ssh: { usernames: ["root"], allow_email_alias: true },
    },
  ],
  precedence: [{ precedence: 3 }, 3],
};

describe("a field of a policy", () => {
  test("has a row here, whichever it is", () => {
    expect(Object.keys(FIELDS).sort()).toEqual(Object.keys(POLICY_TYPES.application.fields).sort());
  });

  test.each(Object.entries(FIELDS))("%s goes to Terraform under its name", (name, [prop, value]) => {
    expect(Object.keys(prop)).toEqual([camelCase(name)]);
    expect(ofApplication(prop)[name]).toEqual(value);
  });

  test.each(Object.keys(POLICY_TYPES.reusable.fields))("%s is the same on a reusable policy", (name) => {
    const [prop, value] = FIELDS[name]!;
    expect(reusable(prop)[name]).toEqual(value);
  });

  test.each<[string, Partial<ApplicationAccessPolicyProps>]>([
    ["undefined", { sessionDuration: undefined, exclude: undefined }],
    ["null", { sessionDuration: null, exclude: null } as never],
    ["an empty list", { exclude: [], require: [], approvalGroups: [] }],
    ["an empty object", { mfaConfig: {}, connectionRules: { rdp: {} } }],
    ["an object of empty lists", { mfaConfig: { allowedAuthenticators: [] } }],
  ])("that is %s is left out", (_what, props) => {
    expect(reusable(props)).toEqual({
      name: "Staff",
      decision: "allow",
      include: { email_domain: ["example.com"] },
    });
  });

  test("that is an empty text or false is what the user wrote", () => {
    expect(reusable({ sessionDuration: "", approvalRequired: false })).toMatchObject({
      session_duration: "",
      approval_required: false,
    });
  });
});

describe("where a policy is kept", () => {
  test("is the provider's account when it names none", () => {
    expect(reusable({})).not.toHaveProperty("account_id");
  });

  test("is the account it names", () => {
    expect(reusable({ accountId: ACCOUNT }).account_id).toBe(ACCOUNT);
  });

  test("is the application it names", () => {
    expect(ofApplication({ ...RIGHT }).app_id).toBe(APP);
  });
});
