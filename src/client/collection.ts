/** One collection of policies: where it is and what it is called. */
export interface Collection {
  /** Below the base URL, e.g. `/accounts/1f…/access/policies`. */
  readonly path: string;
  /** The application whose policies these are; absent for the account's reusable ones. */
  readonly app?: string;
  /** What one is called, e.g. "reusable policy". */
  readonly noun: string;
  readonly plural: string;
}
