import type { AccessClient } from "../../client";

/** What the configured provider hands to every resource and data source. */
export interface AccessMeta {
  readonly client: AccessClient;
  /** Account of the resources that name none. */
  readonly accountId: string | undefined;
  /** Summaries, warnings and errors show no value of a rule. @default false */
  readonly redactSummaries?: boolean;
}
