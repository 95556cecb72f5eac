import type { Cell } from "./commands";
import { MANY } from "./options";
import type { Report } from "./report";
import { table } from "./table";
import { judge } from "./targets";

/** The report for people: one table for each part, and the targets at its end. */
export function render(report: Report): string {
  const { machine, rounds, largeRounds, commands, applications, schema, start, synth, size } = report;
  const parts = [
    `${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(2)} at the start; node ${machine.node}, ` +
      `${machine.engine}; medians of ${rounds}, of ${largeRounds} above ${MANY} policies; ${machine.at}`,
  ];
  const cells = [...(commands ?? []), ...(applications ?? [])];
  for (const policies of new Set(cells.map((cell) => cell.policies))) {
    parts.push(
      commandTable(
        `${policies} policies`,
        cells.filter((cell) => cell.policies === policies),
      ),
    );
  }
  if (schema) {
    const head = [
      `schema (no-op plan of ${schema[0]?.policies})`,
      "attributes",
      "wall",
      "engine CPU",
      "share",
    ];
    const rows = schema.map(({ name, attributes, wallMs, engineCpuMs, share }) => [
      name,
      String(attributes),
      ms(wallMs),
      ms(engineCpuMs),
      `${(share * 100).toFixed(0)} %`,
    ]);
    parts.push(table(head, rows));
  }
  if (start) {
    const { handshakeMs, bareNodeMs, ratio } = start;
    parts.push(
      table(
        ["start", "time"],
        [
          ["our plugin to its handshake", ms(handshakeMs)],
          ["bare node to its first line", ms(bareNodeMs)],
          ["ratio", ratio.toFixed(2)],
        ],
      ),
    );
  }
  if (synth) {
    const row = (name: string, { loadMs, synthMs }: typeof synth.ours) => [name, ms(loadMs), ms(synthMs)];
    parts.push(
      table(
        [`synth of ${synth.policies} policies`, "load", "synth"],
        [row("this package", synth.ours), row("plain cdktf resources", synth.plain)],
      ),
    );
  }
  if (size) {
    const kB = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
    parts.push(
      table(
        ["size", ""],
        [
          ["package, packed", kB(size.packed)],
          ["package, unpacked", kB(size.unpacked)],
          ["plugin, one file", kB(size.plugin)],
        ],
      ),
    );
  }
  const verdicts = judge(report).map(({ target, measured, limit, verdict }) => [
    target,
    measured,
    limit,
    verdict,
  ]);
  parts.push(table(["target", "measured", "wanted", ""], verdicts));
  return `${parts.join("\n\n")}\n`;
}

function commandTable(title: string, cells: readonly Cell[]): string {
  const head = [
    title,
    "latency",
    "limit",
    "command",
    "wall",
    "engine CPU",
    "plugin CPU",
    "peak MiB",
    "requests",
  ];
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
  return table(head, rows);
}

function ms(value: number): string {
  return value >= 9_999.5 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(0)} ms`;
}
