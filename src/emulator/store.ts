import { randomUUID } from "node:crypto";

export type Body = Readonly<Record<string, unknown>>;

/** A policy as it was accepted; the answers' spelling is made when it is read. */
export interface PolicyRecord {
  readonly id: string;
  readonly accountId: string;
  /** The application that owns it; absent on a reusable policy. */
  readonly appId?: string;
  /** Its place in `appId`; a reusable policy has its places in the applications' links. */
  readonly precedence?: number;
  /** The request body without `precedence`, the MFA switch as `mfa_disabled`. */
  readonly body: Body;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A reusable policy's place in an application. */
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

/** Everything the emulator remembers; plain JSON. */
export interface State {
  readonly policies: readonly PolicyRecord[];
  readonly applications: readonly ApplicationRecord[];
  /** `<account>/<app>` of deleted applications, so that one taken as existing does not come back. */
  readonly deletedApplications: readonly string[];
}

/** The emulator's memory, in order of creation. Knows nothing of HTTP and judges nothing. */
export class Store {
  private readonly policies = new Map<string, PolicyRecord>();
  /** The ids of the policies of one owner: an application, or an account for its reusable policies. */
  private readonly owned = new Map<string, Set<string>>();
  private readonly applications = new Map<string, ApplicationRecord>();
  private readonly deletedApplications = new Set<string>();
  private linking: { version: number; applications: Map<string, ApplicationRecord[]> } | undefined;
  /** Counts changes, for whoever saves them. */
  version = 0;

  constructor(
    private readonly now: () => number,
    state?: State,
  ) {
    for (const policy of state?.policies ?? []) this.putPolicy(policy);
    for (const app of state?.applications ?? []) this.applications.set(key(app.accountId, app.id), app);
    for (const deleted of state?.deletedApplications ?? []) this.deletedApplications.add(deleted);
  }

  state(): State {
    return {
      policies: [...this.policies.values()],
      applications: [...this.applications.values()],
      deletedApplications: [...this.deletedApplications],
    };
  }

  clear(): void {
    this.policies.clear();
    this.owned.clear();
    this.applications.clear();
    this.deletedApplications.clear();
    this.version++;
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
    this.version++;
  }

  /** The applications that a policy is linked to. */
  applicationsLinking(policyId: string): readonly ApplicationRecord[] {
    if (this.linking?.version !== this.version) {
      const applications = new Map<string, ApplicationRecord[]>();
      for (const app of this.applications.values()) {
        for (const link of app.links) {
          applications.set(link.policyId, [...(applications.get(link.policyId) ?? []), app]);
        }
      }
      this.linking = { version: this.version, applications };
    }
    return this.linking.applications.get(policyId) ?? [];
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
    this.applications.set(key(app.accountId, record.id), record);
    this.version++;
    return record;
  }

  changeApplication(app: ApplicationRecord, change: Partial<Pick<ApplicationRecord, "body" | "links">>) {
    const changed = { ...app, ...change, updatedAt: this.timestamp() };
    this.applications.set(key(app.accountId, app.id), changed);
    this.version++;
    return changed;
  }

  /** The application's own policies go with it; reusable ones stay. */
  removeApplication(accountId: string, id: string): boolean {
    for (const policy of this.policiesOwnedBy(accountId, id)) this.dropPolicy(policy.id);
    this.deletedApplications.add(key(accountId, id));
    this.version++;
    return this.applications.delete(key(accountId, id));
  }

  private putPolicy(policy: PolicyRecord): PolicyRecord {
    const prior = this.policies.get(policy.id);
    const owner = key(policy.accountId, policy.appId);
    if (prior && key(prior.accountId, prior.appId) !== owner) this.dropPolicy(policy.id);
    this.policies.set(policy.id, policy);
    this.owned.set(owner, (this.owned.get(owner) ?? new Set()).add(policy.id));
    this.version++;
    return policy;
  }

  private dropPolicy(id: string): void {
    const prior = this.policies.get(id);
    if (prior) this.owned.get(key(prior.accountId, prior.appId))?.delete(id);
    this.policies.delete(id);
  }

  private timestamp(): string {
    return new Date(this.now()).toISOString();
  }
}

function key(accountId: string, id = ""): string {
  return `${accountId}/${id}`;
}
