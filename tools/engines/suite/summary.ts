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
  /** Why the engine could not be had. */
  readonly reason?: string;
  /** Whether it may be missing. @default false: that is a failure */
  readonly leftOut?: boolean;
}

export interface Summary {
  readonly lines: readonly string[];
  readonly passed: number;
  readonly failed: number;
  /** Labels of the engines that were left out. */
  readonly leftOut: readonly string[];
}

/**
 * Returns a line for each engine, the reasons why some were not tested on, and the counts of all of them last. An engine
 * that could not be had is one failure, unless it may be left out.
 */
export function summarize(outcomes: readonly Outcome[]): Summary {
  const passed = sum(outcomes.map(({ score }) => score?.passed ?? 0));
  const failed = sum(outcomes.map(({ score, leftOut }) => score?.failed ?? (leftOut ? 0 : 1)));
  const leftOut = outcomes.filter((outcome) => outcome.leftOut).map(({ label }) => label);
  const reasons = outcomes.flatMap(({ reason, leftOut }) =>
    reason ? [`${leftOut ? "LEFT OUT" : "FAILED"}: ${reason}`] : [],
  );
  const lines = [...table(outcomes.map(row)), "", ...reasons, ...(reasons.length > 0 ? [""] : [])];
  return { lines: [...lines, `${passed} passed, ${failed} failed`], passed, failed, leftOut };
}

function row({ label, engine, score, lacks = [], leftOut }: Outcome): string[] {
  return [
    engine ? `${engine.name} ${engine.version}` : label,
    score ? `${score.passed} passed, ${score.failed} failed` : leftOut ? "left out" : "could not be had",
    score ? `${score.seconds.toFixed(0)} s` : "",
    lacks.length > 0 ? `lacks ${lacks.join(", ")}` : "",
  ];
}

function table(rows: readonly string[][]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
