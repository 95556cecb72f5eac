import { DEFERRED } from "../deferred";
import type { WirePolicy } from "../document";
import { AccessDecision, FORMATS } from "../formats";
import { type Issue, type IssueCode, issue } from "../issue";
import { isPlainObject } from "../json";
import { adviseOnReferenceId } from "../references";

export function adviseOnSettings(wire: WirePolicy): Issue[] {
  return [...approval(wire), ...prompt(wire), ...effectiveInAllowOnly(wire)];
}

function approval(wire: WirePolicy): Issue[] {
  const groups = Array.isArray(wire.approval_groups) ? wire.approval_groups : [];
  const warnings: Issue[] = [...groups.flatMap(unreachable), ...groups.flatMap(unlikelyList)];
  const warn = (code: IssueCode, field: string) => warnings.push(issue("warning", code, [field]));
  if (wire.approval_required === true) {
    if (groups.length === 0 && wire.approval_groups !== DEFERRED)
      warn("approval-without-group", "approval_required");
    if (groups.length > 0 && groups.every(needsNobody)) {
      const path = ["approval_groups", 0, "approvals_needed"];
      warnings.push(issue("warning", "approval-by-nobody", path, { got: 0 }));
    }
    if (isOff(wire.purpose_justification_required))
      warn("approval-without-justification", "approval_required");
  }
  if (groups.length > 0 && isOff(wire.approval_required)) warn("group-without-approval", "approval_groups");
  return warnings;
}

function unlikelyList(group: unknown, index: number): Issue[] {
  if (!isPlainObject(group)) return [];
  const path = ["approval_groups", index, "email_list_uuid"];
  return adviseOnReferenceId(path, group.email_list_uuid, { kind: "list" });
}

function needsNobody(group: unknown): boolean {
  return isPlainObject(group) && group.approvals_needed === 0;
}

/** A group in which fewer people are named than have to approve. */
function unreachable(group: unknown, index: number): Issue[] {
  if (!isPlainObject(group) || (group.email_list_uuid ?? null) !== null) return [];
  const { approvals_needed: needed, email_addresses: addresses } = group;
  const people: unknown[] = Array.isArray(addresses) ? addresses : [];
  if (addresses === DEFERRED || people.includes(DEFERRED) || typeof needed !== "number") return [];
  const count = new Set(people.map((address) => FORMATS.email.canonical(String(address)))).size;
  if (needed <= count) return [];
  const path = ["approval_groups", index, "approvals_needed"];
  return [issue("warning", "approval-unreachable", path, { got: needed, allowed: `at most ${count}` })];
}

function prompt(wire: WirePolicy): Issue[] {
  const asked = wire.purpose_justification_prompt;
  if (typeof asked !== "string" || asked === "" || !isOff(wire.purpose_justification_required)) return [];
  return [issue("warning", "prompt-without-justification", ["purpose_justification_prompt"])];
}

/** What only a user who logs in and is let in ever meets. */
function effectiveInAllowOnly(wire: WirePolicy): Issue[] {
  const { decision } = wire;
  if (decision === AccessDecision.ALLOW || decision === DEFERRED || typeof decision !== "string") return [];
  const set = ["approval_required", "purpose_justification_required"].filter((field) => wire[field] === true);
  if (isPlainObject(wire.mfa_config) && !Object.values(wire.mfa_config).every(isOff)) set.push("mfa_config");
  return set.map((name) => issue("warning", "needs-allow", [name], { name, got: decision }));
}

function isOff(value: unknown): boolean {
  return value === undefined || value === null || value === false;
}
