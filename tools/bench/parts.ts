import type { Progress } from "../terminal";
import type { BenchOptions } from "./options";
import type { Workspace } from "./workspace";

/** What every part of the benchmark works with. */
export interface Bench {
  readonly options: BenchOptions;
  readonly workspace: Workspace;
  /** Plugins that report what they use. */
  readonly plugins: { readonly ours: string; readonly floor: string };
  /** Our plugin as it ships. */
  readonly shipped: { readonly file: string; readonly bytes: number };
  readonly progress: Pick<Progress, "update">;
}
