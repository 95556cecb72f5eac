import { applicationNotFound } from "./refusal";
import type { ApplicationRecord, Store } from "./store";

/** An application that exists from the start. */
export interface GivenApplication {
  /** @default every account has it */
  readonly accountId?: string;
  readonly id: string;
  readonly name?: string;
  /** One of the API's application types. @default "self_hosted" */
  readonly type?: string;
  readonly domain?: string;
  readonly self_hosted_domains?: readonly string[];
  /** What it is reached under, e.g. `{ type: "public", uri: "wiki.example.com" }`. */
  readonly destinations?: readonly Readonly<Record<string, unknown>>[];
  /** Any other setting of the API, e.g. `allowed_idps`. */
  readonly [setting: string]: unknown;
}

/** Knows which applications exist: those made, those given, or (when none are given) any that is asked for. */
export class ApplicationDirectory {
  constructor(
    private readonly store: Store,
    private readonly given: readonly GivenApplication[] | undefined,
  ) {}

  /** Throws a 404 where the application does not exist. */
  find(accountId: string, id: string): ApplicationRecord {
    this.addGiven(accountId);
    const known = this.store.application(accountId, id);
    if (known) return known;
    if (this.given || this.store.wasDeleted(accountId, id)) throw applicationNotFound();
    const never = new Date(0).toISOString();
    return { id, accountId, body: {}, links: [], createdAt: never, updatedAt: never };
  }

  /** Remembers an application that was only taken as existing. */
  keep(app: ApplicationRecord): ApplicationRecord {
    const { accountId, id, body } = app;
    return this.store.application(accountId, id) ?? this.store.addApplication({ accountId, id, body });
  }

  list(accountId: string): readonly ApplicationRecord[] {
    this.addGiven(accountId);
    return this.store.allApplications().filter((app) => app.accountId === accountId);
  }

  private addGiven(accountId: string): void {
    for (const { id, accountId: owner, ...body } of this.given ?? []) {
      if (owner !== undefined && owner !== accountId) continue;
      if (this.store.application(accountId, id) || this.store.wasDeleted(accountId, id)) continue;
      this.store.addApplication({ accountId, id, body: { type: "self_hosted", ...body } });
    }
  }
}
