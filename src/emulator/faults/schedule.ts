import { seededRandom } from "../normalization/random";
import type { Duration, Fault, FaultReport } from "./fault";

/** What a fault looks at to know whether a request is its own. */
export interface FaultSubject {
  readonly method: string;
  /** Below the base URL. */
  readonly path: string;
}

/** One fault, and how often it has been met and has struck. */
export class ScheduledFault {
  private readonly random: () => number;
  private readonly path: readonly string[] | undefined;
  private met = 0;
  private struck = 0;

  constructor(
    readonly fault: Fault,
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.path = fault.path?.split(/(\*\*|\*)/);
  }

  /** Counts a request that is its own, and says whether it strikes. */
  strikes({ method, path }: FaultSubject): boolean {
    const { methods, skip = 0, every = 1, probability = 1, next = Number.POSITIVE_INFINITY } = this.fault;
    if (methods && !(methods as readonly string[]).includes(method)) return false;
    if (this.path && !matches(this.path, path)) return false;
    this.met++;
    const turn = this.met - skip;
    if (turn <= 0 || turn % every !== 0 || this.struck >= next) return false;
    if (probability < 1 && this.random() >= probability) return false;
    this.struck++;
    return true;
  }

  milliseconds(duration: Duration): number {
    if (typeof duration === "number") return duration;
    const [least, most] = duration;
    return least + (most - least) * this.random();
  }

  report(): FaultReport {
    return { ...this.fault, met: this.met, struck: this.struck };
  }
}

/** Whether a path has the form of a pattern, given in parts: `*` is anything but a slash, `**` anything at all. */
function matches(parts: readonly string[], path: string): boolean {
  // Where the path can stand after each part.
  let ends = new Set([0]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const start of ends) {
      if (part !== "*" && part !== "**") {
        if (path.startsWith(part, start)) next.add(start + part.length);
        continue;
      }
      const slash = part === "*" ? path.indexOf("/", start) : -1;
      const furthest = slash === -1 ? path.length : slash;
      for (let end = start; end <= furthest && !next.has(end); end++) next.add(end);
    }
    ends = next;
  }
  return ends.has(path.length);
}
