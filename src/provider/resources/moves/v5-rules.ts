import { type Rule, type SelectorDefinition, selectorByKey } from "../../../model";
import { members, readList, readString, readStrings, saysNothing } from "./read-fields";
import { MoveRefusal, unheardOf } from "./refusal";

/**
 * Rules as version 5 keeps them: a list or set of objects with a member for each selector, of which one is not null.
 * What is inside is named as in the API.
 */
export function readV5Rules(value: unknown, place: string): Rule[] {
  return readList(value, place).map((element, index) => readRule(element, `${place}[${index}]`));
}

function readRule(element: unknown, place: string): Rule {
  const [selected, another] = members(element, place);
  if (selected === undefined) {
    throw new MoveRefusal(
      `Its state holds at ${place} a rule without any selector: one that the installed version of the official provider does not know.`,
      "Update the official provider and let it refresh the state, then move.",
    );
  }
  if (another !== undefined) {
    throw new MoveRefusal(
      `Its state holds at ${place} one rule with several selectors (${selected[0]}, ${another[0]}); a rule has one.`,
    );
  }
  const [key, fields, at] = selected;
  const selector = selectorByKey(key);
  if (selector === undefined) throw unheardOf(at);
  return { [selector.wireKey]: readSelector(selector, fields, at) };
}

function readSelector(selector: SelectorDefinition, given: unknown, place: string): Rule {
  const fields: Record<string, unknown> = {};
  for (const [name, value, at] of members(given, place)) {
    const field = Object.hasOwn(selector.fields, name) ? selector.fields[name] : undefined;
    if (field !== undefined) fields[name] = (field.type === "strings" ? readStrings : readString)(value, at);
    else if (!saysNothing(value)) throw unheardOf(at);
  }
  return fields;
}
