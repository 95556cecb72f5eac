import { type PolicyKind, selectorByKey } from "../../../../src/model";
import type { CtyValue, ObjectValue } from "../../../../src/plugin";
import { Dice } from "./dice";
import type { ApprovalGroupMeaning, PolicyMeaning, RuleMeaning } from "./meaning";
import type { Spellings } from "./spellings";

export interface Style {
  /** Decides about spellings, order, repetition, and the name of the MFA switch. 0: everything plain. */
  readonly seed: number;
  /** What says nothing is spelt out at random: `[]`, `{}`, `false`, `""`. @default false: left out */
  readonly absences?: boolean;
}

/** One way to write a policy in Terraform. */
export function configurationOf(kind: PolicyKind, policy: PolicyMeaning, style: Style): ObjectValue {
  return new Writer(new Dice(style.seed), style.absences ?? false).policy(kind, policy);
}

type Members = Readonly<Record<string, CtyValue>>;

class Writer {
  constructor(
    private readonly dice: Dice,
    private readonly absences: boolean,
  ) {}

  policy(kind: PolicyKind, policy: PolicyMeaning): ObjectValue {
    return {
      name: policy.name,
      decision: policy.decision,
      include: this.rules(policy.include),
      exclude: policy.exclude.length > 0 ? this.rules(policy.exclude) : this.nothing(this.rules([])),
      require: policy.require.length > 0 ? this.rules(policy.require) : this.nothing(this.rules([])),
      session_duration: policy.session_duration && this.dice.pick(policy.session_duration),
      approval_required: this.flag(policy.approval_required),
      purpose_justification_required: this.flag(policy.purpose_justification_required),
      isolation_required: this.flag(policy.isolation_required),
      purpose_justification_prompt: policy.purpose_justification_prompt || this.nothing(""),
      approval_groups: this.set(policy.approval_groups, (group) => this.approvalGroup(group)),
      mfa_config: this.mfa(policy.mfa),
      connection_rules: this.connection(policy),
      ...(kind === "application" ? { precedence: policy.precedence } : {}),
    };
  }

  private rules(rules: readonly RuleMeaning[]): ObjectValue {
    const members: Record<string, CtyValue> = {};
    const other = rules.filter((rule) => rule.json);
    if (other.length > 0) members.other = this.set(other, (rule) => this.json(rule));
    for (const name of this.dice.shuffle(namesOf(rules))) {
      const same = rules.filter((rule) => !rule.json && rule.selector === name);
      members[name] = this.set(same, (rule) => textOf(name, this.fields(rule)));
    }
    if (!this.absences) return members;
    const empty: Members = { email: this.nothing([]), everyone: this.nothing([]), okta: this.nothing([]) };
    return { ...empty, other: this.nothing([]), ...members };
  }

  private json(rule: RuleMeaning): string {
    const key = selectorByKey(rule.selector)?.wireKey ?? rule.selector;
    const members = this.dice.shuffle(Object.entries(this.fields(rule)));
    return JSON.stringify({ [key]: Object.fromEntries(members) }, null, this.dice.pick([0, 1, 2]));
  }

  private fields({ fields }: RuleMeaning): Members {
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        Array.isArray(value[0])
          ? this.set(value as readonly Spellings[], (item) => this.dice.pick(item))
          : this.dice.pick(value as Spellings),
      ]),
    );
  }

  private approvalGroup({ needed, emails, list }: ApprovalGroupMeaning): CtyValue {
    return {
      approvals_needed: needed,
      email_addresses: this.set(emails, (email) => this.dice.pick(email)),
      email_list_uuid: list,
    };
  }

  private mfa({ off, methods, session }: PolicyMeaning["mfa"]): CtyValue {
    const name = this.dice.pick(["mfa_disabled", "mfa_bypass"]);
    const members: Members = {
      mfa_disabled: null,
      mfa_bypass: null,
      [name]: this.flag(off),
      allowed_authenticators: this.set(methods, (method) => method),
      session_duration: session && this.dice.pick(session),
    };
    return off || methods.length > 0 || session ? members : this.nothing(members);
  }

  private connection({ clipboard, ssh }: PolicyMeaning): CtyValue {
    const rdp: Members = {
      allowed_clipboard_local_to_remote_formats: this.set(clipboard.in, (format) => format),
      allowed_clipboard_remote_to_local_formats: this.set(clipboard.out, (format) => format),
    };
    const inRdp = clipboard.in.length > 0 || clipboard.out.length > 0;
    const members: Members = {
      rdp: inRdp ? rdp : this.nothing(rdp),
      ssh: ssh && { usernames: this.set(ssh.users, (user) => user), allow_email_alias: this.flag(ssh.alias) },
    };
    return inRdp || ssh ? members : this.nothing(members);
  }

  private flag(value: boolean): CtyValue {
    return value || this.nothing(false);
  }

  /** In any order; some elements a second time, spelt otherwise. */
  private set<T>(elements: readonly T[], write: (element: T) => CtyValue): CtyValue {
    if (elements.length === 0) return this.nothing([]);
    const repeated = elements.filter(() => this.dice.chance(0.2));
    const written = this.dice.shuffle([...elements, ...repeated]).map(write);
    const seen = new Map(written.map((value) => [JSON.stringify(sorted(value)), value]));
    return [...seen.values()];
  }

  private nothing(spelt: CtyValue): CtyValue {
    return this.absences && this.dice.chance(0.5) ? spelt : null;
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

function namesOf(rules: readonly RuleMeaning[]): string[] {
  return [...new Set(rules.filter((rule) => !rule.json).map((rule) => rule.selector))];
}
