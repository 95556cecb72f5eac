import type { Ipv6Form } from "./address";

export type LetterCase = "as sent" | "lower" | "upper";

/**
 * How the server normalizes in its answers what it was sent. Each is a way the real API answers, or may: a client has to
 * see the same policy behind all of them.
 */
export interface Normalization {
  /** `require` and `exclude` that were not sent, or empty. @default "empty" */
  unsetRuleLists: "empty" | "null" | "absent";
  /** `approval_groups` that were not sent, or empty. @default "absent" */
  unsetApprovalGroups: "empty" | "null" | "absent";
  /** Booleans that were not sent, or false; nested ones too. @default "false" */
  unsetBooleans: "false" | "null" | "absent";
  /** `purpose_justification_prompt` that was not sent, or empty. @default "absent" */
  unsetTexts: "absent" | "null" | "empty";
  /** `mfa_config` and `connection_rules` that were not sent. @default "absent" */
  unsetObjects: "absent" | "null" | "empty";
  /** `session_duration` that was not sent: this value; `undefined` leaves it out. @default "24h" */
  unsetSessionDuration: string | null | undefined;
  /** A `session_duration` sent as `""`. @default "as sent" */
  emptySessionDuration: "as sent" | "null" | "absent";
  /** A bare address comes back with `/32` or `/128`. @default true */
  addPrefix: boolean;
  /** @default "as sent" */
  ipv6: Ipv6Form;
  /** `long` is `24h0m0s` (an MFA session, which has no seconds: `24h0m`), `minutes` is `1440m`. @default "as sent" */
  durations: "as sent" | "long" | "minutes";
  /** Email addresses in rules and approval groups. @default "as sent" */
  emailCase: LetterCase;
  /** @default "as sent" */
  domainCase: LetterCase;
  /** @default "as sent" */
  countryCase: LetterCase;
  /** Order of rules, approval groups and the lists in them; "shuffled" differently in each answer. @default "as sent" */
  order: "as sent" | "reversed" | "shuffled";
  /** Of two rules that are the same, one is kept. @default false */
  dropRepeatedRules: boolean;
  /** Clipboard lists sent empty come back absent. @default true */
  dropEmptyClipboardLists: boolean;
  /** The name of the MFA switch in answers; both are taken in requests. @default "mfa_disabled" */
  mfaSwitch: "mfa_disabled" | "mfa_bypass";
  /** Whether an application's own policies say `reusable: false`. @default false */
  sayNotReusable: boolean;
  /** Rules on posture checks and account members that name no account come back with the policy's own. @default false */
  addOwnAccount: boolean;
  /** Start of the random numbers for "shuffled". @default 1 */
  seed: number;
}

export const DEFAULT_NORMALIZATION: Normalization = {
  unsetRuleLists: "empty",
  unsetApprovalGroups: "absent",
  unsetBooleans: "false",
  unsetTexts: "absent",
  unsetObjects: "absent",
  unsetSessionDuration: "24h",
  emptySessionDuration: "as sent",
  addPrefix: true,
  ipv6: "as sent",
  durations: "as sent",
  emailCase: "as sent",
  domainCase: "as sent",
  countryCase: "as sent",
  order: "as sent",
  dropRepeatedRules: false,
  dropEmptyClipboardLists: true,
  mfaSwitch: "mfa_disabled",
  sayNotReusable: false,
  addOwnAccount: false,
  seed: 1,
};
