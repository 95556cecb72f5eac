import { listPath } from "./account-objects";
import { type ApplicationEndpoint, applicationEndpoint } from "./application-endpoint";
import { pathSegment } from "./base-url";
import type { Creates } from "./creates";
import type { ListMemory } from "./list-memory";
import type { OwnWrites } from "./own-writes";
import { policyCollection } from "./policy-collection";
import type { PolicyEndpoint } from "./policy-endpoint";
import { type Forthcoming, PolicyReads, type ReadsOptions } from "./reads";
import type { Send } from "./request";

/** What the accounts of one client share. */
export interface ClientParts {
  readonly send: Send;
  readonly memory: ListMemory;
  readonly creates: Creates;
  readonly forthcoming: Forthcoming;
  readonly own: OwnWrites;
  readonly reads?: ReadsOptions;
}

/** All policies of one account, whose reads share lists. */
export class AccountPolicies {
  readonly reusable: PolicyEndpoint;
  readonly #reads: PolicyReads;
  readonly #applications: string;

  /** @param account the account's id as a segment of a path */
  constructor(
    private readonly parts: ClientParts,
    account: string,
  ) {
    this.#applications = listPath(account, "application");
    const reusable = {
      path: listPath(account, "reusable_policy"),
      noun: "reusable policy",
      plural: "reusable policies",
    };
    const { send, memory, forthcoming } = parts;
    const where = { reusable, applications: this.#applications };
    this.#reads = new PolicyReads({ send, memory, forthcoming }, where, parts.reads);
    this.reusable = policyCollection({ ...parts, reads: this.#reads }, reusable);
  }

  ofApplication(app: string): PolicyEndpoint {
    const segment = pathSegment("use application policies", "application id", app);
    const collection = {
      path: `${this.#applications}/${segment}/policies`,
      app,
      noun: "application policy",
      plural: "application policies",
    };
    return policyCollection({ ...this.parts, reads: this.#reads }, collection);
  }

  application(app: string): ApplicationEndpoint {
    const segment = pathSegment("use an application", "application id", app);
    const parts = { send: this.parts.send, lists: this.#reads.applications };
    return applicationEndpoint(parts, `${this.#applications}/${segment}`, app);
  }
}
