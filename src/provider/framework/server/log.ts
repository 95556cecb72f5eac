/** Writes a failure's stack to the log that Terraform shows with TF_LOG=debug. Stderr takes one JSON object a line. */
export function logFailure(thrown: unknown, doing: string): void {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const line = {
    "@level": "debug",
    "@message": `failure while ${doing}: ${stack}`,
    "@timestamp": new Date().toISOString(),
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
