import { log } from "../../protocol";

export { log };

/** Writes a failure's stack to the log that Terraform shows with TF_LOG=debug; the user sees a diagnostic. */
export function logFailure(thrown: unknown, doing: string): void {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  log.debug(`failure while ${doing}: ${stack}`);
}
