import type { CtyValue, ObjectValue } from "../../../../src/plugin";
import { RULE_LISTS } from "./policy-spec";

/**
 * Terraform shows a configuration with an explicit absence (`[]`, `{}`, `false`, `""`) where the state has null:
 * these are the attributes. Sets and maps (the rules) are compared as a whole, so nothing within them counts.
 */
export function spelledOut(state: CtyValue, config: CtyValue, at = ""): string[] {
  if (config === null || config === undefined) return [];
  if (state === null) return saysNothing(config) ? [at] : [];
  if (!isObject(config) || !isObject(state) || RULE_LISTS.some((list) => list === at)) return [];
  return Object.entries(config).flatMap(([name, value]) =>
    spelledOut(state[name] ?? null, value, at === "" ? name : `${at}.${name}`),
  );
}

/** The configuration without what {@link spelledOut} finds. */
export function leftOut(state: CtyValue, config: ObjectValue): ObjectValue {
  const had = isObject(state) ? state : {};
  const entries = Object.entries(config).map(([name, value]) => {
    const before = had[name] ?? null;
    if (before === null) return [name, saysNothing(value) ? null : value];
    return [name, isObject(value) ? leftOut(before, value) : value];
  });
  return Object.fromEntries(entries);
}

function saysNothing(value: CtyValue): boolean {
  if (value === null || value === false || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(saysNothing);
}

function isObject(value: CtyValue): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
