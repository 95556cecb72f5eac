import type { AccountObjects } from "./account-objects";
import type { ApplicationDirectory } from "./application-directory";
import type { Presenter } from "./presenter";
import type { Body, Store } from "./store";

/** What the endpoints work with. */
export interface Dependencies {
  readonly store: Store;
  readonly applications: ApplicationDirectory;
  readonly objects: AccountObjects;
  readonly presenter: Presenter;
  /** The organization's settings as they are at the start. */
  readonly organization: Body;
  /** Selectors beyond the reference's that this server takes. */
  readonly newerSelectors: Set<string>;
  /** Names of fields beyond the reference's that this server takes, in policies and in rules. */
  readonly newerFields: Set<string>;
}
