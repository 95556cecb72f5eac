import { APPLICATION_VARIANTS } from "./applications";
import type { Cell } from "./cells";
import { VARIANTS } from "./commands";
import type { CommandName } from "./life-cycle";
import type { Report } from "./report";

export interface Verdict {
  readonly target: string;
  readonly limit: string;
  readonly measured: string;
  readonly verdict: "met" | "missed" | "not measured";
}

/**
 * The CPU time of a plan without changes of 500 `terraform_data` on the machine for which 1.2 s for 100 policies are meant.
 * On a slower machine the plan may take longer by as much. No schema of ours is part of this measure.
 */
const REFERENCE_CPU_MS = 1_230;

type Value = {
  readonly value: number;
  readonly most: number;
  readonly unit: string;
  readonly least?: boolean;
};

interface Target {
  readonly name: string;
  /** Undefined when what it takes was not measured. */
  readonly value: (report: Report) => Value | undefined;
}

const ACCESS_TARGETS = [
  ["comparison of 20 applications × 10 policies × 10 rules, three edits each", "editedMs", 150],
  ["comparison of 500 applications, a tenth changed", "manyMs", 500],
  ["comparison of one application of 1,000 rules", "largeMs", 200],
] as const;

const TARGETS: readonly Target[] = [
  {
    name: "requests of a plan without changes, 500 reusable policies",
    value: (report) =>
      figure(noOp(report, 500), ({ median }) => ({ value: median.requests, most: 1, unit: "" })),
  },
  ...Object.values(APPLICATION_VARIANTS).map(
    ({ name: variant, requests: most }): Target => ({
      name: `requests of a plan without changes, 500 applications × 2 policies, ${variant}`,
      value: ({ applications }) =>
        figure(find(applications, { variant, policies: 1000, command: "no-op plan" }), ({ median }) => ({
          value: median.requests,
          most,
          unit: "",
        })),
    }),
  ),
  ...[100, 500, 1500].map(
    (policies): Target => ({
      name: `POST requests of an apply of ${policies} policies`,
      value: ({ commands }) =>
        figure(find(commands, { variant: VARIANTS.ours, policies, command: "apply" }), ({ median }) => ({
          value: median.posts,
          most: policies,
          unit: "",
          least: true,
        })),
    }),
  ),
  {
    name: "plan without changes of 100, on the scale of this machine",
    value: (report) => {
      const reference = floorAt500(report, VARIANTS.engineFloor);
      const cell = noOp(report, 100);
      if (!reference || !cell) return undefined;
      const most = (1_200 * reference.median.engineCpuMs) / REFERENCE_CPU_MS;
      return { value: cell.median.wallMs, most, unit: "ms" };
    },
  },
  {
    name: "plan without changes of 500 at 40 ms, beside the floor of our schema",
    value: (report) => {
      const floor = floorAt500(report, VARIANTS.schemaFloor);
      const cell = find(report.commands, {
        variant: VARIANTS.ours,
        policies: 500,
        latencyMs: 40,
        command: "no-op plan",
      });
      if (!floor || !cell) return undefined;
      return { value: cell.median.wallMs / floor.median.wallMs, most: 1.15, unit: "×" };
    },
  },
  ...(["plan", "apply", "no-op plan", "one-edit plan", "destroy"] as const).map(
    (command): Target => ({
      name: `plugin CPU of one policy in ${command}, start not counted`,
      value: (report) => perPolicy(report, command),
    }),
  ),
  {
    name: "start to handshake, beside bare node",
    value: ({ start }) => start && { value: start.ratio, most: 2.2, unit: "×" },
  },
  {
    name: "peak memory of the plugin, 1,500 policies",
    value: ({ commands }) => {
      const cells =
        commands?.filter(({ variant, policies }) => variant === VARIANTS.ours && policies === 1500) ?? [];
      if (cells.length === 0) return undefined;
      return { value: Math.max(...cells.map(({ median }) => median.pluginPeakMiB)), most: 120, unit: "MiB" };
    },
  },
  {
    name: "synth, beside plain cdktf resources",
    value: ({ synth }) => synth && { value: synth.ratio, most: 1.5, unit: "×" },
  },
  ...ACCESS_TARGETS.map(
    ([name, part, most]): Target => ({
      name,
      value: ({ access }) => access && { value: access[part], most, unit: "ms" },
    }),
  ),
  {
    name: "the package as npm fetches it",
    value: ({ size }) => size && { value: size.packed / 1e6, most: 2, unit: "MB" },
  },
];

/** Every target, with what was measured of it. */
export function judge(report: Report): Verdict[] {
  return TARGETS.map(({ name, value }) => {
    const found = value(report);
    if (!found) return { target: name, limit: "", measured: "", verdict: "not measured" };
    const { value: measured, most, unit, least } = found;
    const met = least ? measured === most : measured <= most;
    return {
      target: name,
      limit: `${least ? "=" : "≤"} ${amount(most, unit)}`,
      measured: amount(measured, unit),
      verdict: met ? "met" : "missed",
    };
  });
}

function floorAt500({ commands }: Report, variant: string): Cell | undefined {
  return find(commands, { variant, policies: 500, command: "no-op plan" });
}

function amount(value: number, unit: string): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : 2;
  return `${value.toFixed(digits)}${unit === "×" || unit === "" ? "" : " "}${unit}`;
}

type Wanted = Partial<Pick<Cell, "policies" | "latencyMs" | "command">> & { variant?: string };

function find(cells: readonly Cell[] | undefined, wanted: Wanted): Cell | undefined {
  return cells?.find((cell) =>
    Object.entries(wanted).every(([name, value]) => cell[name as keyof Wanted] === value),
  );
}

function noOp({ commands }: Report, policies: number): Cell | undefined {
  return find(commands, { variant: VARIANTS.ours, policies, latencyMs: 0, command: "no-op plan" });
}

function figure(cell: Cell | undefined, value: (cell: Cell) => Value): Value | undefined {
  return cell && value(cell);
}

/** What each further policy takes, from the smallest to the largest number: what a start takes drops out. */
function perPolicy({ commands = [] }: Report, command: CommandName): Value | undefined {
  const cells = commands
    .filter(
      (cell) =>
        cell.variant === VARIANTS.ours && cell.latencyMs === 0 && !cell.limit && cell.command === command,
    )
    .sort((a, b) => a.policies - b.policies);
  const [few, many] = [cells[0], cells.at(-1)];
  if (!few || !many || few === many) return undefined;
  const value = (many.median.pluginCpuMs - few.median.pluginCpuMs) / (many.policies - few.policies);
  return { value, most: 1, unit: "ms" };
}
