import type { AccessClient } from "../../client";
import type { RunWrites } from "./precedence-conflicts";

/** What the configured provider hands to every resource and data source. */
export interface AccessMeta {
  readonly client: AccessClient;
  /** The writes of this run, by application. */
  readonly writes: RunWrites;
  /** Account of the resources that name none. */
  readonly accountId: string | undefined;
  /** Summaries, warnings and errors show no value of a rule. @default false */
  readonly redactSummaries?: boolean;
}
