import type { Engine } from "../engine";
import type { Score } from "./run-suite";

/** One engine's line in the summary. */
export interface Outcome {
  readonly label: string;
  /** Missing when the engine could not be had. */
  readonly engine?: Pick<Engine, "name" | "version">;
  readonly score?: Score;
  /** What the engine cannot do, in words. */
  readonly lacks?: readonly string[];
}

/** A line for each engine, and the counts of all of them; an engine that could not be had is one failure. */
export function summarise(outcomes: readonly Outcome[]): { lines: string[]; passed: number; failed: number } {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const passed = sum(outcomes.map(({ score }) => score?.passed ?? 0));
  const failed = sum(outcomes.map(({ score }) => score?.failed ?? 1));
  const rows = outcomes.map(({ label, engine, score, lacks = [] }) => [
    engine ? `${engine.name} ${engine.version}` : label,
    score ? `${score.passed} passed, ${score.failed} failed` : "could not be had",
    score ? `${score.seconds.toFixed(0)} s` : "",
    lacks.length > 0 ? `lacks ${lacks.join(", ")}` : "",
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return { lines: [...lines, "", `${passed} passed, ${failed} failed`], passed, failed };
}
