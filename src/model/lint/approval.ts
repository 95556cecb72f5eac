/** Approval and justification that have no effect, as the dashboard sees it. */
import { DEFERRED } from "../deferred";
import type { WirePolicy } from "../document";
import { FORMATS } from "../formats";
import { isPlainObject } from "../json";
import { named, phrase } from "../phrase";
import { isOff } from "./decision";
import { type Finding, policyLintRule } from "./lint-rule";

export const approvalWithoutGroup = policyLintRule({
  code: "approval-without-group",
  when: "`approval_required` without `approval_groups`.",
  why: "There is nobody to give the approval.",
  what: "Approval is required and nobody is named who may give it",
  fix: phrase`Name ${named("approval_groups")}, or leave out ${named("approval_required")}.`,
  check: ({ wire }) =>
    wire.approval_required === true && wire.approval_groups !== DEFERRED && groupsOf(wire).length === 0
      ? [{ path: ["approval_required"] }]
      : [],
});

export const approvalWithoutJustification = policyLintRule({
  code: "approval-without-justification",
  when: "`approval_required` without `purpose_justification_required`.",
  why: "An approver does not see the reason; the dashboard does not allow it.",
  what: "The dashboard asks for a justification where an approval is required",
  fix: phrase`Set ${named("purpose_justification_required")} to true.`,
  check: ({ wire }) =>
    wire.approval_required === true && isOff(wire.purpose_justification_required)
      ? [{ path: ["approval_required"] }]
      : [],
});

export const groupWithoutApproval = policyLintRule({
  code: "group-without-approval",
  when: "`approval_groups` without `approval_required`.",
  why: "Nobody is asked, access is given without approval.",
  what: phrase`${named("approval_groups")} have no effect without ${named("approval_required")}`,
  fix: phrase`Set ${named("approval_required")} to true, or leave the groups out.`,
  check: ({ wire }) =>
    groupsOf(wire).length > 0 && isOff(wire.approval_required) ? [{ path: ["approval_groups"] }] : [],
});

export const approvalUnreachable = policyLintRule({
  code: "approval-unreachable",
  when: "`approvals_needed` above the number of `email_addresses`, without an email list.",
  why: "A request can never be approved.",
  what: "More approvals are needed than there are people to give them",
  fix: phrase`Lower ${named("approvals_needed")}, or name more approvers.`,
  check: ({ wire }) => groupsOf(wire).flatMap(unreachable),
});

/** A group in which fewer people are named than have to approve. */
function unreachable(group: unknown, index: number): Finding[] {
  if (!isPlainObject(group) || (group.email_list_uuid ?? null) !== null) return [];
  const { approvals_needed: needed, email_addresses: addresses } = group;
  const people: unknown[] = Array.isArray(addresses) ? addresses : [];
  if (addresses === DEFERRED || people.includes(DEFERRED) || typeof needed !== "number") return [];
  const count = new Set(people.map((address) => FORMATS.email.canonical(String(address)))).size;
  if (needed <= count) return [];
  return [{ path: ["approval_groups", index, "approvals_needed"], got: needed, allowed: `at most ${count}` }];
}

export const approvalByNobody = policyLintRule({
  code: "approval-by-nobody",
  when: "`approval_required` with `approvals_needed = 0` in every group of `approval_groups`.",
  why: "Nobody has to approve: the policy lets in as if `approval_required` were not set.",
  what: phrase`No approval is needed, although ${named("approval_required")} is set`,
  fix: phrase`Set ${named("approvals_needed")} to 1 or more, or leave out ${named("approval_required")}.`,
  check: ({ wire }) => {
    const groups = groupsOf(wire);
    if (wire.approval_required !== true || groups.length === 0 || !groups.every(needsNobody)) return [];
    return [{ path: ["approval_groups", 0, "approvals_needed"], got: 0 }];
  },
});

function needsNobody(group: unknown): boolean {
  return isPlainObject(group) && group.approvals_needed === 0;
}

export const promptWithoutJustification = policyLintRule({
  code: "prompt-without-justification",
  when: "`purpose_justification_prompt` without `purpose_justification_required`.",
  why: "The prompt is never shown.",
  what: "The prompt is not shown unless a justification is required",
  fix: phrase`Set ${named("purpose_justification_required")} to true, or leave the prompt out.`,
  check: ({ wire }) => {
    const prompt = wire.purpose_justification_prompt;
    const isShown =
      typeof prompt !== "string" || prompt === "" || !isOff(wire.purpose_justification_required);
    return isShown ? [] : [{ path: ["purpose_justification_prompt"] }];
  },
});

/** Returns the approval groups of a policy; none where they are not a list. */
export function groupsOf({ approval_groups: groups }: WirePolicy): readonly unknown[] {
  return Array.isArray(groups) ? groups : [];
}
