/** An error for a mistake in a user's code, beyond what a policy says: the message is the whole story. */
export function mistake(message: string): Error {
  const error = new Error(message);
  error.stack = shortStack(error);
  return error;
}

/** The message and the first line of the user's own: the cdktf CLI prints the stack of whatever ends a synth. */
export function shortStack(error: Error): string {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const own = frames.find((line) => !/node_modules|node:internal|\(<anonymous>\)/.test(line));
  return [`${error.name}: ${error.message}`, ...(own ? [own] : [])].join("\n");
}
