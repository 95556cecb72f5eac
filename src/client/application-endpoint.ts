import { isLosslessNumber, parse, stringify } from "lossless-json";
import { type ApplicationAnswer, applicationAnswer, isMembers, type Members } from "./applications";
import { absenceIn } from "./error-codes";
import { checkId, malformed } from "./policy-answer";
import type { ReadOptions, RequestOptions } from "./policy-endpoint";
import type { PolicyReads } from "./policy-reads";
import type { ApiReply, ApiRequest, Sender } from "./request";
import { isStale, type WriteLog } from "./write-log";

/** An application as a GET of it answered: everything that the API returned, numbers as they were written. */
export interface ApplicationDocument extends ApplicationAnswer {
  /** By the API's names; numbers are `LosslessNumber`. */
  readonly members: Members;
}

/** The calls on one application. Every one of them fails with an {@link ApiError} and nothing else. */
export interface ApplicationEndpoint {
  /**
   * Undefined where the application does not exist. It is read from the account's list of applications, which other reads
   * share; one that the list does not have, that this client wrote, or that is staler than `notOlderThan`, is a GET.
   */
  read(options?: ReadOptions): Promise<ApplicationAnswer | undefined>;
  /** GET, never answered from a list. Undefined where the application does not exist. */
  document(options?: RequestOptions): Promise<ApplicationDocument | undefined>;
  /**
   * PUT of the whole application as it was read, with these reusable policies attached in this order and no others.
   * The API replaces the application: what the document leaves out is lost.
   */
  replacePolicies(
    document: ApplicationDocument,
    policyIds: readonly string[],
    options?: RequestOptions,
  ): Promise<ApplicationAnswer>;
}

/** Members of an answer that are no settings: a request does not have them (OpenAPI: access_basic_app_response_props). */
const RESPONSE_ONLY = ["id", "aud", "created_at", "updated_at"];

export interface ApplicationParts {
  readonly send: Sender;
  readonly reads: PolicyReads;
  readonly writes: WriteLog;
}

/**
 * @param path of the application, e.g. `/accounts/1f…/access/apps/2e…`
 * @param id as the API shows it
 */
export function applicationEndpoint(
  { send, reads, writes }: ApplicationParts,
  path: string,
  id: string,
): ApplicationEndpoint {
  async function document(options: RequestOptions = {}): Promise<ApplicationDocument | undefined> {
    const request = { operation: "read application", method: "GET", path, ...options } as const;
    try {
      return documentIn(request, await send(request), id);
    } catch (error) {
      if (absenceIn(error) === "gone") return undefined;
      throw error;
    }
  }

  return {
    document,

    async read({ notOlderThan, ...options } = {}) {
      const listed = await reads.application(id, options);
      if (listed === undefined || isStale(listed.updatedAt, notOlderThan)) return document(options);
      return listed;
    },

    async replacePolicies({ members }, policyIds, options) {
      const policies = policyIds.map((policy, index) => ({ id: policy, precedence: index + 1 }));
      const settings = Object.entries(members).filter(([name]) => !RESPONSE_ONLY.includes(name));
      const bodyText = stringify({ ...Object.fromEntries(settings), policies })!;
      const operation = "attach policies to application";
      const request = { operation, method: "PUT", path, bodyText, ...options } as const;
      const applications = path.slice(0, path.lastIndexOf("/"));
      return writes.track(applications, id, async () => documentIn(request, await send(request), id));
    },
  };
}

/** The names of the settings that differ between two readings, `policies` and what the API maintains itself aside. */
export function changedSettings(before: ApplicationDocument, after: ApplicationDocument): string[] {
  const names = new Set([...Object.keys(before.members), ...Object.keys(after.members)]);
  const text = (members: Members, name: string) => canonical(members[name]);
  return [...names].filter(
    (name) =>
      name !== "policies" &&
      !RESPONSE_ONLY.includes(name) &&
      text(before.members, name) !== text(after.members, name),
  );
}

/** Objects with sorted keys, so that equal values have one text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null || isLosslessNumber(value)) return stringify(value) ?? "";
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}

/** Another application's document would be written over this one. */
function documentIn(request: ApiRequest, reply: ApiReply, id: string): ApplicationDocument {
  const members = (parse(reply.text) as { readonly result?: unknown }).result;
  if (!isMembers(members) || typeof members.id !== "string" || !Array.isArray(members.policies)) {
    throw malformed(request, reply, "an application with its policies in its result");
  }
  checkId(request, reply, members.id, id);
  return { ...applicationAnswer(members), members };
}
