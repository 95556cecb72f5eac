import type { Issue } from "../model";
import { issueText } from "./issue-text";

/**
 * What is wrong with a policy, or with the tree it stands in: all of it at once, each with its place, what was given,
 * what is allowed and how to mend it. The message is the whole story; `issues` has the same as data.
 */
export class PolicyError extends Error {
  /** Path of the construct, for instance `access/staff`. */
  declare readonly constructPath: string;
  /** What is wrong, one by one; `path` is in the names of the API. */
  declare readonly issues: readonly Issue[];

  /**
   * @param constructPath where it happened
   * @param subject what it is about, for instance `ReusableAccessPolicy`
   * @param above the function below which the stack trace is of no interest
   */
  constructor(
    constructPath: string,
    subject: string,
    issues: readonly Issue[],
    above?: CallableFunction | NewableFunction,
  ) {
    super(message(constructPath, subject, issues));
    // Not enumerable: node prints the enumerable members of an uncaught error, and the message says all of it.
    Object.defineProperties(this, {
      name: { value: "PolicyError" },
      constructPath: { value: constructPath },
      issues: { value: issues },
    });
    Error.captureStackTrace(this, above);
    this.stack = shortStack(this);
  }
}

function message(constructPath: string, subject: string, issues: readonly Issue[]): string {
  const title =
    issues.length === 1
      ? `${subject} "${constructPath}" has a mistake:`
      : `${subject} "${constructPath}" has ${issues.length} mistakes:`;
  return [title, ...issues.map((issue) => `  ${issueText(issue).replaceAll("\n", "\n    ")}`)].join("\n");
}

/** The message and the first line of the user's own: the cdktf CLI prints the stack of whatever ends a synth. */
function shortStack(error: Error): string {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const own = frames.find((line) => !/node_modules|node:internal|\(<anonymous>\)/.test(line));
  return [`${error.name}: ${error.message}`, ...(own ? [own] : [])].join("\n");
}
