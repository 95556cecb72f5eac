import { seededRandom } from "../spelling/random";
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
  private readonly path: RegExp | undefined;
  private met = 0;
  private struck = 0;

  constructor(
    readonly fault: Fault,
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.path = fault.path === undefined ? undefined : glob(fault.path);
  }

  /** Counts a request that is its own, and says whether it strikes. */
  strikes({ method, path }: FaultSubject): boolean {
    const { methods, skip = 0, every = 1, probability = 1, next = Number.POSITIVE_INFINITY } = this.fault;
    if (methods && !(methods as readonly string[]).includes(method)) return false;
    if (this.path && !this.path.test(path)) return false;
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

function glob(pattern: string): RegExp {
  const parts = pattern.split(/(\*\*|\*)/).map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}
