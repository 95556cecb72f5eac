/** What an application's other policies do to an ordered list of policies. */
import { quoted, shownId } from "../../text";
import { type PolicyDocument, type WirePolicy, wireToDocument } from "../document";
import type { Issue } from "../issue";
import { phrase } from "../phrase";
import { POLICY_FIELDS } from "../policy-fields";
import { semanticEquals } from "../semantic-equality";
import { notAccepted } from "./accepted";
import { lintRule, warning } from "./lint-rule";

export const unlistedAllow = lintRule({
  code: "unlisted-allow",
  when: "An ordered list of policies (`ApplicationPolicies`) with a `deny` policy, and an `allow` policy of the application that is not in the list and stands before that.",
  why: "Whom both match gets in: the list is not all that is judged, and policies that are not in it keep their numbers.",
  what: (f) =>
    phrase`Policy ${f.name} is not in the list and lets people in before ${f.meant} can block them`,
  fix: "Give it a higher precedence in the dashboard, delete it there, or import it and put it into the list.",
});

export const unlistedBypass = lintRule({
  code: "unlisted-bypass",
  when: "An ordered list of policies with a `deny` policy, and a `bypass` policy of the application that is not in the list.",
  why: "Bypass policies are judged before all block policies, whatever their precedence.",
  what: (f) => `Policy ${f.name} is not in the list and lets people through before any block policy is asked`,
  fix: "Delete it in the dashboard, or import it and put it into the list.",
});

export const unlistedDuplicate = lintRule({
  code: "unlisted-duplicate",
  when: "An ordered list of policies, and a policy of the application that is not in the list, nor read in this run, and is the same as one in it.",
  why: "A run that was cut off before it could save its state leaves such policies behind.",
  what: (f) => phrase`Policy ${f.name} is not in the list and has the name and content of ${f.meant}`,
  fix: "Delete it in the dashboard, or import it.",
});

/** A policy with its precedence in the application, present or planned. */
export interface OrderedPolicy {
  readonly id: string;
  readonly precedence: number;
  readonly wire: WirePolicy;
}

/** A warning about a policy that an ordered list leaves out. */
export type UnlistedWarning = Issue & { readonly id: string };

/**
 * Finds the policies that let in requests which a policy of the list blocks, and second copies of one in it; each policy
 * at most once. A `non_identity` policy is left out: it exists to let machines in before all block policies.
 *
 * @param unclaimed whether a policy is not known to be managed
 */
export function lintUnlisted(
  listed: readonly OrderedPolicy[],
  others: readonly OrderedPolicy[],
  unclaimed: (id: string) => boolean,
  accepted?: unknown,
): readonly UnlistedWarning[] {
  const blocks = listed
    .filter(({ wire }) => wire.decision === "deny")
    .sort((a, b) => a.precedence - b.precedence);
  return others.flatMap((other) => {
    const found = [...duplicate(other, listed, unclaimed), ...overriding(other, blocks)];
    return notAccepted(found, accepted)
      .slice(0, 1)
      .map((one) => ({ ...one, id: other.id }));
  });
}

function duplicate(
  other: OrderedPolicy,
  listed: readonly OrderedPolicy[],
  unclaimed: (id: string) => boolean,
): Issue[] {
  const same = listed.find(
    ({ wire }) =>
      wire.name === other.wire.name &&
      semanticEquals(POLICY_FIELDS.application, content(wire), content(other.wire)),
  );
  if (same === undefined || !unclaimed(other.id)) return [];
  const meant = `${quoted(same.wire.name)} (${shownId(same.id)})`;
  return [warning(unlistedDuplicate, { path: ["app_id"], name: nameOf(other), meant })];
}

function overriding(other: OrderedPolicy, blocks: readonly OrderedPolicy[]): Issue[] {
  const { decision } = other.wire;
  const [rule, block] =
    decision === "allow"
      ? [unlistedAllow, blocks.find(({ precedence }) => precedence > other.precedence)]
      : [unlistedBypass, decision === "bypass" ? blocks[0] : undefined];
  if (block === undefined) return [];
  return [warning(rule, { path: ["app_id"], name: nameOf(other), meant: quoted(block.wire.name) })];
}

function content(wire: WirePolicy): PolicyDocument {
  return { ...wireToDocument(POLICY_FIELDS.application, wire), precedence: null };
}

function nameOf({ id, precedence, wire }: OrderedPolicy): string {
  return `${quoted(wire.name)} (${shownId(id)}, precedence ${precedence})`;
}
