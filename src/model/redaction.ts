/** What is left of issues and messages when they may show no value of a rule. */
import { isPlainObject } from "./canonical-json";
import type { WirePolicy } from "./document";
import type { Issue } from "./issue";
import { constantFixOf } from "./wording";

const REDACTED = "(redacted)";

/** The issue without what was given: its place, its kind and what is allowed stay. */
export function redactIssue({ got, fix, ...kept }: Issue): Issue {
  const constant = constantFixOf(kept.code);
  return {
    ...kept,
    ...(got === undefined ? {} : { got: REDACTED }),
    // A fix that is made from the value shows the value, or a part of it.
    ...(fix !== undefined && constant !== undefined ? { fix: constant } : {}),
  };
}

/** The text with every value of the policy's rules, approvers and user names taken out, such as an answer of the API. */
export function redactValues(wire: WirePolicy, text: string): string {
  const { include, exclude, require, approval_groups, connection_rules } = wire;
  const values = textsIn([include, exclude, require, approval_groups, connection_rules]);
  // Longer ones first, since one may be a part of another.
  return [...new Set(values)]
    .sort((a, b) => b.length - a.length)
    .reduce((redacted, value) => redacted.replaceAll(value, REDACTED), text);
}

/** A value this short is no secret, and would take letters out of words. */
const SHORTEST = 4;

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value.length < SHORTEST ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isPlainObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
