import type { AccessClient } from "../../client";

/** What the configured provider hands to every resource and data source. */
export interface AccessMeta {
  readonly client: AccessClient;
  /** Account of the resources that name none. */
  readonly accountId: string | undefined;
}
