import type { PolicyEdit } from "../../../src/emulator";

/** The attributes of a resource as they are written in HCL; null leaves one out. */
type Attributes = Readonly<Record<string, string | null>>;

/** What someone does to a policy, in its configuration or past it, and what a reviewer of the plan sees of that. */
export interface Edit {
  /** What was done. */
  readonly what: string;
  /** Why a reviewer is content with the plan. */
  readonly why: string;
  /** The policy belongs to an application of its own. @default a reusable one */
  readonly ofApplication?: true;
  /** Beside the attributes that all policies here begin with. */
  readonly before?: Attributes;
  /** What the configuration says instead. */
  readonly after?: Attributes;
  /** Done at the dashboard. */
  readonly byHand?: PolicyEdit | "delete the policy" | "delete its application";
  /** @default an update */
  readonly action?: "replacement" | "create";
  /** The attributes that change. */
  readonly changes: readonly string[];
  /** Those among them that only the server knows. @default none */
  readonly unknown?: readonly string[];
}

const json = (value: unknown) => JSON.stringify(value);

/** What all policies begin with. */
export const BEFORE: Attributes = {
  name: json("Staff"),
  decision: json("allow"),
  session_duration: json("12h"),
  include: '{ email = ["ann@example.com", "bob@example.com"], email_domain = ["example.org"] }',
  require: '{ geo = ["PT"] }',
};

/** An application that policies move to. */
export const OTHER_APPLICATION = "0e6b8f0c-11d3-4c0b-9f5a-0c8c1f6f2a11";

const staff = Array.from({ length: 200 }, (_, index) => `user${String(index).padStart(3, "0")}@example.com`);

const approvalBy = (...second: string[]) => ({
  approval_required: "true",
  purpose_justification_required: "true",
  approval_groups: `[
    { approvals_needed = 1, email_addresses = ["boss@example.com"] },
    { approvals_needed = 2, email_addresses = ${json(second)} },
  ]`,
});

const clipboard = (...out: string[]) => ({
  connection_rules: `{
    rdp = {
      allowed_clipboard_local_to_remote_formats = ["text"]
      allowed_clipboard_remote_to_local_formats = ${json(out)}
    }
  }`,
});

const including =
  (rule: object): PolicyEdit =>
  (body) => ({ ...body, include: [...(body.include as object[]), rule] });

/** A rule of a kind that the API has and this version does not know. */
const OFFICE_NETWORK = { wifi: { ssid: "office" } };

const IDENTITY_PROVIDER = "ca298b82-93b5-41bf-bc2d-10493f09b761";

const saml = (...departments: string[]) =>
  `{ saml = ${json(departments.map((department) => `${IDENTITY_PROVIDER}/department=${department}`))} }`;

/** The id of a policy that is planned to be created. */
const KNOWN_LATER = "cfaccess_policy.policy_deleted_by_hand.id";

