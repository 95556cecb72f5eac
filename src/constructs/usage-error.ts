import { camelCase, type Issue, renderIssue, selectorByKey, selectorByWireKey, shownValue } from "../model";

/** Makes an error for wrong code of a user, where a PolicyError does not apply. Its message is complete. */
export function usageError(message: string): Error {
  const error = new Error(message);
  error.stack = shortStack(error);
  return error;
}

/** Returns the message and the first line of the user's own: the CLI prints the stack of whatever ends a synth. */
function shortStack(error: Error): string {
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const own = frames.find((line) => !/node_modules|node:internal|\(<anonymous>\)/.test(line));
  return [`${error.name}: ${error.message}`, ...(own ? [own] : [])].join("\n");
}

/** Writes a value into a message; what is absent is called so. */
export function shown(value: unknown, absent = "missing"): string {
  return value === undefined ? absent : shownValue(value);
}

/** Whose names a message uses: those of props, or the API's where the user wrote them. */
type Naming = "props" | "api";

/**
 * Everything that is wrong with a policy, reported at once: for each error where it is, what was given, what is allowed
 * and how to fix it. The message is complete; `issues` has the same as data.
 */
export class PolicyError extends Error {
  /** Path of the construct, such as `access/staff`; empty for a rule outside of a policy. */
  declare readonly constructPath: string;
  /** The errors, in the order of the message. `path` and texts use the API's names. */
  declare readonly issues: readonly Issue[];

  /**
   * @param constructPath path of the construct, such as `access/staff`
   * @param subject class or function that reports the errors, such as `ReusableAccessPolicy`
   * @param above function that the stack trace begins below
   * @param naming whose names the message uses
   * @internal
   */
  constructor(
    constructPath: string,
    subject: string,
    issues: readonly Issue[],
    above?: CallableFunction | NewableFunction,
    naming: Naming = "props",
  ) {
    super(message(constructPath, subject, issues, naming));
    // Not enumerable: node prints the enumerable members of an uncaught error, and the message has all of it.
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
  const count = issues.length === 1 ? "an error" : `${issues.length} errors`;
  const text = naming === "api" ? apiIssueText : issueText;
  return [
    `${where} has ${count}:`,
    ...issues.map((issue) => `  ${text(issue).replaceAll("\n", "\n    ")}`),
  ].join("\n");
}

/**
 * Writes an issue for users of the constructs: its path and all names are those of props.
 * @internal
 */
export function issueText(issue: Issue): string {
  return withPath(propPath(issue), renderIssue(issue, propName));
}

/** Writes an issue in a rule that was written with the API's names. */
function apiIssueText(issue: Issue): string {
  return withPath(issue.path.join("."), renderIssue(issue));
}

/**
 * Writes a warning, and how to accept it on the one policy.
 * @internal
 */
export function warningText(warning: Issue): string {
  return `${issueText(warning)} If it is meant: acceptedWarnings: ["${warning.code}"].`;
}

function withPath(path: string, text: string): string {
  return path === "" ? text : `${path}: ${text}`;
}

/**
 * Returns a path in props: `["include", 2, "azureAD", "identity_provider_id"]` is
 * `include[2].azureAd.identityProviderId`. A rule with one field goes by its selector alone, `include[2].email`.
 */
function propPath({ path, code }: Issue): string {
  const parts = path.map((step, index) => {
    if (typeof step === "number") return `[${step}]`;
    // A name that does not exist is shown as it was written.
    if (code === "unknown-field" && index === path.length - 1) return `.${step}`;
    const owner =
      typeof path[index - 2] === "number" ? selectorByWireKey(String(path[index - 1])) : undefined;
    if (owner?.shape === "strings" && step in owner.fields) return "";
    const selector = typeof path[index - 1] === "number" ? selectorByWireKey(step) : undefined;
    return `.${selector?.factory ?? camelCase(step)}`;
  });
  return parts.join("").replace(/^\./, "");
}

/** Returns the name of a field or selector in props. */
function propName(name: string): string {
  return (selectorByWireKey(name) ?? selectorByKey(name))?.factory ?? camelCase(name);
}
