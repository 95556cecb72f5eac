import { acceptBody } from "../accepted-body";
import { success, successPage } from "../envelope";
import { paginate } from "../pagination";
import { nextPrecedence, type PlacedPolicy, policiesOf } from "../placement";
import { invalidPrecedence, invalidRequest, policyNotFound, precedenceTaken } from "../refusal";
import { type PolicyForm, policyCheck } from "../request-schema/policy";
import { validate } from "../request-schema/validate";
import type { Call, Route } from "../route";
import type { ApplicationRecord } from "../store";
import type { Workings } from "../workings";

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
      return successPage(paginate(policiesOf(store, app), call, 200), (it) => presenter.placed(app, it));
    },
  },
  {
    method: "POST",
    path: ALL,
    takesBody: true,
    handle(call, workings) {
      const { store, applications, presenter } = workings;
      const found = applications.find(call.params.accountId!, call.params.appId!);
      const { body, precedence } = read(call, found, workings);
      const others = policiesOf(store, found);
      const place = precedence ?? nextPrecedence(others);
      checkPlace(place, others);
      const app = applications.keep(found);
      const policy = store.addPolicy({ accountId: app.accountId, appId: app.id, precedence: place, body });
      return success(presenter.placed(app, { policy, precedence: place }), 201);
    },
  },
  {
    method: "GET",
    path: ONE,
    handle(call, workings) {
      const { app, placed } = find(call, workings);
      return success(workings.presenter.placed(app, placed));
    },
  },
  {
    method: "PUT",
    path: ONE,
    takesBody: true,
    // A replacement that names no precedence keeps the place that the policy has.
    handle(call, workings) {
      const { app, placed } = findOwn(call, workings);
      const sent = read(call, app, workings);
      const precedence = sent.precedence ?? placed.precedence;
      checkPlace(
        precedence,
        policiesOf(workings.store, app).filter(({ policy }) => policy.id !== placed.policy.id),
      );
      const policy = workings.store.changePolicy(placed.policy.id, { body: sent.body, precedence });
      return success(workings.presenter.placed(app, { policy, precedence }));
    },
  },
  {
    method: "DELETE",
    path: ONE,
    handle(call, workings) {
      const { placed } = findOwn(call, workings);
      workings.store.removePolicy(placed.policy.id);
      return success({ id: placed.policy.id }, 202);
    },
  },
  {
    method: "PUT",
    path: `${ONE}/make_reusable`,
    handle(call, workings) {
      const { app, placed } = findOwn(call, workings);
      const { store, presenter } = workings;
      const policy = store.changePolicy(placed.policy.id, { appId: undefined, precedence: undefined });
      const link = { policyId: policy.id, precedence: placed.precedence };
      const changed = store.changeApplication(app, { links: [...app.links, link] });
      return success([presenter.placed(changed, { policy, precedence: placed.precedence })]);
    },
  },
];

function find({ params }: Call, { store, applications }: Workings) {
  const app = applications.find(params.accountId!, params.appId!);
  const placed = policiesOf(store, app).find(({ policy }) => policy.id === params.policyId);
  if (!placed) throw policyNotFound();
  return { app, placed };
}

function findOwn(call: Call, workings: Workings) {
  const found = find(call, workings);
  if (found.placed.policy.appId === undefined) {
    throw invalidRequest("policy is reusable, change it through /access/policies");
  }
  return found;
}

function read(call: Call, app: ApplicationRecord, { newerSelectors, newerFields }: Workings) {
  const check = policyCheck({ form: formFor(app), precedence: true, newerSelectors });
  return acceptBody(validate(check, call.body, newerFields));
}

/** An application that was only taken as existing has no type, and takes either form. */
function formFor(app: ApplicationRecord): PolicyForm {
  if (app.body.type === undefined) return "any";
  return app.body.type === "infrastructure" ? "infrastructure" : "ordinary";
}

/** Throws unless the place is one an application has, and is free. */
function checkPlace(precedence: number, others: readonly PlacedPolicy[]): void {
  if (precedence < 1) throw invalidPrecedence();
  if (others.some((other) => other.precedence === precedence)) throw precedenceTaken();
}
