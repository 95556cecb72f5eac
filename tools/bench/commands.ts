import { EmulatorProcess } from "./emulator/start";
import { COMMANDS, type CommandName, type Life, live, type Measure } from "./life";
import { median } from "./median";
import { type BenchOptions, MANY } from "./options";
import type { Bench } from "./parts";
import type { ConfigurationOptions } from "./policies";

const VARIANTS = ["policies", "floor: our schema", "floor: terraform_data"] as const;
export type Variant = (typeof VARIANTS)[number];

/** One command of one variant in one setting, over all rounds. */
export interface Cell {
  readonly variant: string;
  readonly command: CommandName;
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

interface Setting {
  readonly count: number;
  readonly latencyMs: number;
  readonly limit: boolean;
}

/**
 * Plan, apply, plan, edit, destroy at every size, latency and limit. The variants take turns within a round, so that
 * what else the machine does meets them alike. The floors ask nobody, so they are measured once for all latencies. Under
 * the limit many policies take minutes of waiting: one round.
 */
export async function measureCommands(bench: Bench): Promise<Cell[]> {
  const { sizes, latencies, limits } = bench.options;
  const cells: Cell[] = [];
  for (const count of sizes) {
    for (const limit of limits) {
      const settings = latencies.map((latencyMs) => ({ count, latencyMs, limit }));
      cells.push(...(await measureSettings(bench, settings, limit ? 1 : roundsOf(bench.options, count))));
    }
  }
  return cells;
}

/** How often so many policies are measured. */
export function roundsOf({ rounds, largeRounds }: BenchOptions, count: number): number {
  return count > MANY ? largeRounds : rounds;
}

async function measureSettings(bench: Bench, settings: readonly Setting[], rounds: number): Promise<Cell[]> {
  const { ours, floor } = bench.plugins;
  const [first] = settings;
  const turns = settings.map((setting) => ({
    variant: VARIANTS[0] as Variant,
    plugin: ours as string | undefined,
    setting,
  }));
  if (first && !first.limit) {
    const free = { ...first, latencyMs: 0 };
    turns.push({ variant: VARIANTS[1], plugin: floor, setting: free });
    turns.push({ variant: VARIANTS[2], plugin: undefined, setting: free });
  }
  const lives = turns.map((): Life[] => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [turn, { variant, plugin, setting }] of turns.entries()) {
      const { count, latencyMs, limit } = setting;
      const title = `${count} × ${variant}, ${latencyMs} ms${limit ? ", rate limit" : ""}, round ${round}/${rounds}`;
      const subject = plugin === undefined ? "terraform_data" : "reusable";
      lives[turn]!.push(await oneLife(bench, plugin, { subject, count }, setting, title));
    }
  }
  return turns.flatMap(({ variant, setting }, turn) =>
    cellsOf(
      { variant, policies: setting.count, latencyMs: setting.latencyMs, limit: setting.limit },
      lives[turn]!,
    ),
  );
}

/** One life in a folder and with an emulator of its own. */
export async function oneLife(
  { workspace, progress }: Pick<Bench, "workspace" | "progress">,
  plugin: string | undefined,
  what: ConfigurationOptions,
  setting: {
    readonly latencyMs?: number;
    readonly limit?: boolean;
    readonly applications?: readonly string[];
    readonly until?: CommandName;
  },
  title: string,
): Promise<Life> {
  const { latencyMs = 0, limit = false, applications = [], until } = setting;
  const emulator = await EmulatorProcess.start({ latencyMs, limit, applications });
  const project = await workspace.project(what.subject, plugin, emulator.baseUrl);
  try {
    const begin = (command: CommandName) => progress.update(`${title}: ${command}`);
    return await live(project, what, emulator, begin, until);
  } finally {
    await emulator.stop();
    project.remove();
  }
}

export function cellsOf(
  setting: Pick<Cell, "variant" | "policies" | "latencyMs" | "limit">,
  lives: readonly Life[],
): Cell[] {
  const measured = COMMANDS.filter((command) => lives.every((life) => life[command]));
  return measured.map((command) => {
    const rounds = lives.map((life) => life[command]!);
    return { ...setting, command, rounds, median: figuresOf(rounds) };
  });
}

function figuresOf(rounds: readonly Measure[]): Figures {
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
