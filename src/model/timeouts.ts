import { DEFERRED } from "./deferred";
import { FORMATS, nanoseconds } from "./formats";
import { type Issue, issue } from "./issue";
import { closestMatch } from "./names";

/** What `timeouts` may set, each with what it bounds. */
export const TIMEOUTS = {
  create: "How long making it may take",
  read: "How long reading it may take",
  update: "How long changing it may take",
  delete: "How long deleting it may take",
} as const;

export type TimedOperation = keyof typeof TIMEOUTS;

/** What holds where nothing is set. */
export const DEFAULT_TIMEOUT = "20m";

/** Errors in `timeouts`: an object with a duration for each operation that is to have its own. */
export function validateTimeouts(timeouts: unknown): Issue[] {
  if (timeouts === undefined || timeouts === null || timeouts === DEFERRED) return [];
  const allowed = `an object such as { create: "${DEFAULT_TIMEOUT}" }`;
  if (typeof timeouts !== "object" || Array.isArray(timeouts))
    return [issue("type", ["timeouts"], { name: "timeouts", got: timeouts, allowed })];
  return Object.entries(timeouts).flatMap(([name, value]) => memberIssues(name, value));
}

function memberIssues(name: string, value: unknown): Issue[] {
  if (value === undefined || value === null || value === DEFERRED) return [];
  const path = ["timeouts", name];
  const names = Object.keys(TIMEOUTS);
  if (!names.includes(name)) {
    const meant = closestMatch(name, names);
    const facts = { name, allowed: names.join(", ") };
    return [issue("unknown-field", path, meant === undefined ? facts : { ...facts, meant })];
  }
  const { allowed, judge } = FORMATS.timeout;
  const facts = { name, got: value, allowed };
  if (typeof value !== "string") return [issue("type", path, facts)];
  const fault = judge(value);
  return fault === undefined ? [] : [issue(fault.code, path, { ...facts, ...fault })];
}

/** How long an operation may take by these `timeouts`, in milliseconds. */
export function timeoutMilliseconds(timeouts: unknown, operation: TimedOperation): number {
  const given = (timeouts as Readonly<Record<string, unknown>> | null | undefined)?.[operation];
  const length =
    nanoseconds(typeof given === "string" ? given : DEFAULT_TIMEOUT) ?? nanoseconds(DEFAULT_TIMEOUT)!;
  return Math.ceil(Number(length) / 1e6);
}