export const EDITS = {
  address_changed_among_200: {
    what: "Of a policy with 200 addresses one is another.",
    why: "One address goes and one comes, the other 199 take one line. The summary cannot show them all; the digest of all of them says that the list is another one.",
    before: { include: `{ email = ${json(staff)} }` },
    after: { include: `{ email = ${json(staff.with(77, "carol@partner.org"))} }` },
    changes: ["include", "summary"],
  },
  person_added: {
    what: "A person is added.",
    why: "The address that comes is all there is to see, and the summary reads who gets in from then on.",
    after: {
      include:
        '{ email = ["carol@partner.org", "ann@example.com", "bob@example.com"], email_domain = ["example.org"] }',
    },
    changes: ["include", "summary"],
  },
  person_removed: {
    what: "A person is removed.",
    why: "The address that goes is all there is to see. That others stay is said by their number.",
    after: { include: '{ email = ["ann@example.com"], email_domain = ["example.org"] }' },
    changes: ["include", "summary"],
  },
  decision_turned: {
    what: "The decision turns from allow to deny.",
    why: "The one word that was edited, and the summary, which begins with what happens now: ALLOW becomes BLOCK.",
    after: { decision: json("deny") },
    changes: ["decision", "summary"],
  },
  precedence_moved: {
    what: "A policy of an application moves up.",
    why: "Its precedence is one number. What the policy means on its own is as before, so the summary is not shown.",
    ofApplication: true,
    before: { precedence: "3" },
    after: { precedence: "1" },
    changes: ["precedence"],
  },
  session_duration_removed: {
    what: "session_duration is taken out of the configuration.",
    why: "12h goes. What comes is for the server to say: without one it decides itself, and has done so in different ways.",
    after: { session_duration: null },
    changes: ["session_duration"],
    unknown: ["session_duration"],
  },
  selector_added: {
    what: "Members of an Okta group are let in as well.",
    why: "The rule that comes, whole; the selectors that stay take one line.",
    after: {
      include: `{
        email        = ["ann@example.com", "bob@example.com"]
        email_domain = ["example.org"]
        okta         = ["${IDENTITY_PROVIDER}/engineering"]
      }`,
    },
    changes: ["include", "summary"],
  },
  approver_changed: {
    what: "In one of two approval groups, one of two approvers is another.",
    why: "A group has no name to follow it by, so the one that changed is shown as it was and as it will be; the other group takes one line.",
    before: approvalBy("ceo@example.com", "cto@example.com"),
    after: approvalBy("ceo@example.com", "cfo@example.com"),
    changes: ["approval_groups"],
  },
  mfa_required: {
    what: "A second factor is asked for.",
    why: "The block that was written. The switch stands there under both names the API has for it, and both say that the second factor is not off.",
    after: { mfa_config: '{ allowed_authenticators = ["security_key", "totp"], session_duration = "30m" }' },
    changes: ["mfa_config", "summary"],
  },
  mfa_switched_off: {
    what: "The second factor is switched off.",
    why: "Both names of the one switch turn, and the summary says it in words.",
    before: { mfa_config: "{ mfa_disabled = false }" },
    after: { mfa_config: "{ mfa_disabled = true }" },
    changes: ["mfa_config", "summary"],
  },
  renamed: {
    what: "The policy gets another name.",
    why: "One line is updated: who is let in does not change, and neither does the id that applications refer to.",
    after: { name: json("Employees") },
    changes: ["name"],
  },
  application_changed: {
    what: "app_id names another application.",
    why: "The API cannot move a policy, so it is replaced, and the line that forces this says so. What the new policy will be like is known and as before; only its id and its date are not.",
    ofApplication: true,
    before: { precedence: "1" },
    after: { app_id: json(OTHER_APPLICATION) },
    action: "replacement",
    changes: ["app_id", "created_at", "id"],
    unknown: ["created_at", "id"],
  },
  exclude_removed: {
    what: "exclude is taken out of the configuration.",
    why: "The exception that goes is shown with what it held, and the summary reads without it.",
    before: { exclude: '{ ip = ["203.0.113.0/24"], email = ["mallory@example.com"] }' },
    after: { exclude: null },
    changes: ["exclude", "summary"],
  },
  clipboard_narrowed: {
    what: "Files may no longer be copied out of a session in the browser.",
    why: "Three levels deep the one format that goes, without the rest of the block.",
    before: clipboard("text", "file"),
    after: clipboard("text"),
    changes: ["connection_rules", "summary"],
  },
  session_changed_by_hand: {
    what: "Someone set the session to 6h at the dashboard.",
    why: "The plan puts back this field and no other.",
    byHand: { session_duration: "6h" },
    changes: ["session_duration"],
  },
  person_added_by_hand: {
    what: "Someone let mallory@example.net in at the dashboard.",
    why: "The address that is too many is all there is to see; the summary before the arrow says who gets in right now.",
    byHand: including({ email: { email: "mallory@example.net" } }),
    changes: ["include", "summary"],
  },
  unknown_rule_by_hand: {
    what: "Someone added a rule at the dashboard, of a kind this version does not know.",
    why: "The rule is there to be read, and does not go without this plan having said so. Listed under other, it stays.",
    byHand: including(OFFICE_NETWORK),
    changes: ["include", "summary"],
  },
  policy_deleted_by_hand: {
    what: "Someone deleted the reusable policy at the dashboard.",
    why: "It is made again. All that the configuration says is known; only what the server gives out is not.",
    byHand: "delete the policy",
    action: "create",
    changes: created(),
    unknown: ["created_at", "id"],
  },
  application_policy_deleted_by_hand: {
    what: "Someone deleted the policy of an application at the dashboard.",
    why: "It is made again, with its precedence among the others.",
    ofApplication: true,
    before: { precedence: "1" },
    byHand: "delete the policy",
    action: "create",
    changes: created("app_id", "precedence"),
    unknown: ["created_at", "id"],
  },
  application_deleted_by_hand: {
    what: "Someone deleted the application of the policy at the dashboard.",
    why: "The policy went with it, so it is planned to be made again; the missing application becomes an error only when somebody applies this.",
    ofApplication: true,
    before: { precedence: "1" },
    byHand: "delete its application",
    action: "create",
    changes: created("app_id", "precedence"),
    unknown: ["created_at", "id"],
  },
  person_replaced: {
    what: "One of four people is another, and the new one stands last.",
    why: "One address goes and one comes, wherever they stand in the configuration.",
    before: {
      include: '{ email = ["ann@example.com", "bob@example.com", "cid@example.com", "dora@example.com"] }',
    },
    after: {
      include: '{ email = ["ann@example.com", "cid@example.com", "dora@example.com", "eve@example.com"] }',
    },
    changes: ["include", "summary"],
  },
  selector_removed: {
    what: "Members of an Okta group are no longer let in.",
    why: "The rule that goes, in one line with its identity provider; the selectors that stay take one line.",
    before: { include: `{ email_domain = ["example.org"], okta = ["${IDENTITY_PROVIDER}/engineering"] }` },
    after: { include: '{ email_domain = ["example.org"] }' },
    changes: ["include", "summary"],
  },
  saml_value_changed: {
    what: "Another department is let in, by the same SAML attribute.",
    why: "The rule as it was and as it will be, one line each; the other rule with the attribute takes one line.",
    before: { include: saml("engineering", "support") },
    after: { include: saml("operations", "support") },
    changes: ["include", "summary"],
  },
  everyone_left_out: {
    what: "Not everyone in the country gets in any more, but one email domain.",
    why: "The rule that goes and the rule that comes. The summary says it in words.",
    before: { include: '{ everyone = ["*"] }' },
    after: { include: '{ email_domain = ["example.org"] }' },
    changes: ["include", "summary"],
  },
  unknown_rule_added: {
    what: "A rule of a kind that this version does not know is added.",
    why: "The rule is there to be read, as the API will get it.",
    after: {
      include: `{
        email        = ["ann@example.com", "bob@example.com"]
        email_domain = ["example.org"]
        other        = [jsonencode(${json(OFFICE_NETWORK)})]
      }`,
    },
    changes: ["include", "summary"],
  },
  person_known_later: {
    what: "A person is added whose address is only known after the apply.",
    why: "One address is open and said to be, those that stay take one line. The summary is open with it.",
    after: {
      include: `{
        email        = ["ann@example.com", "bob@example.com", "\${${KNOWN_LATER}}@example.com"]
        email_domain = ["example.org"]
      }`,
    },
    changes: ["include", "summary"],
    unknown: ["include", "summary"],
  },
  people_known_later: {
    what: "All addresses are only known after the apply, even how many there are.",
    why: "What may go is shown, what comes is open; the selector that stays takes one line.",
    after: {
      include: `{
        email        = [for name in split(",", ${KNOWN_LATER}) : "\${name}@example.com"]
        email_domain = ["example.org"]
      }`,
    },
    changes: ["include", "summary"],
    unknown: ["include", "summary"],
  },
} as const satisfies Readonly<Record<string, Edit>>;

