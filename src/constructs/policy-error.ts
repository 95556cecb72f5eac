import type { Issue } from "../model";
import { apiIssueText, issueText } from "./issue-text";
import { shortStack } from "./usage-error";

/** Whose names a message uses: the props', or the API's where the user wrote those. */
type Naming = "props" | "api";

/**
 * What is wrong with a policy, or with the tree it stands in: all of it at once, each with its place, what was given,
 * what is allowed and how to mend it. The message is the whole story; `issues` has the same as data.
 */
export class PolicyError extends Error {
  /** Path of the construct, for instance `access/staff`; empty for a rule that stands alone. */
  declare readonly constructPath: string;
  /** What is wrong, one by one; `path` is in the names of the API. */
  declare readonly issues: readonly Issue[];

  /**
   * @param constructPath where it happened
   * @param subject what it is about, for instance `ReusableAccessPolicy`
   * @param above the function below which the stack trace is of no interest
   * @param naming whose names the message uses
   */
  constructor(
    constructPath: string,
    subject: string,
    issues: readonly Issue[],
    above?: CallableFunction | NewableFunction,
    naming: Naming = "props",
  ) {
    super(message(constructPath, subject, issues, naming));
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

function message(constructPath: string, subject: string, issues: readonly Issue[], naming: Naming): string {
  const where = constructPath === "" ? subject : `${subject} "${constructPath}"`;
  const count = issues.length === 1 ? "a mistake" : `${issues.length} mistakes`;
  const text = naming === "api" ? apiIssueText : issueText;
  return [
    `${where} has ${count}:`,
    ...issues.map((issue) => `  ${text(issue).replaceAll("\n", "\n    ")}`),
  ].join("\n");
}
