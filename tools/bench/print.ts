import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cell } from "./cells";
import { VARIANTS } from "./commands";
import { COMMANDS } from "./life-cycle";
import { MANY } from "./options";
import type { Report } from "./report";
import { judge } from "./targets";

/** Returns the report as text: the tables of each part, and the targets at the end. */
export function render(report: Report): string {
  const { machine, rounds, largeRounds } = report;
  const head =
    `${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(2)} at the start; node ${machine.node}, ` +
    `${machine.engine}; medians of ${rounds}, of ${largeRounds} above ${MANY} policies; ${machine.at}`;
  const tables = [
    ...commandTables(report.commands),
    ...ratioTables(report.commands),
    ...commandTables(report.lists),
    ...commandTables(report.applications),
    ...commandTables(report.large),
    ...schemaTable(report),
    ...startTable(report),
    ...synthTable(report),
    ...sizeTable(report),
    ...accessTable(report),
    targetTable(report),
  ];
  return `${[head, ...tables].join("\n\n")}\n`;
}

const PAGE = join(__dirname, "..", "..", "docs", "performance.md");
const MEASURED = /(<!-- measured -->\n)[\s\S]*?(<!-- \/measured -->)/;

/** Replaces the tables in docs/performance.md. */
export function writePage(tables: string): void {
  const page = readFileSync(PAGE, "utf8");
  if (!MEASURED.test(page)) throw new Error("docs/performance.md has no marker for the tables.");
  writeFileSync(
    PAGE,
    page.replace(MEASURED, (_, begin, end) => `${begin}\n\`\`\`\n${tables}\`\`\`\n\n${end}`),
  );
}

/** Lays out a table: the first column to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) =>
        column === 0 ? (row[column] ?? "").padEnd(width) : (row[column] ?? "").padStart(width),
      )
      .join("  ")
      .trimEnd();
  return [line(head), widths.map((width) => "─".repeat(width)).join("──"), ...rows.map(line)].join("\n");
}

function commandTables(cells: readonly Cell[] = []): string[] {
  return [...new Set(cells.map(({ title }) => title))].map((title) =>
    commandTable(
      title,
      cells.filter((cell) => cell.title === title),
    ),
  );
}

function commandTable(title: string, cells: readonly Cell[]): string {
  const costs = ["command", "wall", "engine CPU", "plugin CPU", "peak MiB", "requests"];
  const rows = cells.map(({ variant, latencyMs, limit, command, median }, index) => {
    const first =
      index === 0 || cells[index - 1]!.variant !== variant || cells[index - 1]!.latencyMs !== latencyMs;
    const served = median.pluginStarts > 0;
    return [
      first ? variant : "",
      first ? `${latencyMs} ms` : "",
      first ? (limit ? "on" : "off") : "",
      command,
      ms(median.wallMs),
      ms(median.engineCpuMs),
      served ? ms(median.pluginCpuMs) : "–",
      served ? median.pluginPeakMiB.toFixed(0) : "–",
      String(median.requests),
    ];
  });
  return table([title, "latency", "limit", ...costs], rows);
}

/** What our policies and the floor of our schema take, as a multiple of `terraform_data` in the same run. */
function ratioTables(cells: readonly Cell[] = []): string[] {
  const free = cells.filter(({ latencyMs, limit }) => latencyMs === 0 && !limit);
  return [...new Set(free.map(({ policies }) => policies))].flatMap((size) => {
    const group = free.filter(({ policies }) => policies === size);
    const unit = group.filter(({ variant }) => variant === VARIANTS.engineFloor);
    if (unit.length === 0) return [];
    const others = new Set(
      group.map(({ variant }) => variant).filter((name) => name !== VARIANTS.engineFloor),
    );
    const rows = [...others].map((variant) => [
      variant,
      ...COMMANDS.map((command) => {
        const one = unit.find((cell) => cell.command === command)!.median;
        const cell = group.find((other) => other.variant === variant && other.command === command)!.median;
        return `${times(cell.wallMs, one.wallMs)}, ${times(cpu(cell), cpu(one))}`;
      }),
    ]);
    return [table([`${size} policies, × terraform_data: wall, CPU`, ...COMMANDS], rows)];
  });
}

function cpu({ engineCpuMs, pluginCpuMs }: Cell["median"]): number {
  return engineCpuMs + pluginCpuMs;
}

function times(value: number, unit: number): string {
  return (value / unit).toFixed(1);
}

function schemaTable({ schema }: Report): string[] {
  if (!schema) return [];
  const head = [`schema (no-op plan of ${schema[0]?.policies})`, "attributes", "wall", "engine CPU", "share"];
  const rows = schema.map(({ name, attributes, wallMs, engineCpuMs, share }) => [
    name,
    String(attributes),
    ms(wallMs),
    ms(engineCpuMs),
    `${(share * 100).toFixed(0)} %`,
  ]);
  return [table(head, rows)];
}

function startTable({ start }: Report): string[] {
  if (!start) return [];
  const { handshakeMs, bareNodeMs, ratio } = start;
  const rows = [
    ["our plugin to its handshake", ms(handshakeMs)],
    ["bare node to its first line", ms(bareNodeMs)],
    ["ratio", ratio.toFixed(2)],
  ];
  return [table(["start", "time"], rows)];
}

function synthTable({ synth }: Report): string[] {
  if (!synth) return [];
  const row = (name: string, { loadMs, synthMs }: typeof synth.ours) => [name, ms(loadMs), ms(synthMs)];
  const rows = [row("this package", synth.ours), row("plain cdktf resources", synth.plain)];
  return [table([`synth of ${synth.policies} policies`, "load", "synth"], rows)];
}

function sizeTable({ size }: Report): string[] {
  if (!size) return [];
  const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  const rows = [
    ["package, packed", kB(size.packed)],
    ["package, unpacked", kB(size.unpacked)],
    ["plugin, one file", kB(size.plugin)],
  ];
  return [table(["size", ""], rows)];
}

function accessTable({ access }: Report): string[] {
  if (!access) return [];
  const rows = [
    ["20 applications × 10 policies × 10 rules, three edits each", ms(access.editedMs)],
    ["500 applications × 4 policies, a tenth changed", ms(access.manyMs)],
    ["one application of 1,000 rules, three edits", ms(access.largeMs)],
  ];
  return [table(["comparison of two accounts", ""], rows)];
}

function targetTable(report: Report): string {
  const rows = judge(report).map(({ target, measured, limit, verdict }) => [
    target,
    measured,
    limit,
    verdict,
  ]);
  return table(["target", "measured", "wanted", ""], rows);
}

function ms(value: number): string {
  return value >= 9_999.5 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(0)} ms`;
}
