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
  /** Account of the resources that name none. */
  readonly accountId: string | undefined;
}

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

/** A wait for the API's limit that is worth telling after the fact. */
const LONG_MS = 10_000;

/** The clients whose waiting a user was told of: once a run is enough. */
const told = new WeakSet<AccessClient>();

/** On what terms an operation sends its requests, and what there is to say of it afterwards. */
export interface RequestTerms {
  readonly options: Required<RequestOptions>;
  /** A warning if it waited long for the API's limit, and nobody has said so in this run. */
  readonly warnings: () => readonly Diagnostic[];
}

/** @param values the resource's, whose `timeouts` hold */
export function requestTerms(
  { meta: { client }, signal }: OperationContext<AccessMeta>,
  values: ObjectValue,
  operation: TimedOperation,
): RequestTerms {
  let waited = 0;
  return {
    options: {
      signal,
      deadline: deadlineOf(values, operation),
      onWait: (milliseconds) => {
        waited += milliseconds;
      },
    },
    warnings() {
      if (waited < LONG_MS || told.has(client)) return [];
      told.add(client);
      return [waitedForLimit(values, operation, waited)];
    },
  };
}

function waitedForLimit(values: ObjectValue, operation: TimedOperation, waited: number): Diagnostic {
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
