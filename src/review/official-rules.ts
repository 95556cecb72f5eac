import type { AccessRules } from "../access";
import { DEFERRED, isPlainObject, readV4Rules, readV5Rules, UnreadableState } from "../model";

/** Members that blocks of rules have in version 4 of the official provider only. */
const V4_MEMBERS = ["azure", "github", "common_names"];

/**
 * Rules as either version of the official provider has them. What cannot be read is unknown: a rule of version 5 with a
 * selector that this version does not know stays as it is, the evaluator knows it by its JSON.
 */
export function readOfficialRules(value: unknown, onUnreadable: (reason: string) => void): AccessRules {
  if (value === DEFERRED) return DEFERRED;
  const elements: unknown[] = Array.isArray(value)
    ? value
    : value === undefined || value === null
      ? []
      : [value];
  const isV4 = elements.some(isV4Block);
  return elements.flatMap((element) => {
    try {
      const rules = (isV4 ? readV4Rules : readV5Rules)([element], "rules");
      return rules === DEFERRED ? [DEFERRED] : rules;
    } catch (error) {
      if (!(error instanceof UnreadableState)) throw error;
      const raw = isV4 ? undefined : onlyMember(element);
      if (raw === undefined) onUnreadable(error.message);
      return [raw ?? DEFERRED];
    }
  }) as AccessRules;
}

/** A member of a block of version 4 is a value or a list, one of a rule of version 5 an object. */
function isV4Block(element: unknown): boolean {
  if (!isPlainObject(element)) return false;
  return Object.entries(element).some(
    ([name, value]) =>
      V4_MEMBERS.includes(name) ||
      (value !== null && value !== undefined && value !== DEFERRED && !isPlainObject(value)),
  );
}

function onlyMember(element: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isPlainObject(element)) return undefined;
  const [member, another] = Object.entries(element).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return member === undefined || another !== undefined ? undefined : { [member[0]]: member[1] };
}
