import type { AccessClient, RequestOptions } from "../../client";
import {
  DEFAULT_TIMEOUT,
  TIMEOUTS,
  type TimedOperation,
  timeoutMilliseconds,
  validateTimeouts,
} from "../../model";
import type { Attributes, Diagnostic, ObjectValue, OperationContext } from "../../plugin";
import { quoted } from "../../text";
import { issueDiagnostic } from "./diagnostics";
import { type Redacting, toModel } from "./policy-values";
import type { RunWrites } from "./precedence-conflicts";

/** What the configured provider hands to every resource and data source. */
export interface AccessMeta extends Redacting {
  readonly client: AccessClient;
  /** The writes of this run, by application. */
  readonly writes: RunWrites;
  /** The account of resources without `account_id`. */
  readonly accountId: string | undefined;
}

const TIMEOUTS_NAME = "timeouts";

/** How long operations may take, with all waiting and repetition. Kept in the state only: the API never sees it. */
export const POLICY_TIMEOUTS: Attributes = {
  [TIMEOUTS_NAME]: {
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

/** Finds the errors in `timeouts`. */
export function timeoutsErrors(config: ObjectValue): Diagnostic[] {
  return validateTimeouts(toModel(config[TIMEOUTS_NAME] ?? null)).map((issue) => issueDiagnostic({}, issue));
}

/** A shorter wait for the API's limit is not reported. */
const REPORTED_WAIT_MS = 10_000;

/** The clients whose wait was reported: once a run is enough. */
const reported = new WeakSet<AccessClient>();

/**
 * Returns what the requests of an operation are sent with, and the warning to give after it where they waited long for the
 * API's limit.
 *
 * @param values the resource's, whose `timeouts` hold
 */
export function requestOptions(
  { meta: { client }, signal }: OperationContext<AccessMeta>,
  values: ObjectValue,
  operation: TimedOperation,
): { readonly options: Required<RequestOptions>; readonly warnings: () => readonly Diagnostic[] } {
  let waited = 0;
  return {
    options: {
      signal,
      deadline: performance.now() + timeoutMilliseconds(toModel(values[TIMEOUTS_NAME] ?? null), operation),
      onWait: (milliseconds) => {
        waited += milliseconds;
      },
    },
    warnings() {
      if (waited < REPORTED_WAIT_MS || reported.has(client)) return [];
      reported.add(client);
      return [waitDiagnostic(values, operation, waited)];
    },
  };
}

function waitDiagnostic(values: ObjectValue, operation: TimedOperation, waited: number): Diagnostic {
  return {
    severity: "warning",
    summary: `The API's limit of requests was reached, so this run had to wait (${Math.round(waited / 1000)} seconds to ${operation} ${subjectOf(values)})`,
    detail:
      "Cloudflare allows 1,200 requests in five minutes, over all tokens of the user, and refuses for five minutes after " +
      "that. Nothing is lost; other runs and programs of the same user at the same time make it slower.",
  };
}

/** A resource without a name is a list of an application's policies, or an import that was not read yet. */
function subjectOf({ name, app_id: app, policies }: ObjectValue): string {
  if (typeof name === "string") return `policy ${quoted(name)}`;
  return policies !== undefined && typeof app === "string"
    ? `the policies of application ${quoted(app)}`
    : "a policy";
}
