import type { AdviceCode } from "../issue";
import { spelled } from "../phrase";
import { fixOf } from "../wording";

/** One warning as the documentation explains it. */
export interface AdviceEntry {
  readonly code: AdviceCode;
  /** What in a policy it is about. */
  readonly when: string;
  /** What comes of it. */
  readonly why: string;
  readonly fix: string;
}

const EXPLAINED: Readonly<Record<AdviceCode, readonly [when: string, why: string]>> = {
  "allow-everyone": [
    "`allow` with `everyone`, or with all addresses (`0.0.0.0/0`, `::/0`), under `include`, and nothing under `require` that narrows it.",
    "Whoever can log in gets in: with one-time PINs that is anyone with an email address.",
  ],
  "allow-any-login": [
    "`allow` with a `login_method` under `include`, and nothing under `require`.",
    "Whoever logs in by it gets in: with one-time PINs that is anyone with an email address. The ID does not tell what method it is; where it is your own identity provider, accept the warning.",
  ],
  "bypass-everyone": [
    "`bypass` with `everyone`, or with all addresses (`0.0.0.0/0`, `::/0`), under `include`, and nothing under `require` that narrows it.",
    "Whoever asks gets in, without a login and without a trace in the logs of who it was. For a path that is meant to be public, accept the warning.",
  ],
  "service-auth-everyone": [
    "`non_identity` with `everyone`, or with all addresses (`0.0.0.0/0`, `::/0`), under `include`, and nothing under `require` that narrows it.",
    "Every request gets in, from anywhere, without a login and without a service token.",
  ],
  "wide-range": [
    "`ip` ranges under `include` that together cover half of all IPv4 or IPv6 addresses or more, and nothing under `require` that narrows them. What counts is what they cover together, not how they are written. Where they cover all of them, the warning is the one about `everyone`.",
    "Such ranges single out nobody. A prefix that is too short is an easy mistake: `/1` for `/16`.",
  ],
  "host-bits": [
    "An `ip` range with bits set behind its prefix, such as `203.0.113.7/8`.",
    "The bits do not count: this is `203.0.0.0/8`, 16 million addresses and not one.",
  ],
  "any-service-token": [
    "`any_valid_service_token` under `include` or `require`.",
    "Every token of the account gets in, whatever it was created for. A token that no policy names counts as unused, and the vendor's rule for inactive tokens may remove it while it is in use.",
  ],
  "many-values": [
    "More than 1,000 values of one selector in a policy.",
    "The time that Terraform takes to apply a set grows with the square of its size: most of a minute for 4,000 values ([performance](performance.md#large-sets)).",
  ],
  "no-login": [
    "A rule about who logs in (emails, groups of an identity provider, …) in a `bypass` or `non_identity` policy.",
    "These decisions come before any login, so the rule can not match.",
  ],
  "selector-decision": [
    "A selector in a policy with a decision that it does not work with, such as `service_token` in an `allow` policy.",
    "The rule matches nothing.",
  ],
  "require-nobody": [
    "Two values under `require` of which a request has only one, such as two countries; an `email` and an `email_domain` of another domain; `ip` ranges under `require` that have no address in common.",
    "All that is required has to be met at once, so the policy matches nobody.",
  ],
  "include-excluded": [
    "The same rule under `include` and `exclude`.",
    "What is excluded never matches, so the rule does nothing.",
  ],
  "exclude-everyone": ["`everyone` under `exclude`.", "The policy matches nobody."],
  "approval-without-group": [
    "`approval_required` without `approval_groups`.",
    "There is nobody to give the approval.",
  ],
  "approval-without-justification": [
    "`approval_required` without `purpose_justification_required`.",
    "Whoever approves is not told what for; the dashboard does not allow it.",
  ],
  "group-without-approval": [
    "`approval_groups` without `approval_required`.",
    "Nobody is asked, access is given without approval.",
  ],
  "approval-unreachable": [
    "`approvals_needed` above the number of `email_addresses`, without an email list.",
    "A request can never be approved.",
  ],
  "approval-by-nobody": [
    "`approval_required` with `approvals_needed = 0` in every group of `approval_groups`.",
    "Nobody has to approve: the policy lets in as if `approval_required` were not set.",
  ],
  "prompt-without-justification": [
    "`purpose_justification_prompt` without `purpose_justification_required`.",
    "The prompt is never shown.",
  ],
  "needs-allow": [
    "Approval, justification or MFA in a policy that is not `allow`.",
    "Only who is let in after a login meets them.",
  ],
  "infrastructure-decision": [
    "SSH rules, or authenticators of infrastructure applications, in a policy that is not `allow`.",
    "Infrastructure applications do not take it.",
  ],
  "infrastructure-selector": [
    "SSH rules, or authenticators of infrastructure applications, beside a selector these do not know.",
    "Infrastructure applications do not take it.",
  ],
  "ssh-application": [
    "SSH rules in a policy of an application of another type than `infrastructure`: with cdktf where an `AccessApplication` is looked up with another `type`; in the plan where the run has read the account's applications, as a look-up does.",
    "The rules do nothing there.",
  ],
  "connection-rules-mixed": [
    "`rdp` and `ssh` under `connection_rules`.",
    "There is no kind of application for both.",
  ],
  "raw-near-known": [
    "A rule of an unknown selector (`other`, `AccessRule.raw`) that is spelt nearly like a known one.",
    "Probably a slip: the API would refuse it, or take it for something else.",
  ],
  "hidden-characters": [
    "A text with characters that nobody can see, such as zero-width joiners, marks of direction or no-break spaces, where they may have a meaning. In emails, domains and ids they are errors; so are control characters, direction overrides, zero-width spaces and tags in names and prompts.",
    "Two texts that look the same are different, so the rule may match another value than a reader sees.",
  ],
  "look-alike": [
    "A word with letters of several alphabets (Latin, Cyrillic, Greek, …), a fullwidth or mathematical letter, or a part of an email address or domain whose letters are all Cyrillic or Greek ones with the shape of Latin ones, or a Latin letter in one with the shape of one of ASCII (`ı`). Domains in punycode are read as the letters they stand for. The warning shows the code points, and the domain in its punycode form.",
    "`pаypal.com` with a Cyrillic `а` is another domain than `paypal.com`.",
  ],
  "public-suffix": [
    "An `email_domain` such as `co.uk` or `com.au`, under which registries offer domains.",
    "It does not match the addresses of the domains below it, and nobody has an address in it.",
  ],
  "id-form": [
    "A text that is not a UUID in the place of the id of a Zero Trust list or a device posture check, or as `appId`. In rules that refer to Access groups, identity providers, service tokens and applications it is an error.",
    "Probably a name: the API takes it, and the rule matches nothing.",
  ],
  "unreachable-policies": [
    "An ordered list with a `deny` policy for everyone, and `allow` policies behind it.",
    "The first policy that matches decides, so the ones behind it let in nobody. Bypass and Service Auth policies are judged before.",
  ],
  "deny-without-effect": [
    "An ordered list with a `deny` policy behind the last `allow` policy.",
    "Where no policy matches access is denied anyway, so the policy changes nothing.",
  ],
  "list-without-allow": [
    "An ordered list with `deny` policies only.",
    "Nobody gets into the application, unless a policy that is not in the list lets them in.",
  ],
  "application-without-allow": [
    "A policy of an application that becomes a block policy, or moves to another application, where no other policy of the application lets anyone in. It is judged in the plan, where the run has read a list that shows the application's policies; a policy that is deleted is not.",
    "Where no policy matches access is denied, so nobody gets into the application.",
  ],
  "same-content": [
    "A policy is to be created with the name and content of one that this run has read, so it is in a state. It is judged in the plan.",
    "As a rule a resource, or the key of a list, was renamed: Terraform then deletes the policy and creates it again under another id. Where two policies of the same content are meant, accept the warning.",
  ],
  "unlisted-allow": [
    "An ordered list of policies (`ApplicationPolicies`) with a `deny` policy, and an `allow` policy of the application that is not in the list and stands before that.",
    "Whom both match gets in: the list is not all that is judged, and policies that are not in it keep their numbers.",
  ],
  "unlisted-bypass": [
    "An ordered list of policies with a `deny` policy, and a `bypass` policy of the application that is not in the list.",
    "Bypass policies are judged before all block policies, whatever their precedence.",
  ],
  "unlisted-twin": [
    "An ordered list of policies, and a policy of the application that is not in the list, nor read in this run, and is the same as one in it.",
    "A run that was cut off before it could save its state leaves such policies behind.",
  ],
};

/** Every warning there is, those about who gets in first. */
export const ADVICE: readonly AdviceEntry[] = Object.entries(EXPLAINED).map(([code, [when, why]]) => ({
  code: code as AdviceCode,
  when,
  why,
  fix: spelled(fixOf(code as AdviceCode, { name: "…", meant: "…" }) ?? ""),
}));

/** The codes that can be accepted. */
export const ADVICE_CODES: readonly AdviceCode[] = ADVICE.map(({ code }) => code);
