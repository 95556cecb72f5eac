import { acceptBody } from "./accepted-body";
import type { Dependencies } from "./dependencies";
import { nextPrecedence, type PolicyWithPrecedence, policiesOf } from "./placement";
import { unknownFields } from "./request-schema/policy";
import { unknownSelectors } from "./request-schema/rules";
import type { ApplicationRecord, Body, PolicyRecord } from "./store";

export interface PolicyFilter {
  readonly accountId?: string;
  /** `null`: reusable policies only. */
  readonly appId?: string | null;
}

/** Fields to set (`undefined` takes one away), or a function that makes the new body from the old. */
export type PolicyEdit = Body | ((body: Body) => Body);

/**
 * Changes made past the API, as by someone at the dashboard: nothing is checked, and a selector or field that the API
 * reference does not have is taken in requests from then on.
 */
export class Dashboard {
  constructor(
    private readonly dependencies: Dependencies,
    private readonly changed: () => void,
  ) {}

  /** What is in force, as it was accepted. */
  policies(filter: PolicyFilter = {}): readonly PolicyRecord[] {
    const { accountId, appId } = filter;
    return this.dependencies.store
      .allPolicies()
      .filter((policy) => accountId === undefined || policy.accountId === accountId)
      .filter((policy) => appId === undefined || policy.appId === (appId ?? undefined));
  }

  applications(accountId?: string): readonly ApplicationRecord[] {
    return this.dependencies.store
      .allApplications()
      .filter((app) => accountId === undefined || app.accountId === accountId);
  }

  /** An application's own policies and the reusable ones linked to it, in the order in which they are judged. */
  order(accountId: string, appId: string): readonly PolicyWithPrecedence[] {
    const { store, applications } = this.dependencies;
    return policiesOf(store, applications.find(accountId, appId));
  }

  /** Adds a policy: reusable without `appId`, else behind the others unless it has a precedence. Answers its id. */
  add(where: { readonly accountId: string; readonly appId?: string }, policy: Body): string {
    const { body, precedence } = this.accept(policy);
    const { store, applications } = this.dependencies;
    let assigned: number | undefined;
    if (where.appId !== undefined) {
      const app = applications.keep(applications.find(where.accountId, where.appId));
      assigned = precedence ?? nextPrecedence(policiesOf(store, app));
    }
    const { id } = store.addPolicy({ ...where, body, precedence: assigned });
    this.changed();
    return id;
  }

  /** Throws when there is no such policy. `precedence` is set like any other field. */
  edit(policyId: string, edit: PolicyEdit): void {
    const prior = this.existing(policyId);
    const whole =
      prior.precedence === undefined ? prior.body : { ...prior.body, precedence: prior.precedence };
    const edited = typeof edit === "function" ? edit(whole) : { ...whole, ...edit };
    const present = Object.entries(edited).filter(([, value]) => value !== undefined);
    const { body, precedence } = this.accept(Object.fromEntries(present));
    this.dependencies.store.changePolicy(policyId, { body, precedence: precedence ?? prior.precedence });
    this.changed();
  }

  /** Throws when there is no such policy. */
  remove(policyId: string): void {
    this.existing(policyId);
    this.dependencies.store.removePolicy(policyId);
    this.changed();
  }

  /** Sets settings of an application; one that is undefined goes. */
  editApplication(accountId: string, appId: string, settings: Body): void {
    const { store, applications } = this.dependencies;
    const app = applications.keep(applications.find(accountId, appId));
    const edited = Object.entries({ ...app.body, ...settings }).filter(([, value]) => value !== undefined);
    store.changeApplication(app, { body: Object.fromEntries(edited) });
    this.changed();
  }

  editOrganization(settings: Body): void {
    this.dependencies.store.changeOrganization(settings);
    this.changed();
  }

  /** The application's own policies go with it. */
  removeApplication(accountId: string, appId: string): void {
    this.dependencies.store.removeApplication(accountId, appId);
    this.changed();
  }

  /** Forgets everything; what was given at the start exists again. */
  clear(): void {
    this.dependencies.store.clear();
    this.dependencies.objects.clear();
    this.changed();
  }

  private existing(id: string): PolicyRecord {
    const policy = this.dependencies.store.policy(id);
    if (!policy) throw new Error(`The emulator has no policy ${id}.`);
    return policy;
  }

  private accept(policy: Body) {
    for (const selector of unknownSelectors(policy)) this.dependencies.newerSelectors.add(selector);
    for (const field of unknownFields(policy)) this.dependencies.newerFields.add(field);
    return acceptBody(policy);
  }
}
