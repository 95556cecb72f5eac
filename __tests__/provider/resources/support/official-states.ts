import type { MoveSource, ObjectValue } from "../../../../src/plugin";
import { applicationPolicy, reusablePolicy } from "../../../../src/provider/resources";

const PROVIDER = "registry.terraform.io/cloudflare/cloudflare";
export const POLICY_ID = "29a39e63-feea-4df4-99c6-dc37c1006e3f";

/** What version 5 of the official provider keeps of a reusable policy. */
export const V5: MoveSource = {
  providerAddress: PROVIDER,
  typeName: "cloudflare_zero_trust_access_policy",
  schemaVersion: 500,
  state: {
    id: POLICY_ID,
    account_id: "acc",
    name: "Staff",
    decision: "allow",
    approval_required: null,
    isolation_required: null,
    purpose_justification_prompt: null,
    purpose_justification_required: null,
    approval_groups: null,
    connection_rules: null,
    mfa_config: null,
    session_duration: "24h",
    include: [{ email: { email: "ann@example.com" }, group: null, everyone: null }],
    exclude: null,
    require: null,
  },
};

/** What version 4 keeps of a policy of one application. */
export const V4_APPLICATION: MoveSource = {
  providerAddress: PROVIDER,
  typeName: "cloudflare_access_policy",
  schemaVersion: 0,
  state: {
    id: POLICY_ID,
    account_id: "acc",
    zone_id: null,
    application_id: "app",
    precedence: 2,
    name: "Staff",
    decision: "allow",
    session_duration: null,
    isolation_required: false,
    purpose_justification_required: false,
    purpose_justification_prompt: "",
    approval_required: false,
    approval_group: [],
    connection_rules: [],
    include: [{ email: ["ann@example.com"], group: [], everyone: false, common_name: "" }],
    exclude: [],
    require: [],
  },
};

/** The same of a reusable policy, by the type's newer name. */
export const V4_REUSABLE: MoveSource = {
  ...V4_APPLICATION,
  typeName: "cloudflare_zero_trust_access_policy",
  state: { ...V4_APPLICATION.state, application_id: null, precedence: null },
};

/** The state after a move to the resource of the same kind; fails when it is refused. */
export function moved(source: MoveSource): ObjectValue {
  const target = source.state.application_id ? applicationPolicy : reusablePolicy;
  const { state, diagnostics = [] } = target.moveState!(source);
  if (state === null || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return state;
}

/** A state with other values of some attributes. */
export function having(source: MoveSource, state: object, more: Partial<MoveSource> = {}): MoveSource {
  return { ...source, ...more, state: { ...source.state, ...state } };
}
