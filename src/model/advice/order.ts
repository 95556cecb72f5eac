import { quoted, shownId } from "../../text";
import { type PolicyDocument, type WirePolicy, wireToDocument } from "../document";
import { type AdviceCode, type Issue, issue } from "../issue";
import { POLICY_FIELDS } from "../policy-fields";
import { semanticEquals } from "../semantic-equality";
import { notAccepted } from "./accepted";

/** A policy where it stands, or is to stand, in its application's order. */
export interface StandingPolicy {
  readonly id: string;
  readonly precedence: number;
  readonly wire: WirePolicy;
}

/** A warning about a policy that an ordered list leaves out. */
export type OrderAdvice = Issue & { readonly id: string };

/**
 * What an application's other policies do to an ordered list of policies, each of them at most once: those that let in
 * whom a policy of the list blocks, and those that are a second copy of one in it. A `non_identity` policy is left out:
 * that machines come before all block policies is what it is for.
 *
 * @param unclaimed whether nobody is known to manage a policy
 */
export function adviseOnOrder(
  listed: readonly StandingPolicy[],
  others: readonly StandingPolicy[],
  unclaimed: (id: string) => boolean,
  accepted?: unknown,
): readonly OrderAdvice[] {
  const blocks = listed
    .filter(({ wire }) => wire.decision === "deny")
    .sort((a, b) => a.precedence - b.precedence);
  return others.flatMap((other) => {
    const advice = [...twin(other, listed, unclaimed), ...overridden(other, blocks)];
    return notAccepted(advice, accepted)
      .slice(0, 1)
      .map((found) => ({ ...found, id: other.id }));
  });
}

function twin(
  other: StandingPolicy,
  listed: readonly StandingPolicy[],
  unclaimed: (id: string) => boolean,
): Issue[] {
  const same = listed.find(
    ({ wire }) =>
      wire.name === other.wire.name &&
      semanticEquals(POLICY_FIELDS.application, content(wire), content(other.wire)),
  );
  return same !== undefined && unclaimed(other.id) ? [warning("unlisted-twin", other, same)] : [];
}

function overridden(other: StandingPolicy, blocks: readonly StandingPolicy[]): Issue[] {
  const behind = blocks.find(({ precedence }) => precedence > other.precedence);
  const { decision } = other.wire;
  if (decision === "allow" && behind !== undefined) return [warning("unlisted-allow", other, behind)];
  return decision === "bypass" && blocks.length > 0 ? [warning("unlisted-bypass", other, blocks[0]!)] : [];
}

function content(wire: WirePolicy): PolicyDocument {
  return { ...wireToDocument(POLICY_FIELDS.application, wire), precedence: null };
}

function warning(code: AdviceCode, other: StandingPolicy, listed: StandingPolicy): Issue {
  const { id, precedence, wire } = other;
  return issue("warning", code, ["app_id"], {
    name: `${quoted(wire.name)} (${shownId(id)}, precedence ${precedence})`,
    meant:
      code === "unlisted-twin"
        ? `${quoted(listed.wire.name)} (${shownId(listed.id)})`
        : quoted(listed.wire.name),
  });
}
