import { isPlainObject } from "../canonical-json";
import type { PolicyDocument } from "../document";
import { type Issue, issue } from "../issue";

/**
 * A set of rules that is written with nothing in it: `exclude = { emial = ["…"] }` is what the engine makes of it,
 * since it drops the attributes it does not know. A member that is written and empty, such as `email = []`, is meant.
 */
export function adviseOnEmptySets(document: PolicyDocument): Issue[] {
  return ["exclude", "require"].flatMap((name) => {
    const set = document[name];
    const empty = isPlainObject(set) && Object.values(set).every((member) => (member ?? null) === null);
    return empty ? [issue("warning", "empty-rules", [name], { name })] : [];
  });
}
