import { acceptBody } from "../accepted-body";
import { success, successPage } from "../envelope";
import { paginate } from "../pagination";
import { policyInUse, policyNotFound } from "../refusal";
import { policyCheck } from "../request-schema/policy";
import { validate } from "../request-schema/validate";
import type { Call, Route } from "../route";
import type { PolicyRecord } from "../store";
import type { Workings } from "../workings";

const ALL = "/accounts/:accountId/access/policies";
const ONE = `${ALL}/:policyId`;

export const REUSABLE_POLICY_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: ALL,
    lists: true,
    handle(call, { store, presenter }) {
      const page = paginate(store.policiesOwnedBy(call.params.accountId!), call, 100);
      return successPage(page, (policy) => presenter.reusable(policy));
    },
  },
  {
    method: "POST",
    path: ALL,
    takesBody: true,
    handle(call, { store, presenter, newerSelectors, newerFields }) {
      const { body } = acceptBody(validate(check(newerSelectors), call.body, newerFields));
      const policy = store.addPolicy({ accountId: call.params.accountId!, body });
      return success(presenter.reusable(policy), 201);
    },
  },
  {
    method: "GET",
    path: ONE,
    handle: (call, workings) => success(workings.presenter.reusable(find(call, workings))),
  },
  {
    method: "PUT",
    path: ONE,
    takesBody: true,
    handle(call, workings) {
      const { id } = find(call, workings);
      const { body } = acceptBody(validate(check(workings.newerSelectors), call.body, workings.newerFields));
      return success(workings.presenter.reusable(workings.store.changePolicy(id, { body })));
    },
  },
  {
    method: "DELETE",
    path: ONE,
    handle(call, workings) {
      const policy = find(call, workings);
      const users = workings.store.applicationsLinking(policy.id);
      if (users.length > 0) throw policyInUse(users.map((app) => app.id));
      workings.store.removePolicy(policy.id);
      return success({ id: policy.id }, 202);
    },
  },
];

function find({ params }: Call, { store }: Workings): PolicyRecord {
  const policy = store.policy(params.policyId!);
  if (!policy || policy.accountId !== params.accountId || policy.appId !== undefined) throw policyNotFound();
  return policy;
}

function check(newerSelectors: ReadonlySet<string>) {
  return policyCheck({ form: "any", precedence: false, newerSelectors });
}
