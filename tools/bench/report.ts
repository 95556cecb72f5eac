import type { Cell } from "./commands";
import type { PackageSize } from "./package-size";
import type { SchemaVariantCost } from "./schema-variants";
import type { StartUp } from "./start-up";
import type { Synth } from "./synth/measure";

/** All that one run measured; a part that was not asked for is missing. */
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
  readonly applications?: readonly Cell[];
  readonly schema?: readonly SchemaVariantCost[];
  readonly start?: StartUp;
  readonly synth?: Synth;
  readonly size?: PackageSize;
}
