import { pathSegment } from "./base-url";
import type { Creates } from "./creates";
import type { ListMemory } from "./list-memory";
import { policyCollection } from "./policy-collection";
import type { PolicyEndpoint } from "./policy-endpoint";
import { PolicyReads, type ReadsOptions } from "./reads";
import type { Send } from "./request";

/** All policies of one account, whose reads share lists. */
export class AccountPolicies {
  readonly reusable: PolicyEndpoint;
  readonly #reads: PolicyReads;
  readonly #applications: string;

  /** @param account the account's id as a segment of a path */
  constructor(
    private readonly send: Send,
    memory: ListMemory,
    private readonly creates: Creates,
    account: string,
    options?: ReadsOptions,
  ) {
    this.#applications = `/accounts/${account}/access/apps`;
    const reusable = {
      path: `/accounts/${account}/access/policies`,
      noun: "reusable policy",
      plural: "reusable policies",
    };
    this.#reads = new PolicyReads(send, memory, reusable, this.#applications, options);
    this.reusable = policyCollection({ send, creates, reads: this.#reads }, reusable);
  }

  ofApplication(app: string): PolicyEndpoint {
    const segment = pathSegment("use application policies", "application id", app);
    const collection = {
      path: `${this.#applications}/${segment}/policies`,
      app,
      noun: "application policy",
      plural: "application policies",
    };
    return policyCollection({ send: this.send, creates: this.creates, reads: this.#reads }, collection);
  }
}
