import { randomUUID } from "node:crypto";

export type Body = Readonly<Record<string, unknown>>;

/** A policy as it was accepted; answers are normalized when it is read. */
export interface PolicyRecord {
  readonly id: string;
  readonly accountId: string;
  /** The application that owns it; absent on a reusable policy. */
  readonly appId?: string;
  /** Its precedence in `appId`; a reusable policy has its precedences in the applications' links. */
  readonly precedence?: number;
  /** The request body without `precedence`, the MFA switch as `mfa_disabled`. */
  readonly body: Body;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A reusable policy's precedence in an application. */
export interface PolicyLink {
  readonly policyId: string;
  readonly precedence: number;
}

export interface ApplicationRecord {
  readonly id: string;
  readonly accountId: string;
  /** The request body without `policies`. */
  readonly body: Body;
  readonly links: readonly PolicyLink[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The kinds of what rules refer to by id. */
export type ObjectKind = "groups" | "identityProviders" | "serviceTokens" | "lists" | "postureRules";

/** Something that rules refer to by its id. */
export interface ObjectRecord {
  readonly kind: ObjectKind;
  /** Absent: every account has it. */
  readonly accountId?: string;
  readonly id: string;
  readonly name: string;
  readonly type?: string;
  /** What only this kind has: the rules of a group, the items of a list, the state of a token. */
  readonly content: Body;
  readonly createdAt: string;
}

/** One step from one state to the next; plain JSON. */
export type Change =
  | { readonly policy: PolicyRecord }
  | { readonly removedPolicy: string }
  | { readonly application: ApplicationRecord }
  /** Remembered, so that an application taken as existing does not come back. */
  | { readonly removedApplication: { readonly accountId: string; readonly id: string } }
  | { readonly object: ObjectRecord }
  /** Remembered, so that an object given at the start does not come back. */
  | { readonly removedObject: Pick<ObjectRecord, "kind" | "id"> }
  | { readonly organization: Body }
  | { readonly cleared: true };

/** The emulator's memory, in order of creation. Knows nothing of HTTP and judges nothing. */
export class Store {
  private readonly policies = new Map<string, PolicyRecord>();
  /** The ids of the policies of one owner: an application, or an account for its reusable policies. */
  private readonly owned = new Map<string, Set<string>>();
  private readonly applications = new Map<string, ApplicationRecord>();
  private readonly deletedApplications = new Map<string, { accountId: string; id: string }>();
  private readonly objects = new Map<string, ObjectRecord>();
  private readonly deletedObjects = new Map<string, Pick<ObjectRecord, "kind" | "id">>();
  private settings: Body | undefined;
  /** By policy; rebuilt after an application has changed. */
  private linking: Map<string, ApplicationRecord[]> | undefined;
  private readonly listeners = new Set<(change: Change) => void>();
  /** Counts changes, so that a caller sees that there was one. */
  version = 0;

  /** @param history what has happened so far */
  constructor(
    private readonly now: () => number,
    history: readonly Change[] = [],
  ) {
    for (const change of history) this.apply(change);
  }

  /** The shortest history that leads to the present state. */
  history(): readonly Change[] {
    return [
      ...[...this.deletedApplications.values()].map((removedApplication) => ({ removedApplication })),
      ...[...this.applications.values()].map((application) => ({ application })),
      ...[...this.policies.values()].map((policy) => ({ policy })),
      ...[...this.deletedObjects.values()].map((removedObject) => ({ removedObject })),
      ...[...this.objects.values()].map((object) => ({ object })),
      ...(this.settings === undefined ? [] : [{ organization: this.settings }]),
    ];
  }

  /** Hears of every change from now on; answers what ends that. */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Does what another store has done. */
  apply(change: Change): void {
    if ("policy" in change) this.putPolicy(change.policy);
    else if ("removedPolicy" in change) this.dropPolicy(change.removedPolicy);
    else if ("application" in change) this.putApplication(change.application);
    else if ("removedApplication" in change) this.dropApplication(change.removedApplication);
    else if ("object" in change) this.putObject(change.object);
    else if ("removedObject" in change) this.dropObject(change.removedObject);
    else if ("organization" in change) this.changeOrganization(change.organization);
    else this.clear();
  }

  clear(): void {
    this.policies.clear();
    this.owned.clear();
    this.applications.clear();
    this.deletedApplications.clear();
    this.objects.clear();
    this.deletedObjects.clear();
    this.settings = undefined;
    this.linking = undefined;
    this.record({ cleared: true });
  }

  /** The organization's settings that were changed; undefined where none were. */
  get organization(): Body | undefined {
    return this.settings;
  }

  changeOrganization(settings: Body): void {
    this.settings = { ...this.settings, ...settings };
    this.record({ organization: this.settings });
  }

  /** The objects of a kind that were added or changed, and the ids of those that were removed. */
  objectsOf(kind: ObjectKind): {
    readonly changed: ReadonlyMap<string, ObjectRecord>;
    readonly removed: ReadonlySet<string>;
  } {
    const ofKind = <Entry extends { kind: ObjectKind }>(entries: ReadonlyMap<string, Entry>) =>
      [...entries.values()].filter((entry) => entry.kind === kind);
    return {
      changed: new Map(ofKind(this.objects).map((object) => [object.id, object])),
      removed: new Set(ofKind(this.deletedObjects).map(({ id }) => id)),
    };
  }

  putObject(object: ObjectRecord): ObjectRecord {
    this.objects.set(key(object.kind, object.id), object);
    this.deletedObjects.delete(key(object.kind, object.id));
    this.record({ object });
    return object;
  }

  dropObject({ kind, id }: Pick<ObjectRecord, "kind" | "id">): void {
    const removedObject = { kind, id };
    this.objects.delete(key(kind, id));
    this.deletedObjects.set(key(kind, id), removedObject);
    this.record({ removedObject });
  }

  allPolicies(): readonly PolicyRecord[] {
    return [...this.policies.values()];
  }

  policy(id: string): PolicyRecord | undefined {
    return this.policies.get(id);
  }

  /** Those of an application, or without one the account's reusable policies. */
  policiesOwnedBy(accountId: string, appId?: string): readonly PolicyRecord[] {
    return [...(this.owned.get(key(accountId, appId)) ?? [])].map((id) => this.policies.get(id)!);
  }

  addPolicy(policy: Pick<PolicyRecord, "accountId" | "appId" | "precedence" | "body"> & { id?: string }) {
    const at = this.timestamp();
    return this.putPolicy({ createdAt: at, updatedAt: at, ...policy, id: policy.id ?? randomUUID() });
  }

  changePolicy(id: string, change: Partial<Omit<PolicyRecord, "id">>): PolicyRecord {
    const prior = this.policies.get(id);
    if (!prior) throw new Error(`the emulator has no policy ${id}`);
    return this.putPolicy({ ...prior, ...change, updatedAt: this.timestamp() });
  }

  /** Takes the policy out of every application too. */
  removePolicy(id: string): void {
    for (const app of this.applicationsLinking(id)) {
      this.changeApplication(app, { links: app.links.filter((link) => link.policyId !== id) });
    }
    this.dropPolicy(id);
  }

  /** The applications that a policy is linked to. */
  applicationsLinking(policyId: string): readonly ApplicationRecord[] {
    this.linking ??= this.linksByPolicy();
    return this.linking.get(policyId) ?? [];
  }

  allApplications(): readonly ApplicationRecord[] {
    return [...this.applications.values()];
  }

  application(accountId: string, id: string): ApplicationRecord | undefined {
    return this.applications.get(key(accountId, id));
  }

  wasDeleted(accountId: string, id: string): boolean {
    return this.deletedApplications.has(key(accountId, id));
  }

  addApplication(app: { accountId: string; id?: string; body: Body }): ApplicationRecord {
    const at = this.timestamp();
    const record = { links: [], createdAt: at, updatedAt: at, ...app, id: app.id ?? randomUUID() };
    return this.putApplication(record);
  }

  changeApplication(app: ApplicationRecord, change: Partial<Pick<ApplicationRecord, "body" | "links">>) {
    return this.putApplication({ ...app, ...change, updatedAt: this.timestamp() });
  }

  /** The application's own policies go with it; reusable ones stay. */
  removeApplication(accountId: string, id: string): void {
    for (const policy of this.policiesOwnedBy(accountId, id)) this.dropPolicy(policy.id);
    this.dropApplication({ accountId, id });
  }

  private putPolicy(policy: PolicyRecord): PolicyRecord {
    const prior = this.policies.get(policy.id);
    const owner = key(policy.accountId, policy.appId);
    if (prior && key(prior.accountId, prior.appId) !== owner) this.forgetPolicy(policy.id);
    this.policies.set(policy.id, policy);
    this.owned.set(owner, (this.owned.get(owner) ?? new Set()).add(policy.id));
    this.record({ policy });
    return policy;
  }

  private dropPolicy(id: string): void {
    this.forgetPolicy(id);
    this.record({ removedPolicy: id });
  }

  private forgetPolicy(id: string): void {
    const prior = this.policies.get(id);
    if (prior) this.owned.get(key(prior.accountId, prior.appId))?.delete(id);
    this.policies.delete(id);
  }

  private putApplication(application: ApplicationRecord): ApplicationRecord {
    this.applications.set(key(application.accountId, application.id), application);
    this.linking = undefined;
    this.record({ application });
    return application;
  }

  private dropApplication(app: { readonly accountId: string; readonly id: string }): void {
    this.deletedApplications.set(key(app.accountId, app.id), app);
    this.applications.delete(key(app.accountId, app.id));
    this.linking = undefined;
    this.record({ removedApplication: app });
  }

  private linksByPolicy(): Map<string, ApplicationRecord[]> {
    const linking = new Map<string, ApplicationRecord[]>();
    for (const app of this.applications.values()) {
      for (const { policyId } of app.links) linking.set(policyId, [...(linking.get(policyId) ?? []), app]);
    }
    return linking;
  }

  private record(change: Change): void {
    this.version++;
    for (const listener of this.listeners) listener(change);
  }

  private timestamp(): string {
    return new Date(this.now()).toISOString();
  }
}

function key(accountId: string, id = ""): string {
  return `${accountId}/${id}`;
}
