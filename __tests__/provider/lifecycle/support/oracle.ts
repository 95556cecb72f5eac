import { type PolicyKind, selectorByKey } from "../../../../src/model";
import { FLAGS, type PolicySpec, RULE_LISTS, type RuleSpec } from "./policy-spec";
import type { Representations } from "./representations";

type Body = Readonly<Record<string, unknown>>;

/**
 * Where a body as it was sent to the API does not say what it should; found without the code under test, since every
 * representation of every value is known.
 */
export function differences(kind: PolicyKind, policy: PolicySpec, body: Body): string[] {
  const mfa = (body.mfa_config ?? {}) as Body;
  const connection = (body.connection_rules ?? {}) as Body;
  const rdp = (connection.rdp ?? {}) as Body;
  const ssh = connection.ssh as Body | null | undefined;
  const checks: Record<string, boolean> = {
    name: body.name === policy.name,
    decision: body.decision === policy.decision,
    ...Object.fromEntries(RULE_LISTS.map((list) => [list, sameSet(policy[list], body[list], isRule)])),
    session_duration:
      policy.session_duration === null || isText(policy.session_duration, body.session_duration),
    precedence: kind === "reusable" || policy.precedence === null || body.precedence === policy.precedence,
    ...Object.fromEntries(FLAGS.map((flag) => [flag, (body[flag] ?? false) === policy[flag]])),
    prompt: (body.purpose_justification_prompt ?? "") === policy.purpose_justification_prompt,
    approval_groups: sameSet(policy.approval_groups, body.approval_groups, isGroup),
    "mfa switch": (mfa.mfa_disabled ?? false) === policy.mfa.off,
    "mfa methods": sameSet(policy.mfa.methods, mfa.allowed_authenticators, Object.is),
    "mfa session":
      policy.mfa.session === null
        ? (mfa.session_duration ?? null) === null
        : isText(policy.mfa.session, mfa.session_duration),
    "clipboard in": sameSet(policy.clipboard.in, rdp.allowed_clipboard_local_to_remote_formats, Object.is),
    "clipboard out": sameSet(policy.clipboard.out, rdp.allowed_clipboard_remote_to_local_formats, Object.is),
    ssh:
      policy.ssh === null
        ? (ssh ?? null) === null
        : sameSet(policy.ssh.users, ssh?.usernames, Object.is) &&
          (ssh?.allow_email_alias ?? false) === policy.ssh.alias,
  };
  return Object.keys(checks).filter((name) => !checks[name]);
}

/** Every element of one represents one of the other. */
function sameSet<T>(wanted: readonly T[], got: unknown, fits: (want: T, have: unknown) => boolean): boolean {
  const have = (got ?? []) as readonly unknown[];
  return (
    wanted.every((want) => have.some((item) => fits(want, item))) &&
    have.every((item) => wanted.some((want) => fits(want, item)))
  );
}

function isRule({ selector, fields }: RuleSpec, rule: unknown): boolean {
  const key = selectorByKey(selector)?.wireKey ?? selector;
  const content = (rule as Body)[key] as Body | undefined;
  if (content === undefined || Object.keys(rule as Body).length > 1) return false;
  return (
    Object.keys(content).every((name) => name in fields) &&
    Object.entries(fields).every(([name, value]) =>
      Array.isArray(value[0])
        ? sameSet(value as readonly Representations[], content[name], isText)
        : isText(value as Representations, content[name]),
    )
  );
}

function isGroup(group: PolicySpec["approval_groups"][number], given: unknown): boolean {
  const { approvals_needed: needed, email_addresses: emails, email_list_uuid: list } = given as Body;
  return needed === group.needed && (list ?? null) === group.list && sameSet(group.emails, emails, isText);
}

function isText(representations: Representations, text: unknown): boolean {
  return representations.includes(text as string);
}
