import { selectorByKey } from "../../../../src/model";
import { type PolicySpec, RULE_LISTS, type RuleSpec } from "./policy-spec";
import type { Representations } from "./representations";

/** The policy as someone sets it past Terraform: the API's body, each value in its plain representation. */
export function bodyOf(policy: PolicySpec): Readonly<Record<string, unknown>> {
  const { mfa, clipboard, ssh, session_duration, precedence, approval_groups, ...plain } = policy;
  return {
    ...plain,
    ...Object.fromEntries(RULE_LISTS.map((list) => [list, policy[list].map(ruleOf)])),
    ...(session_duration === null ? {} : { session_duration: session_duration[0] }),
    ...(precedence === null ? {} : { precedence }),
    approval_groups: approval_groups.map(({ needed, emails, list }) => ({
      approvals_needed: needed,
      email_addresses: emails.map(([email]) => email),
      ...(list === null ? {} : { email_list_uuid: list }),
    })),
    mfa_config: {
      mfa_disabled: mfa.off,
      allowed_authenticators: mfa.methods,
      ...(mfa.session === null ? {} : { session_duration: mfa.session[0] }),
    },
    connection_rules: {
      rdp: {
        allowed_clipboard_local_to_remote_formats: clipboard.in,
        allowed_clipboard_remote_to_local_formats: clipboard.out,
      },
      ...(ssh === null ? {} : { ssh: { usernames: ssh.users, allow_email_alias: ssh.alias } }),
    },
  };
}

function ruleOf({ selector, fields }: RuleSpec) {
  const plain = Object.entries(fields).map(([name, value]) => [
    name,
    Array.isArray(value[0]) ? (value as readonly Representations[]).map(([text]) => text) : value[0],
  ]);
  return { [selectorByKey(selector)?.wireKey ?? selector]: Object.fromEntries(plain) };
}
