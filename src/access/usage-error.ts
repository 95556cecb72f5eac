import { closestMatch } from "../model";
import { quoted } from "../text";

/** An error in what the caller passed: an identity, an account, an application. The message says how to correct it. */
export class AccessUsageError extends Error {
  override readonly name = "AccessUsageError";

  constructor(
    what: string,
    readonly problems: readonly string[],
  ) {
    super(problems.length === 1 ? `${what}: ${problems[0]}` : `${what}:\n- ${problems.join("\n- ")}`);
  }
}

/** `Did you mean "email"?`, or nothing. */
export function didYouMean(given: string, candidates: readonly string[]): string {
  const meant = closestMatch(given, candidates);
  return meant === undefined ? "" : ` Did you mean ${quoted(meant)}?`;
}
