import { acceptBody } from "../accepted-body";
import type { Dependencies } from "../dependencies";
import { success, successPage } from "../envelope";
import { paginate } from "../pagination";
import { policyInUse, policyNotFound } from "../refusal";
import { policyCheck } from "../request-schema/policy";
import { validate } from "../request-schema/validate";
import type { Call, Route } from "../route";
import type { PolicyRecord } from "../store";

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
    handle: (call, dependencies) => success(dependencies.presenter.reusable(find(call, dependencies))),
  },
  {
    method: "PUT",
    path: ONE,
    takesBody: true,
    handle(call, dependencies) {
      const { id } = find(call, dependencies);
      const { body } = acceptBody(
        validate(check(dependencies.newerSelectors), call.body, dependencies.newerFields),
      );
      return success(dependencies.presenter.reusable(dependencies.store.changePolicy(id, { body })));
    },
  },
  {
    method: "DELETE",
    path: ONE,
    handle(call, dependencies) {
      const policy = find(call, dependencies);
      const users = dependencies.store.applicationsLinking(policy.id);
      if (users.length > 0) throw policyInUse(users.map((app) => app.id));
      dependencies.store.removePolicy(policy.id);
      return success({ id: policy.id }, 202);
    },
  },
];

function find({ params }: Call, { store }: Dependencies): PolicyRecord {
  const policy = store.policy(params.policyId!);
  if (!policy || policy.accountId !== params.accountId || policy.appId !== undefined) throw policyNotFound();
  return policy;
}

function check(newerSelectors: ReadonlySet<string>) {
  return policyCheck({ form: "any", precedence: false, newerSelectors });
}
