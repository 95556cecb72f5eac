import { acceptBody } from "../accepted-body";
import type { Dependencies } from "../dependencies";
import { success, successPage } from "../envelope";
import { paginate } from "../pagination";
import { nextPrecedence, type PolicyWithPrecedence, policiesOf } from "../placement";
import { invalidPrecedence, invalidRequest, policyNotFound, precedenceTaken } from "../refusal";
import { type PolicyForm, policyCheck } from "../request-schema/policy";
import { validate } from "../request-schema/validate";
import type { Call, Route } from "../route";
import type { ApplicationRecord } from "../store";

const ALL = "/accounts/:accountId/access/apps/:appId/policies";
const ONE = `${ALL}/:policyId`;

/**
 * An application's policies. Reusable policies linked to the application are listed and read here too; they are changed
 * under their own path, and linked and unlinked through the application.
 */
export const APPLICATION_POLICY_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: ALL,
    lists: true,
    handle(call, { store, applications, presenter }) {
      const app = applications.find(call.params.accountId!, call.params.appId!);
      return successPage(paginate(policiesOf(store, app), call, 200), (it) => presenter.attached(app, it));
    },
  },
  {
    method: "POST",
    path: ALL,
    takesBody: true,
    handle(call, dependencies) {
      const { store, applications, presenter } = dependencies;
      const found = applications.find(call.params.accountId!, call.params.appId!);
      const { body, precedence } = read(call, found, dependencies);
      const others = policiesOf(store, found);
      const assigned = precedence ?? nextPrecedence(others);
      checkPrecedence(assigned, others);
      const app = applications.keep(found);
      const policy = store.addPolicy({ accountId: app.accountId, appId: app.id, precedence: assigned, body });
      return success(presenter.attached(app, { policy, precedence: assigned }), 201);
    },
  },
  {
    method: "GET",
    path: ONE,
    handle(call, dependencies) {
      const { app, attached } = find(call, dependencies);
      return success(dependencies.presenter.attached(app, attached));
    },
  },
  {
    method: "PUT",
    path: ONE,
    takesBody: true,
    // A replacement that names no precedence keeps the precedence of the policy.
    handle(call, dependencies) {
      const { app, attached } = findOwn(call, dependencies);
      const sent = read(call, app, dependencies);
      const precedence = sent.precedence ?? attached.precedence;
      checkPrecedence(
        precedence,
        policiesOf(dependencies.store, app).filter(({ policy }) => policy.id !== attached.policy.id),
      );
      const policy = dependencies.store.changePolicy(attached.policy.id, { body: sent.body, precedence });
      return success(dependencies.presenter.attached(app, { policy, precedence }));
    },
  },
  {
    method: "DELETE",
    path: ONE,
    handle(call, dependencies) {
      const { attached } = findOwn(call, dependencies);
      dependencies.store.removePolicy(attached.policy.id);
      return success({ id: attached.policy.id }, 202);
    },
  },
  {
    method: "PUT",
    path: `${ONE}/make_reusable`,
    handle(call, dependencies) {
      const { app, attached } = findOwn(call, dependencies);
      const { store, presenter } = dependencies;
      const policy = store.changePolicy(attached.policy.id, { appId: undefined, precedence: undefined });
      const link = { policyId: policy.id, precedence: attached.precedence };
      const changed = store.changeApplication(app, { links: [...app.links, link] });
      return success([presenter.attached(changed, { policy, precedence: attached.precedence })]);
    },
  },
];

function find({ params }: Call, { store, applications }: Dependencies) {
  const app = applications.find(params.accountId!, params.appId!);
  const attached = policiesOf(store, app).find(({ policy }) => policy.id === params.policyId);
  if (!attached) throw policyNotFound();
  return { app, attached };
}

function findOwn(call: Call, dependencies: Dependencies) {
  const found = find(call, dependencies);
  if (found.attached.policy.appId === undefined) {
    throw invalidRequest("policy is reusable, change it through /access/policies");
  }
  return found;
}

function read(call: Call, app: ApplicationRecord, { newerSelectors, newerFields }: Dependencies) {
  const check = policyCheck({ form: formFor(app), precedence: true, newerSelectors });
  return acceptBody(validate(check, call.body, newerFields));
}

/** An application that was only taken as existing has no type, and takes either form. */
function formFor(app: ApplicationRecord): PolicyForm {
  if (app.body.type === undefined) return "any";
  return app.body.type === "infrastructure" ? "infrastructure" : "ordinary";
}

/** Throws unless the precedence is valid and free. */
function checkPrecedence(precedence: number, others: readonly PolicyWithPrecedence[]): void {
  if (precedence < 1) throw invalidPrecedence();
  if (others.some((other) => other.precedence === precedence)) throw precedenceTaken();
}
