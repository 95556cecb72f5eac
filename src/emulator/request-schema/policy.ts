import {
  atLeast,
  bool,
  both,
  type Check,
  integer,
  isObject,
  list,
  object,
  oneOf,
  orNull,
  text,
} from "./check";
import { DURATION, MFA_DURATION } from "./formats";
import { ruleCheck, unknownSelectors } from "./rules";

/**
 * Which of the reference's two forms of a policy a body must have.
 * - `ordinary`: what an application of any type but infrastructure takes.
 * - `infrastructure`: the few fields of an infrastructure application's policy; `allow` only.
 * - `any`: fields of both. For reusable policies, since the vendor's guide to multi-factor authentication sends
 *   infrastructure fields to them, and for applications whose type is not known.
 */
export type PolicyForm = "ordinary" | "infrastructure" | "any";

export interface PolicyCheckOptions {
  readonly form: PolicyForm;
  /** Whether `precedence` is a field. */
  readonly precedence: boolean;
  /** Further fields, for policies inside an application's body. */
  readonly extra?: Readonly<Record<string, Check>>;
  readonly newerSelectors: ReadonlySet<string>;
}

export function policyCheck({ form, precedence, extra = {}, newerSelectors }: PolicyCheckOptions): Check {
  const rules = ruleCheck(newerSelectors);
  const decisions = form === "infrastructure" ? ["allow"] : ["allow", "deny", "non_identity", "bypass"];
  return object(
    { name: text(), decision: oneOf(...decisions), include: list(rules, { least: 1 }) },
    {
      exclude: list(rules),
      require: list(rules),
      mfa_config: mfaConfig(form),
      connection_rules: object({}, connectionRules(form)),
      ...(form === "infrastructure" ? {} : SESSION_AND_APPROVAL),
      ...(precedence ? { precedence: integer } : {}),
      ...extra,
    },
  );
}

/** The fields that a policy of any form has and the reference does not. */
export function unknownFields(body: Readonly<Record<string, unknown>>): string[] {
  const selectors = new Set(unknownSelectors(body));
  const check = policyCheck({ form: "any", precedence: true, newerSelectors: selectors });
  return check(body, "").flatMap(({ unknownField }) => unknownField ?? []);
}

const SESSION_AND_APPROVAL: Readonly<Record<string, Check>> = {
  session_duration: orNull(text({ format: DURATION, empty: true })),
  purpose_justification_required: bool,
  purpose_justification_prompt: text({ empty: true }),
  approval_required: bool,
  approval_groups: list(
    object(
      { approvals_needed: atLeast(0) },
      { email_addresses: list(text()), email_list_uuid: text({ empty: true }) },
    ),
  ),
  isolation_required: bool,
};

const BROWSER_AUTHENTICATORS = ["totp", "biometrics", "security_key"];
const SSH_AUTHENTICATORS = ["piv_key", "ssh_fido2_key"];

function mfaConfig(form: PolicyForm): Check {
  const authenticators = {
    ordinary: BROWSER_AUTHENTICATORS,
    infrastructure: SSH_AUTHENTICATORS,
    any: [...BROWSER_AUTHENTICATORS, ...SSH_AUTHENTICATORS],
  }[form];
  return both(
    object(
      {},
      {
        allowed_authenticators: both(list(oneOf(...authenticators)), ofOneFamily),
        mfa_disabled: bool,
        mfa_bypass: bool,
        session_duration: text({ format: MFA_DURATION }),
      },
    ),
    oneSwitch,
  );
}

const oneSwitch: Check = (value, pointer) =>
  isObject(value) && "mfa_disabled" in value && "mfa_bypass" in value
    ? [{ pointer: `${pointer}/mfa_bypass`, message: "cannot be set together with mfa_disabled" }]
    : [];

const ofOneFamily: Check = (value, pointer) =>
  Array.isArray(value) &&
  value.some((name) => BROWSER_AUTHENTICATORS.includes(name)) &&
  value.some((name) => SSH_AUTHENTICATORS.includes(name))
    ? [
        {
          pointer,
          message: `cannot mix ${BROWSER_AUTHENTICATORS.join(", ")} with ${SSH_AUTHENTICATORS.join(", ")}`,
        },
      ]
    : [];

const clipboard = list(oneOf("text", "file"));
const RDP: Check = object(
  {},
  {
    allowed_clipboard_local_to_remote_formats: clipboard,
    allowed_clipboard_remote_to_local_formats: clipboard,
  },
);
const SSH: Check = object({ usernames: list(text()) }, { allow_email_alias: bool });

function connectionRules(form: PolicyForm): Record<string, Check> {
  if (form === "any") return { rdp: RDP, ssh: SSH };
  return form === "infrastructure" ? { ssh: SSH } : { rdp: RDP };
}
