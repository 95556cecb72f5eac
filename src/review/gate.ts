import type { ReviewedApplication, ReviewReport } from "./report";

/** What a gate may fail on. */
export const GATE_CONDITIONS = ["gains", "weaker", "undecided", "losses"] as const;
export type GateCondition = (typeof GATE_CONDITIONS)[number];

export const DEFAULT_GATE: readonly GateCondition[] = ["gains", "undecided"];

export type GateResult = "passes" | "fails" | "undecided";

/** What is undecided only where somebody may lose lets nobody in. */
function mayWiden({ undecided }: ReviewedApplication): boolean {
  return undecided.some(({ may }) => may.includes("gains") || may.includes("weaker"));
}

/** Judges a report. A gain that is acknowledged does not fail it; one that is not certain is undecided. */
export function judgeGate(report: ReviewReport, failOn: readonly GateCondition[]): GateResult {
  const { applications } = report;
  const fails = applications.some(
    ({ gains, weaker, losses, acknowledged }) =>
      (failOn.includes("gains") && acknowledged === null && gains.some(({ certain }) => certain)) ||
      (failOn.includes("weaker") && weaker.length > 0) ||
      (failOn.includes("losses") && losses.length > 0),
  );
  if (fails) return "fails";
  if (!failOn.includes("undecided")) {
    const mayGain = applications.some(({ gains, acknowledged }) => gains.length > 0 && acknowledged === null);
    return failOn.includes("gains") && mayGain ? "undecided" : "passes";
  }
  const isUndecided =
    !report.complete ||
    applications.some(
      (application) =>
        application.acknowledged === null &&
        (application.gains.some(({ certain }) => !certain) || mayWiden(application)),
    );
  return isUndecided ? "undecided" : "passes";
}