/** What a policy that is replaced gets: what its configuration says, what that means, and what the server gives out. */
function created(...more: string[]): string[] {
  const defaults = ["approval_required", "isolation_required", "purpose_justification_required"];
  return [...Object.keys(BEFORE), ...more, ...defaults, "account_id", "created_at", "id", "summary"].sort();
}

export type EditName = keyof typeof EDITS;

export const EDIT_LIST = Object.entries(EDITS) as [EditName, Edit][];

/** The application of an edit's policy. */
export function applicationOf(name: EditName): string {
  const number = Object.keys(EDITS).indexOf(name);
  return `5d2c5b1e-7a0f-4c7e-8f21-${String(number).padStart(12, "0")}`;
}

/** The address of an edit's policy in the configuration. */
export function addressOf(name: EditName): string {
  const { ofApplication }: Edit = EDITS[name];
  return `${ofApplication ? "cfaccess_application_policy" : "cfaccess_policy"}.${name}`;
}

/** An edit's policy in HCL, as it was before or as it is after the edit. */
export function resourceOf(name: EditName, side: "before" | "after"): string {
  const edit: Edit = EDITS[name];
  const attributes: Attributes = {
    ...(edit.ofApplication ? { app_id: json(applicationOf(name)) } : {}),
    ...BEFORE,
    ...edit.before,
    ...(side === "after" ? edit.after : {}),
  };
  const lines = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([attribute, value]) => `  ${attribute} = ${value}`);
  const [type, label] = addressOf(name).split(".");
  return `resource "${type}" "${label}" {\n${lines.join("\n")}\n}\n`;
}
