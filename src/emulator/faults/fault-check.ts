import {
  type Check,
  isObject,
  list,
  object,
  oneOf,
  orNull,
  type Problem,
  text,
} from "../request-schema/check";
import type { Fault, FaultKind, FaultPlan, SeededFaults } from "./fault";

/** A number in a range. */
function number(least: number, most: number, whole: boolean): Check {
  const kind = whole ? "a whole number" : "a number";
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (value, pointer) =>
    typeof value === "number" &&
    value >= least &&
    value <= most &&
    (whole ? Number.isInteger(value) : Number.isFinite(value))
      ? []
      : [{ pointer, message: `must be ${kind} ${range}, got ${JSON.stringify(value)}` }];
}

const atLeast = (least: number) => number(least, Number.MAX_SAFE_INTEGER, true);
const milliseconds = number(0, 3_600_000, false);

const duration: Check = (value, pointer) => {
  if (!Array.isArray(value)) return milliseconds(value, pointer);
  const [least, most] = value;
  if (
    value.length === 2 &&
    milliseconds(least, "").length + milliseconds(most, "").length === 0 &&
    least <= most
  )
    return [];
  return [{ pointer, message: `must be milliseconds, or [least, most], got ${JSON.stringify(value)}` }];
};

const commit = { commit: oneOf("before", "after") };

/** The members of each kind, besides those that all have: required ones, then the others. */
const KINDS: Readonly<Record<FaultKind, readonly [Record<string, Check>, Record<string, Check>]>> = {
  latency: [{ ms: duration }, commit],
  "too-many-requests": [{}, { retryAfter: orNull(atLeast(0)) }],
  block: [{}, { seconds: number(0, 86_400, false) }],
  "server-error": [{}, { status: number(500, 599, true), ...commit }],
  refusal: [
    { status: number(200, 599, true), code: orNull(atLeast(1)) },
    { message: text({ empty: true }), retryAfter: atLeast(0), ...commit },
  ],
  "wrong-policy": [{}, { fields: list(oneOf("id", "name", "decision"), { least: 1 }) }],
  "endless-pages": [{}, { perPage: number(1, 1000, true) }],
  reset: [{}, commit],
  page: [{}, { status: number(200, 599, true), body: text({ empty: true }), ...commit }],
  truncated: [{}, { keep: number(0, 1, false), length: oneOf("closed", "consistent") }],
  "slow-bytes": [{}, { bytes: atLeast(1), pauseMs: milliseconds }],
  "small-pages": [{ perPage: number(1, 1000, true) }, {}],
  "shifting-pages": [{}, { change: oneOf("moved", "removed", "added") }],
  "stale-lists": [{ ms: duration }, {}],
};

const EVERY_KIND: Readonly<Record<string, Check>> = {
  methods: list(oneOf("GET", "POST", "PUT", "DELETE"), { least: 1 }),
  path: text({ format: { name: 'a path that starts with "/" or "*"', fits: (path) => /^[/*]/.test(path) } }),
  skip: atLeast(0),
  every: atLeast(1),
  probability: number(0, 1, false),
  next: atLeast(1),
};

const fault: Check = (value, pointer) => {
  if (!isObject(value)) return object({})(value, pointer);
  const { kind } = value;
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) {
    const known = Object.keys(KINDS).join(", ");
    return [
      {
        pointer: `${pointer}/kind`,
        message: `must be one of ${known}, got ${JSON.stringify(kind) ?? "nothing"}`,
      },
    ];
  }
  const [required, others] = KINDS[kind as FaultKind];
  return object({ kind: oneOf(kind), ...required }, { ...EVERY_KIND, ...others })(value, pointer);
};

const seeded = object({ faults: list(fault) }, { seed: number(0, 2 ** 32 - 1, true) });

/** A plan as it is given, from outside of TypeScript too. Throws an error that names everything wrong with it. */
export function readFaults(given: unknown): Required<SeededFaults> {
  const plan = Array.isArray(given) ? { faults: given } : given;
  const problems = seeded(plan, "");
  if (problems.length > 0) throw new Error(problems.map(inWords).join("; "));
  const { faults, seed = 1 } = plan as Exclude<FaultPlan, readonly Fault[]>;
  return { faults, seed };
}

/** `/faults/2/ms` → `faults[2].ms`. */
function inWords({ pointer, message }: Problem): string {
  const path = pointer
    .slice(1)
    .replace(/\/(\d+)/g, "[$1]")
    .replaceAll("/", ".");
  return path === "" ? `the faults ${message}, or be a list of faults` : `${path}: ${message}`;
}
