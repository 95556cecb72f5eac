import {
  COMMANDS,
  type CommandName,
  type LifeCycle,
  type LifeCycleSetting,
  type Measure,
  measureLifeCycle,
} from "./life-cycle";
import type { Bench } from "./workspace";

/** One command of one variant in one setting, over all rounds. */
export interface Cell {
  readonly variant: string;
  readonly command: CommandName;
  /** The head of its table. */
  readonly title: string;
  readonly policies: number;
  readonly latencyMs: number;
  /** Whether the API's limit of requests was enforced. */
  readonly limit: boolean;
  readonly rounds: readonly Measure[];
  readonly median: Figures;
}

export interface Figures {
  readonly wallMs: number;
  readonly engineCpuMs: number;
  readonly pluginCpuMs: number;
  readonly pluginPeakMiB: number;
  readonly pluginStarts: number;
  readonly requests: number;
  readonly posts: number;
}

/** One variant of a comparison. */
export interface Variant extends Omit<LifeCycleSetting, "title"> {
  readonly name: string;
}

/**
 * Measures variants in turns: each once in every round, so that whatever else the machine does affects all of them
 * alike.
 */
export async function measureInTurns(
  bench: Pick<Bench, "workspace" | "progress">,
  variants: readonly Variant[],
  rounds: number,
): Promise<Cell[]> {
  const lifeCycles = variants.map((): LifeCycle[] => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [index, variant] of variants.entries())
      lifeCycles[index]!.push(
        await measureLifeCycle(bench, { ...variant, title: progressOf(variant, round, rounds) }),
      );
  }
  return variants.flatMap((variant, index) => cellsOf(variant, lifeCycles[index]!));
}

function progressOf({ name, subject, latencyMs = 0, limit }: Variant, round: number, rounds: number): string {
  const setting = `${latencyMs} ms${limit ? ", rate limit" : ""}`;
  return `${subject.title}, ${name}, ${setting}, round ${round}/${rounds}`;
}

function cellsOf(
  { name, subject, latencyMs = 0, limit = false }: Variant,
  lifeCycles: readonly LifeCycle[],
): Cell[] {
  const { title, policies } = subject;
  const setting = { variant: name, title, policies, latencyMs, limit };
  const measured = COMMANDS.filter((command) => lifeCycles.every((lifeCycle) => lifeCycle[command]));
  return measured.map((command) => {
    const rounds = lifeCycles.map((lifeCycle) => lifeCycle[command]!);
    return { ...setting, command, rounds, median: mediansOf(rounds) };
  });
}

function mediansOf(rounds: readonly Measure[]): Figures {
  const of = (figure: (measure: Measure) => number) => median(rounds.map(figure));
  return {
    wallMs: of(({ wallMs }) => wallMs),
    engineCpuMs: of(({ engineCpuMs }) => engineCpuMs),
    pluginCpuMs: of(({ plugin }) => plugin.cpuMs),
    pluginPeakMiB: of(({ plugin }) => plugin.peakMiB),
    pluginStarts: of(({ plugin }) => plugin.starts),
    requests: of(({ requests }) => Object.values(requests).reduce((sum, count) => sum + count, 0)),
    posts: of(({ requests }) => requests.POST ?? 0),
  };
}

/** Returns the value in the middle; of an even number of values the mean of the two there. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
