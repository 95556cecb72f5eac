import type { AccessComparisons } from "./access";
import type { Cell } from "./cells";
import type { PackageSize } from "./package";
import type { SchemaVariantCost } from "./schema-variants";
import type { StartUp } from "./start-up";
import type { Synth } from "./synth/measure";

/** The figures of one run; a part that was not asked for is missing. */
export interface Report {
  /** On what it was measured. */
  readonly machine: {
    readonly at: string;
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    readonly engine: string;
    /** Load average of the last minute when the run began: above 1 something else was running. */
    readonly load: number;
  };
  readonly rounds: number;
  /** For more than 100 policies. */
  readonly largeRounds: number;
  readonly commands?: readonly Cell[];
  readonly lists?: readonly Cell[];
  readonly applications?: readonly Cell[];
  readonly large?: readonly Cell[];
  readonly schema?: readonly SchemaVariantCost[];
  readonly start?: StartUp;
  readonly synth?: Synth;
  readonly size?: PackageSize;
  readonly access?: AccessComparisons;
}

/**
 * Adds what only an earlier run measured: other parts, and other numbers of policies. The machine is the one of the
 * later run.
 */
export function withEarlier(report: Report, earlier: Report): Report {
  const commands = report.commands && [
    ...(earlier.commands ?? []).filter(
      ({ policies }) => !report.commands!.some((cell) => cell.policies === policies),
    ),
    ...report.commands,
  ];
  return {
    ...earlier,
    ...report,
    ...(commands && { commands: commands.toSorted((a, b) => a.policies - b.policies) }),
  };
}
