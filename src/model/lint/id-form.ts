import type { Issue, Path } from "../issue";
import { isPlainObject } from "../json";
import { idIsCertain, type Reference, referencesInRule, unlikelyId } from "../references";
import { groupsOf } from "./approval";
import { type Finding, policyLintRule, warning } from "./lint-rule";

/** A name where an id is asked for, as far as that is not an error. */
export const idForm = policyLintRule({
  code: "id-form",
  when: "A text that is not a UUID where the id is expected of a Zero Trust list or a device posture check, or as `appId`. In rules that refer to Access groups, identity providers, service tokens and applications it is an error.",
  why: "Probably a name: the API takes it, and the rule matches nothing.",
  what: (f) => `Not of the form of the id of ${f.name}`,
  fix: "Look the id up by name: fromName of the construct, or the data source.",
  check: ({ rules, wire }) => [
    ...rules.flatMap(({ rule, path }) =>
      referencesInRule(rule).flatMap(({ path: within, value, meant }) =>
        idIsCertain(meant) ? [] : findings([...path.slice(0, 2), ...within], value, meant),
      ),
    ),
    ...groupsOf(wire).flatMap((group, index) =>
      isPlainObject(group)
        ? findings(["approval_groups", index, "email_list_uuid"], group.email_list_uuid, { kind: "list" })
        : [],
    ),
  ],
});

/** Finds a text that is hardly the id that is meant, beside what is judged as a policy. */
export function lintReferenceId(path: Path, value: unknown, meant: Reference): Issue[] {
  return findings(path, value, meant).map((finding) => warning(idForm, finding));
}

function findings(path: Path, value: unknown, meant: Reference): Finding[] {
  const unlikely = unlikelyId(value, meant);
  if (unlikely === undefined) return [];
  const { fix, ...facts } = unlikely;
  return [{ path, ...facts, ownFix: fix }];
}
