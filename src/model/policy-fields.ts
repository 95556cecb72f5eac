import type { FormatName } from "./formats";
import type { Reference } from "./references";

/** Account-wide and attachedto applications by id, or owned by one application. */
export type PolicyKind = "reusable" | "application";

export type PolicyFields = Readonly<Record<string, PolicyField>>;

export type PolicyFieldType =
  | "string"
  | "bool"
  | "integer"
  /** A set of strings. */
  | "strings"
  /** A list of rules on the wire, a set of each selector in a document. */
  | "rules"
  /** One nested object. */
  | { readonly object: PolicyFields }
  /** A set of objects. */
  | { readonly objects: PolicyFields };

/** One field of a policy, by the name it has in documents; on the wire the name is the same. */
export interface PolicyField {
  readonly type: PolicyFieldType;
  readonly required: boolean;
  readonly description: string;
  /** What leaving it out means; on every field that is not required. */
  readonly absent?: string;
  /** The check and the canonical form of the value, or of each element. */
  readonly format?: FormatName;
  /** An empty string says something else than leaving the field out. @default false */
  readonly emptyIsAValue?: boolean;
  /** What the value is the id of, where that is something of the account. */
  readonly refersTo?: Reference;
}

const APPROVAL_GROUP: PolicyFields = {
  approvals_needed: {
    type: "integer",
    required: true,
    description: "How many of the group's members have to approve, 0 or more.",
    format: "approvals",
  },
  email_addresses: {
    type: "strings",
    required: false,
    description: "Email addresses of those who may approve.",
    absent: "nobody beyond `email_list_uuid`",
    format: "email",
  },
  email_list_uuid: {
    type: "string",
    required: false,
    description: "ID of an email list whose members may approve.",
    absent: "nobody beyond `email_addresses`",
    format: "id",
    refersTo: { kind: "list", type: "EMAIL" },
  },
};

const MFA_CONFIG: PolicyFields = {
  allowed_authenticators: {
    type: "strings",
    required: false,
    description:
      "Methods a user may authenticate with: `totp`, `biometrics`, `security_key`; for infrastructure applications `piv_key`, `ssh_fido2_key`.",
    absent: "the methods of the application or the account",
    format: "authenticator",
  },
  mfa_bypass: {
    type: "bool",
    required: false,
    description:
      "Switches multi-factor authentication off for this policy. The API's name for `mfa_disabled` before March 2026: set one of the two.",
    absent: "not switched off",
  },
  mfa_disabled: {
    type: "bool",
    required: false,
    description:
      "Switches multi-factor authentication off for this policy. Set this or `mfa_bypass`, not both.",
    absent: "not switched off",
  },
  session_duration: {
    type: "string",
    required: false,
    description:
      "How long a second factor stays valid, in minutes or hours, `0m` to `720h` (30 days): `5m`, `24h`.",
    absent: "the duration of the application or the account",
    format: "mfa-duration",
  },
};

const CONNECTION_RULES: PolicyFields = {
  rdp: {
    type: {
      object: {
        allowed_clipboard_local_to_remote_formats: {
          type: "strings",
          required: false,
          description: "What may be copied from the user's machine into the session: `text`, `file`.",
          absent: "nothing is named; the server's own setting holds",
          format: "clipboard-format",
        },
        allowed_clipboard_remote_to_local_formats: {
          type: "strings",
          required: false,
          description: "What may be copied from the session to the user's machine: `text`, `file`.",
          absent: "nothing is named; the server's own setting holds",
          format: "clipboard-format",
        },
      },
    },
    required: false,
    description: "Clipboard rules of RDP sessions in the browser.",
    absent: "no RDP rules",
  },
  ssh: {
    type: {
      object: {
        usernames: {
          type: "strings",
          required: true,
          description: "Unix user names that may be used over SSH.",
          format: "name",
        },
        allow_email_alias: {
          type: "bool",
          required: false,
          description: "Also allows the part of the user's email address before the `@` as user name.",
          absent: "false",
        },
      },
    },
    required: false,
    description: "Who a user may be on an SSH target of an infrastructure application.",
    absent: "no SSH rules",
  },
};

const COMMON: PolicyFields = {
  name: {
    type: "string",
    required: true,
    description: "Name of the policy, as the dashboard shows it. Names need not be unique.",
    format: "name",
  },
  decision: {
    type: "string",
    required: true,
    description:
      "What happens to a request the policy matches: `allow`, `deny` (Block), `non_identity` (Service Auth) or `bypass`. Infrastructure applications take `allow` only.",
    format: "decision",
  },
  include: {
    type: "rules",
    required: true,
    description: "A user has to meet at least one of these rules. At least one rule is needed.",
  },
  exclude: {
    type: "rules",
    required: false,
    description: "A user must meet none of these rules.",
    absent: "nobody is excluded",
  },
  require: {
    type: "rules",
    required: false,
    description: "A user has to meet every one of these rules.",
    absent: "nothing further is required",
  },
  session_duration: {
    type: "string",
    required: false,
    description:
      "How long a login through this policy stays valid: a number and a unit (`ns`, `us`, `ms`, `s`, `m`, `h`), or several, such as `30m` or `2h45m`. An empty string means: as long as the application says.",
    absent: "the server decides: as long as the application says, or 24 hours",
    format: "duration",
    emptyIsAValue: true,
  },
  approval_required: {
    type: "bool",
    required: false,
    description: "A user has to ask an administrator for access at the start of each session.",
    absent: "false",
  },
  approval_groups: {
    type: { objects: APPROVAL_GROUP },
    required: false,
    description: "Who may approve such a request. Used with `approval_required`.",
    absent: "nobody",
  },
  purpose_justification_required: {
    type: "bool",
    required: false,
    description: "A user has to write down a reason when logging in.",
    absent: "false",
  },
  purpose_justification_prompt: {
    type: "string",
    required: false,
    description: "Text shown where the reason is asked for. Used with `purpose_justification_required`.",
    absent: "the standard text",
    format: "prose",
  },
  isolation_required: {
    type: "bool",
    required: false,
    description:
      "The application is served in an isolated browser to those the policy matches. Needs Browser Isolation (Client Web Isolation) on the account, and a self-hosted application.",
    absent: "false",
  },
  mfa_config: {
    type: { object: MFA_CONFIG },
    required: false,
    description: "Multi-factor authentication that Access itself asks for.",
    absent: "the settings of the application or the account",
  },
  connection_rules: {
    type: { object: CONNECTION_RULES },
    required: false,
    description: "How users may connect to RDP and SSH targets.",
    absent: "no limits of this policy",
  },
};

const APPLICATION: PolicyFields = {
  ...COMMON,
  precedence: {
    type: "integer",
    required: false,
    description:
      "Position of the policy in the order of the application, 1 first; unique in the application. Service Auth and Bypass policies are judged before the others in any case.",
    absent: "the server puts it behind the others",
    format: "precedence",
  },
};

/**
 * The fields a user may set on each kind of policy.
 * Sources: the request schemas of `POST …/access/policies` and `POST …/access/apps/{app_id}/policies`, and the Access
 * policies page for what leaving one out means.
 */
export const POLICY_FIELDS: Readonly<Record<PolicyKind, PolicyFields>> = {
  reusable: COMMON,
  application: APPLICATION,
};

/** The fields that only answers have: a request may not set them. */
export const RESPONSE_FIELDS: ReadonlySet<string> = new Set([
  "id",
  "account_id",
  "app_id",
  "uid",
  "created_at",
  "updated_at",
  "app_count",
  "reusable",
]);
