import {
  DEFAULT_TIMEOUT,
  TIMEOUTS,
  type TimedOperation,
  timeoutMilliseconds,
  validateTimeouts,
} from "../../model";
import type { Attributes, Diagnostic, ObjectValue } from "../../plugin";
import { issueDiagnostic } from "./issue-diagnostic";
import { toModel } from "./policy-values";

const NAME = "timeouts";

/** How long operations may take, with all their waiting and trying again. Kept in the state only: the API never sees it. */
export const POLICY_TIMEOUTS: Attributes = {
  [NAME]: {
    optional: true,
    nested: {
      nesting: "single",
      attributes: Object.fromEntries(
        Object.entries(TIMEOUTS).map(([operation, description]) => [
          operation,
          {
            type: "string",
            optional: true,
            description: `${description}, such as \`30m\` or \`1h30m\`. Unset: \`${DEFAULT_TIMEOUT}\`.`,
          },
        ]),
      ),
    },
    description:
      "How long operations may take, with all waiting for the API's limits and trying again; kept in the " +
      "state only.",
  },
};

export function timeoutsErrors(config: ObjectValue): Diagnostic[] {
  return validateTimeouts(toModel(config[NAME] ?? null)).map((issue) => issueDiagnostic({}, issue));
}

/** When an operation that begins now has to be over, by `performance.now()`. */
export function deadlineOf(values: ObjectValue, operation: TimedOperation): number {
  return performance.now() + timeoutMilliseconds(toModel(values[NAME] ?? null), operation);
}
