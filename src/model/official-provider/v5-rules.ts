import { DEFERRED, type Deferred } from "../deferred";
import type { Rule } from "../rule-set";
import type { SelectorDefinition } from "../selector-definition";
import { selectorByKey } from "../selectors";
import { members, readList, readString, readStrings, saysNothing } from "./read-fields";
import { UnreadableState, unheardOf } from "./unreadable-state";

/**
 * Rules as version 5 keeps them: a list or set of objects with a member for each selector; one of them is not null.
 * What is inside is named as in the API.
 */
export function readV5Rules(value: unknown, path: string): (Rule | Deferred)[] | Deferred {
  if (value === DEFERRED) return DEFERRED;
  return readList(value, path).map((element, index) =>
    element === DEFERRED ? DEFERRED : readRule(element, `${path}[${index}]`),
  );
}

function readRule(element: unknown, path: string): Rule {
  const [selected, another] = members(element, path);
  if (selected === undefined) {
    throw new UnreadableState(
      `Its state holds at ${path} a rule without any selector: one that the installed version of the official provider does not know.`,
      "Update the official provider and let it refresh the state, then move.",
    );
  }
  if (another !== undefined) {
    throw new UnreadableState(
      `Its state holds at ${path} one rule with several selectors (${selected[0]}, ${another[0]}); a rule has one.`,
    );
  }
  const [key, fields, at] = selected;
  const selector = selectorByKey(key);
  if (selector === undefined) throw unheardOf(at);
  return { [selector.wireKey]: readSelector(selector, fields, at) };
}

function readSelector(selector: SelectorDefinition, given: unknown, path: string): Rule | Deferred {
  if (given === DEFERRED) return DEFERRED;
  const fields: Record<string, unknown> = {};
  for (const [name, value, at] of members(given, path)) {
    const field = Object.hasOwn(selector.fields, name) ? selector.fields[name] : undefined;
    if (field !== undefined) fields[name] = (field.type === "strings" ? readStrings : readString)(value, at);
    else if (!saysNothing(value)) throw unheardOf(at);
  }
  return fields;
}
