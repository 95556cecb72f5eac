import { type ApplicationEntry, applicationIn, entriesIn } from "../account-objects";
import { type ApplicationAnswer, applicationAnswer, isMembers } from "../application-answer";
import { listAll } from "../pages";
import type { PolicyAnswer } from "../policy-answer";
import type { ApplicationSnapshot } from "../policy-endpoint";
import { shapeProblem } from "../policy-shape";
import type { ApiRequest, Send } from "../request";
import { type PolicyList, policyList } from "./policy-list";

/** An account's applications, which their list shows with their policies in full. */
export interface ApplicationList {
  readonly entries: readonly ApplicationEntry[];
  /** The policies of an application alone, by its id; a reusable one that it uses too is not kept. */
  readonly policies: ReadonlyMap<string, PolicyList>;
  /** Which policies each application has, by its id; an application whose policies the list does not show is missing. */
  readonly answers: ReadonlyMap<string, ApplicationAnswer>;
  /** What each of these applications is, and what all its policies decide, by its id. */
  readonly inSight: ReadonlyMap<string, ApplicationSnapshot>;
}

/** The list would take more requests than asking otherwise. */
export class NotWorthIt extends Error {
  constructor(readonly pages: number) {
    super(`the list has ${pages} pages`);
  }
}

/** @param mostPages a list of more ends with {@link NotWorthIt} after its first */
export async function readApplications(
  send: Send,
  request: ApiRequest,
  mostPages: () => number = () => Number.POSITIVE_INFINITY,
): Promise<ApplicationList> {
  const policies = new Map<string, PolicyList>();
  const answers = new Map<string, ApplicationAnswer>();
  const inSight = new Map<string, ApplicationSnapshot>();
  const entries = await listAll(
    send,
    request,
    (asked, reply) =>
      entriesIn(asked, reply).map((entry) => {
        const application = applicationIn(entry);
        const own = ownPolicies(entry.policies);
        if (own !== undefined) {
          policies.set(application.id, own);
          answers.set(application.id, applicationAnswer(entry));
          inSight.set(application.id, { type: application.type, decisions: decisionsIn(entry.policies) });
        }
        return application;
      }),
    {
      beforeMore: (pages) => {
        if (pages > mostPages()) throw new NotWorthIt(pages);
      },
    },
  );
  return { entries, policies, answers, inSight };
}

/** Of a linked policy an answer may show the id alone. */
function decisionsIn(embedded: unknown): ReadonlyMap<string, unknown> {
  const shown: unknown[] = Array.isArray(embedded) ? embedded : [];
  return new Map(
    shown.map((policy) =>
      isMembers(policy) ? [String(policy.id), policy.decision] : [String(policy), undefined],
    ),
  );
}

/**
 * Undefined where the entry does not show them. An application's list may hold many times the same reusable policy. One in a
 * form that the API does not have is left out: a read asks for it alone, and says what is wrong.
 */
function ownPolicies(embedded: unknown): PolicyList | undefined {
  if (!Array.isArray(embedded)) return undefined;
  return policyList(embedded.filter(isOwn));
}

function isOwn(policy: unknown): policy is PolicyAnswer {
  const { id, reusable } = (policy ?? {}) as { readonly id?: unknown; readonly reusable?: unknown };
  return typeof id === "string" && reusable !== true && shapeProblem(policy as PolicyAnswer) === undefined;
}
