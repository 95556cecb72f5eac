import type { Fault, SeededFaults } from "../../../src/emulator";
import type { Chance } from "./chance";

const WRITES = ["POST", "PUT", "DELETE"] as const;

/**
 * What goes wrong in one round: some of everything that the emulator can do, seldom enough that an apply comes to an
 * end, and short enough that it does so soon.
 */
export function seededFaults(chance: Chance): SeededFaults {
  const rarely = () => ({ probability: chance.between(0.01, 0.08) });
  const moment = () => ({ commit: chance.pick(["before", "after"] as const) });
  const kinds: readonly (() => Fault)[] = [
    () => ({ kind: "too-many-requests", retryAfter: chance.pick([0, 1]), ...rarely() }),
    () => ({ kind: "too-many-requests", retryAfter: 1, skip: chance.whole(50), next: 8 }),
    () => ({ kind: "block", seconds: chance.pick([1, 2]), skip: chance.whole(80), next: 1 }),
    () => ({ kind: "server-error", status: chance.pick([500, 502, 503, 504]), ...moment(), ...rarely() }),
    () => ({ kind: "server-error", commit: "after", methods: ["POST"], ...rarely() }),
    () => ({ kind: "reset", ...moment(), ...rarely() }),
    () => ({ kind: "reset", commit: "after", methods: WRITES, probability: 0.15 }),
    () => ({ kind: "page", status: chance.pick([502, 503, 504]), ...moment(), ...rarely() }),
    () => ({ kind: "page", status: 200, ...moment(), methods: WRITES, probability: 0.02 }),
    () => ({ kind: "truncated", length: "closed", keep: chance.between(0, 1), ...rarely() }),
    () => ({
      kind: "truncated",
      length: "consistent",
      keep: chance.between(0, 0.99),
      methods: ["POST"],
      ...rarely(),
    }),
    () => ({ kind: "slow-bytes", bytes: 256, pauseMs: 2, ...rarely() }),
    () => ({ kind: "latency", ms: [0, 40] }),
    () => ({ kind: "latency", ms: [200, 800], ...moment(), ...rarely() }),
    () => ({
      kind: "stale-lists",
      ms: [0, chance.pick([100, 900, 3000])],
      probability: chance.between(0.3, 1),
    }),
    () => ({ kind: "small-pages", perPage: 10 + chance.whole(50) }),
    () => ({
      kind: "shifting-pages",
      change: chance.pick(["moved", "removed", "added"] as const),
      probability: 0.5,
    }),
  ];
  const faults = chance.some(kinds, 4 + chance.whole(4)).map((kind) => kind());
  return { seed: chance.whole(2 ** 31), faults };
}

/** What is left of it afterwards: lists may still lag. */
export function noFaults({ faults }: SeededFaults): SeededFaults {
  return { faults: faults.filter(({ kind }) => kind === "stale-lists") };
}
