import { type PolicyKind, selectorByKey } from "../../../../src/model";
import type { CtyValue, ObjectValue } from "../../../../src/plugin";
import type { ApprovalGroupSpec, PolicySpec, RuleSpec } from "./policy-spec";
import type { Representations } from "./representations";
import { Rng } from "./rng";

export interface Style {
  /** Selects representations, order, repetition, and the name of the MFA switch. 0: everything plain. */
  readonly seed: number;
  /** Absent values are written explicitly at random: `[]`, `{}`, `false`, `""`. @default false: left out */
  readonly absences?: boolean;
}

/** One way to write a policy in Terraform. */
export function configurationOf(kind: PolicyKind, policy: PolicySpec, style: Style): ObjectValue {
  return new Writer(new Rng(style.seed), style.absences ?? false).policy(kind, policy);
}

type Members = Readonly<Record<string, CtyValue>>;

class Writer {
  constructor(
    private readonly rng: Rng,
    private readonly absences: boolean,
  ) {}

  policy(kind: PolicyKind, policy: PolicySpec): ObjectValue {
    return {
      name: policy.name,
      decision: policy.decision,
      include: this.rules(policy.include),
      exclude: policy.exclude.length > 0 ? this.rules(policy.exclude) : this.absent(this.rules([])),
      require: policy.require.length > 0 ? this.rules(policy.require) : this.absent(this.rules([])),
      session_duration: policy.session_duration && this.rng.pick(policy.session_duration),
      approval_required: this.flag(policy.approval_required),
      purpose_justification_required: this.flag(policy.purpose_justification_required),
      isolation_required: this.flag(policy.isolation_required),
      purpose_justification_prompt: policy.purpose_justification_prompt || this.absent(""),
      approval_groups: this.set(policy.approval_groups, (group) => this.approvalGroup(group)),
      mfa_config: this.mfa(policy.mfa),
      connection_rules: this.connection(policy),
      ...(kind === "application" ? { precedence: policy.precedence } : {}),
    };
  }

  private rules(rules: readonly RuleSpec[]): ObjectValue {
    const members: Record<string, CtyValue> = {};
    const other = rules.filter((rule) => rule.json);
    if (other.length > 0) members.other = this.set(other, (rule) => this.json(rule));
    for (const name of this.rng.shuffle(namesOf(rules))) {
      const same = rules.filter((rule) => !rule.json && rule.selector === name);
      members[name] = this.set(same, (rule) => textOf(name, this.fields(rule)));
    }
    if (!this.absences) return members;
    const empty: Members = { email: this.absent([]), everyone: this.absent([]), okta: this.absent([]) };
    return { ...empty, other: this.absent([]), ...members };
  }

  private json(rule: RuleSpec): string {
    const key = selectorByKey(rule.selector)?.wireKey ?? rule.selector;
    const members = this.rng.shuffle(Object.entries(this.fields(rule)));
    return JSON.stringify({ [key]: Object.fromEntries(members) }, null, this.rng.pick([0, 1, 2]));
  }

  private fields({ fields }: RuleSpec): Members {
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        Array.isArray(value[0])
          ? this.set(value as readonly Representations[], (item) => this.rng.pick(item))
          : this.rng.pick(value as Representations),
      ]),
    );
  }

  private approvalGroup({ needed, emails, list }: ApprovalGroupSpec): CtyValue {
    return {
      approvals_needed: needed,
      email_addresses: this.set(emails, (email) => this.rng.pick(email)),
      email_list_uuid: list,
    };
  }

  private mfa({ off, methods, session }: PolicySpec["mfa"]): CtyValue {
    const name = this.rng.pick(["mfa_disabled", "mfa_bypass"]);
    const members: Members = {
      mfa_disabled: null,
      mfa_bypass: null,
      [name]: this.flag(off),
      allowed_authenticators: this.set(methods, (method) => method),
      session_duration: session && this.rng.pick(session),
    };
    return off || methods.length > 0 || session ? members : this.absent(members);
  }

  private connection({ clipboard, ssh }: PolicySpec): CtyValue {
    const rdp: Members = {
      allowed_clipboard_local_to_remote_formats: this.set(clipboard.in, (format) => format),
      allowed_clipboard_remote_to_local_formats: this.set(clipboard.out, (format) => format),
    };
    const inRdp = clipboard.in.length > 0 || clipboard.out.length > 0;
    const members: Members = {
      rdp: inRdp ? rdp : this.absent(rdp),
      ssh: ssh && { usernames: this.set(ssh.users, (user) => user), allow_email_alias: this.flag(ssh.alias) },
    };
    return inRdp || ssh ? members : this.absent(members);
  }

  private flag(value: boolean): CtyValue {
    return value || this.absent(false);
  }

  /** In any order; some elements a second time in another representation. */
  private set<T>(elements: readonly T[], write: (element: T) => CtyValue): CtyValue {
    if (elements.length === 0) return this.absent([]);
    const repeated = elements.filter(() => this.rng.chance(0.2));
    const written = this.rng.shuffle([...elements, ...repeated]).map(write);
    const seen = new Map(written.map((value) => [JSON.stringify(sorted(value)), value]));
    return [...seen.values()];
  }

  private absent(explicit: CtyValue): CtyValue {
    return this.absences && this.rng.chance(0.5) ? explicit : null;
  }
}

/** A rule as the documentation has it under its selector. */
function textOf(selector: string, fields: Members): string {
  const all = fields as Readonly<Record<string, string>>;
  const { identity_provider_id: idp } = all;
  switch (selector) {
    case "any_valid_service_token":
    case "certificate":
    case "everyone":
      return "*";
    case "auth_context":
      return `${idp}/${all.id}/${all.ac_id}`;
    case "azure_ad":
      return `${idp}/${all.id}`;
    case "cloudflare_account_member":
      return all.account_id ?? "*";
    case "device_posture":
      return [all.integration_uid, ...(all.account_id ? [all.account_id] : [])].join("/");
    case "external_evaluation":
      return `${all.evaluate_url} ${all.keys_url}`;
    case "github_organization":
      return [idp, before("/", all.name!), ...(all.team ? [all.team] : [])].join("/");
    case "gsuite":
      return `${idp}/${all.email}`;
    case "oidc":
      return `${idp}/${before("=", all.claim_name!)}=${all.claim_value}`;
    case "okta":
      return `${idp}/${all.name}`;
    case "saml":
      return `${idp}/${before("=", all.attribute_name!)}=${all.attribute_value}`;
    case "user_risk_score":
      return (fields.user_risk_score as readonly string[]).join(",");
    default:
      return Object.values(all)[0]!;
  }
}

function before(separator: string, value: string): string {
  return [...value].map((one) => (one === separator || one === "\\" ? `\\${one}` : one)).join("");
}

function sorted(value: CtyValue): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(sorted(item))).sort();
  if (value === null || typeof value !== "object") return value;
  return Object.entries(value)
    .map(([name, member]) => [name, sorted(member)])
    .sort();
}

function namesOf(rules: readonly RuleSpec[]): string[] {
  return [...new Set(rules.filter((rule) => !rule.json).map((rule) => rule.selector))];
}
