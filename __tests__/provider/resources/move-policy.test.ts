import { create } from "@bufbuild/protobuf";
import * as tfplugin6 from "../../../src/plugin/protocol/gen/provider_pb";
import { accessProvider } from "../../../src/provider/provider";
import { reusablePolicy } from "../../../src/provider/resources";
import { FakeTerraformCore } from "../../fake-terraform-core";
import { having, moved, POLICY_ID, V4_APPLICATION, V4_REUSABLE, V5 } from "./support/official-states";

describe("the state after a move", () => {
  it.each([
    ["version 5", V5],
    ["version 4, reusable", V4_REUSABLE],
  ])("from %s is that of a reusable policy with nothing left to be filled in but created_at", (_, source) => {
    const state = moved(source);
    expect(Object.keys(state)).toEqual(Object.keys(reusablePolicy.schema.attributes));
    expect(state).toMatchObject({
      id: POLICY_ID,
      account_id: "acc",
      created_at: null,
      name: "Staff",
      decision: "allow",
      summary: "ALLOW if email is ann@example.com",
      isolation_required: false,
      approval_groups: null,
      connection_rules: null,
      purpose_justification_prompt: null,
    });
  });

  it("from version 4 is that of a policy of one application where it has one", () => {
    expect(moved(V4_APPLICATION)).toMatchObject({
      id: POLICY_ID,
      account_id: "acc",
      app_id: "app",
      precedence: 2,
      session_duration: null,
      summary: expect.stringMatching(/^ALLOW/),
    });
  });

  it.each([0, 1, 500])("is the same from every schema version of version 5: %i", (schemaVersion) => {
    expect(moved({ ...V5, schemaVersion })).toEqual(moved(V5));
  });

  it("leaves out what early releases of version 5 keep and the API changes by itself", () => {
    const volatile = {
      created_at: "2026-01-02T03:04:05Z",
      updated_at: "later",
      app_count: 3,
      reusable: true,
    };
    expect(moved(having(V5, volatile, { schemaVersion: 0 }))).toEqual({
      ...moved(V5),
      created_at: "2026-01-02T03:04:05Z",
    });
  });

  it.each([
    "registry.terraform.io/cloudflare/cloudflare",
    "registry.opentofu.org/cloudflare/cloudflare",
    // All that older releases of OpenTofu say.
    "cloudflare",
  ])("is the same whichever name the engine has for the official provider: %s", (providerAddress) => {
    expect(moved({ ...V5, providerAddress })).toEqual(moved(V5));
  });

  it("holds every other field of version 5", () => {
    const fields = {
      session_duration: "",
      approval_required: true,
      approval_groups: [
        { approvals_needed: 1, email_addresses: ["boss@example.com"], email_list_uuid: null },
      ],
      purpose_justification_required: true,
      purpose_justification_prompt: "What for?",
      isolation_required: true,
      mfa_config: { allowed_authenticators: ["totp"], mfa_disabled: null, session_duration: "30m" },
      connection_rules: {
        rdp: {
          allowed_clipboard_local_to_remote_formats: ["text"],
          allowed_clipboard_remote_to_local_formats: null,
        },
      },
    };
    expect(moved(having(V5, fields))).toMatchObject({
      ...fields,
      mfa_config: { ...fields.mfa_config, mfa_bypass: false, mfa_disabled: false },
      connection_rules: { ...fields.connection_rules, ssh: null },
    });
  });

  it("holds every other field of version 4, its blocks as objects", () => {
    const state = moved(
      having(V4_APPLICATION, {
        session_duration: "2h45m",
        approval_required: true,
        approval_group: [
          { approvals_needed: 1, email_addresses: ["boss@example.com"], email_list_uuid: "" },
          { approvals_needed: 2, email_addresses: [], email_list_uuid: "list" },
        ],
        purpose_justification_required: true,
        purpose_justification_prompt: "What for?",
        isolation_required: true,
        connection_rules: [{ ssh: [{ usernames: ["root"], allow_email_alias: true }] }],
      }),
    );
    expect(state).toMatchObject({
      session_duration: "2h45m",
      approval_required: true,
      approval_groups: [
        { approvals_needed: 1, email_addresses: ["boss@example.com"], email_list_uuid: null },
        { approvals_needed: 2, email_addresses: null, email_list_uuid: "list" },
      ],
      purpose_justification_required: true,
      purpose_justification_prompt: "What for?",
      isolation_required: true,
      connection_rules: { rdp: null, ssh: { usernames: ["root"], allow_email_alias: true } },
    });
  });

  it("recognizes version 4 by its rules, too, where a state holds no more than what is set", () => {
    const { id, account_id, name, decision } = V5.state;
    const include = [{ email: ["ann@example.com"] }];
    const source = { ...V5, schemaVersion: 0, state: { id, account_id, name, decision, include } };
    expect(moved(source).include).toMatchObject({ email: ["ann@example.com"] });
  });

  it("passes over members that say nothing, whatever they are called", () => {
    const nothing = {
      newer_field: null,
      newer_list: [],
      include: [{ email: { email: "a@b.org" }, newer: null }],
    };
    expect(moved(having(V5, nothing)).include).toMatchObject({ email: ["a@b.org"] });
  });

  it("fits the schema when it goes to Terraform", async () => {
    const core = new FakeTerraformCore(accessProvider("0.0.0", {}));
    const answer = await core.handlers.moveResourceState(
      create(tfplugin6.MoveResourceStateRequestSchema, {
        sourceProviderAddress: V4_APPLICATION.providerAddress,
        sourceTypeName: V4_APPLICATION.typeName,
        sourceSchemaVersion: 0n,
        sourceState: { json: new TextEncoder().encode(JSON.stringify(V4_APPLICATION.state)) },
        targetTypeName: "cfaccess_application_policy",
      }),
      { signal: new AbortController().signal },
    );
    expect(answer.diagnostics).toEqual([]);
    expect(answer.targetState?.msgpack?.length).toBeGreaterThan(0);
  });
});
