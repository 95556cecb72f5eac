import { acceptBody } from "../accepted-body";
import type { Dependencies } from "../dependencies";
import { success, successPage } from "../envelope";
import { paginate } from "../pagination";
import { policiesOf } from "../placement";
import {
  applicationExists,
  applicationNotFound,
  invalidPrecedence,
  invalidRequest,
  precedenceTaken,
} from "../refusal";
import { applicationCheck, isWholePolicy } from "../request-schema/application";
import { validate } from "../request-schema/validate";
import type { Call, Route } from "../route";
import type { ApplicationRecord, Body, PolicyLink } from "../store";

const ALL = "/accounts/:accountId/access/apps";
const ONE = `${ALL}/:appId`;

/** As much of the applications as their policies need. */
export const APPLICATION_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: ALL,
    lists: true,
    handle(call, { applications, presenter }) {
      const { params, query } = call;
      const matching = applications.list(params.accountId!).filter((app) => matches(app, query));
      return successPage(paginate(matching, call, 1000), (app) => presenter.application(app));
    },
  },
  {
    method: "POST",
    path: ALL,
    takesBody: true,
    handle(call, dependencies) {
      const { policies, body } = read(call, dependencies);
      const accountId = call.params.accountId!;
      const { domain } = body;
      if (domain && dependencies.applications.list(accountId).some((other) => other.body.domain === domain)) {
        throw applicationExists();
      }
      const plan = planPolicies(policies ?? [], accountId, undefined, dependencies);
      return success(
        attachPolicies(dependencies.store.addApplication({ accountId, body }), plan, dependencies),
        201,
      );
    },
  },
  {
    method: "GET",
    path: ONE,
    handle({ params }, { applications, presenter }) {
      return success(presenter.application(applications.find(params.accountId!, params.appId!)));
    },
  },
  {
    method: "PUT",
    path: ONE,
    takesBody: true,
    // Without `policies` the application keeps those it has.
    handle(call, dependencies) {
      const { policies, body } = read(call, dependencies);
      const found = dependencies.applications.find(call.params.accountId!, call.params.appId!);
      const plan = policies && planPolicies(policies, found.accountId, found, dependencies);
      const app = dependencies.store.changeApplication(dependencies.applications.keep(found), { body });
      return success(
        plan ? attachPolicies(app, plan, dependencies) : dependencies.presenter.application(app),
      );
    },
  },
  {
    method: "DELETE",
    path: ONE,
    handle({ params }, { applications, store }) {
      const app = applications.find(params.accountId!, params.appId!);
      if (!store.application(app.accountId, app.id)) throw applicationNotFound();
      store.removeApplication(app.accountId, app.id);
      return success({ id: app.id }, 202);
    },
  },
];

function read(
  call: Call,
  { newerSelectors, newerFields }: Dependencies,
): { policies: readonly unknown[] | undefined; body: Body } {
  const { policies, ...body } = validate(applicationCheck(newerSelectors), call.body, newerFields);
  return { policies: policies as readonly unknown[] | undefined, body };
}

function matches(app: ApplicationRecord, query: URLSearchParams): boolean {
  const exact = query.get("exact") === "true";
  const fits = (wanted: string | null, actual: unknown) =>
    wanted === null || (exact ? actual === wanted : String(actual ?? "").includes(wanted));
  const search = query.get("search");
  return (
    fits(query.get("name"), app.body.name) &&
    fits(query.get("domain"), app.body.domain) &&
    (search === null || [app.body.name, app.body.domain].some((text) => String(text ?? "").includes(search)))
  );
}

/** What an application's `policies` ask for, judged whole before anything changes. */
interface PolicyPlan {
  readonly links: readonly PolicyLink[];
  readonly own: readonly {
    readonly id: string | undefined;
    readonly body: Body | undefined;
    readonly precedence: number;
  }[];
}

/** Places in the list count from 1 where an entry names none. */
function planPolicies(
  policies: readonly unknown[],
  accountId: string,
  app: ApplicationRecord | undefined,
  { store }: Dependencies,
): PolicyPlan {
  const links: PolicyLink[] = [];
  const own: { id: string | undefined; body: Body | undefined; precedence: number }[] = [];
  for (const [at, entry] of policies.entries()) {
    const asked = (typeof entry === "string" ? { id: entry } : entry) as Body & { id?: string };
    const { precedence = at + 1, body } = acceptBody(asked);
    if (precedence < 1) throw invalidPrecedence();
    const known = asked.id === undefined ? undefined : store.policy(asked.id);
    if (
      asked.id !== undefined &&
      (known?.accountId !== accountId || (known.appId && known.appId !== app?.id))
    ) {
      throw invalidRequest(`policy ${asked.id} does not exist`, `/policies/${at}`);
    }
    if (known && known.appId === undefined) links.push({ policyId: known.id, precedence });
    else own.push({ id: known?.id, body: isWholePolicy(asked) ? body : undefined, precedence });
  }
  const places = [...links, ...own].map(({ precedence }) => precedence);
  if (new Set(places).size < places.length) throw precedenceTaken();
  return { links, own };
}

/** An own policy that the list does not name any more is deleted. */
function attachPolicies(
  app: ApplicationRecord,
  { links, own }: PolicyPlan,
  { store, presenter }: Dependencies,
): unknown {
  const kept = new Set(own.map(({ id }) => id));
  for (const { policy } of policiesOf(store, app)) {
    if (policy.appId !== undefined && !kept.has(policy.id)) store.removePolicy(policy.id);
  }
  const attached = store.changeApplication(store.application(app.accountId, app.id)!, { links });
  for (const { id, body, precedence } of own) {
    if (id !== undefined) store.changePolicy(id, { precedence, ...(body ? { body } : {}) });
    else store.addPolicy({ accountId: app.accountId, appId: app.id, precedence, body: body! });
  }
  return presenter.application(attached);
}
