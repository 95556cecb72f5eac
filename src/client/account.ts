import { type ApplicationEntry, listPath } from "./account-objects";
import { type ApplicationEndpoint, applicationEndpoint } from "./application-endpoint";
import { readApplicationsWith } from "./applications";
import type { PolicyCreates } from "./create-policies";
import { policyEndpoint } from "./policies";
import { checkId, listIn, malformed, type PolicyAnswer, policiesIn } from "./policy-answer";
import type { PolicyEndpoint, RequestOptions } from "./policy-endpoint";
import { PolicyReads, type ReadParts } from "./policy-reads";
import { pathSegment } from "./request";

/** What the accounts of one client share. */
export interface ClientParts extends ReadParts {
  readonly creates: PolicyCreates;
}

/** The policies and applications of one account, whose reads share lists. */
export class Account {
  readonly reusablePolicies: PolicyEndpoint;
  readonly #reads: PolicyReads;
  readonly #applications: string;
  readonly #reusable: string;

  /** @param account the account's id as a segment of a path */
  constructor(
    private readonly parts: ClientParts,
    account: string,
  ) {
    this.#applications = listPath(account, "application");
    this.#reusable = listPath(account, "reusable_policy");
    this.#reads = new PolicyReads(parts, account);
    this.reusablePolicies = policyEndpoint(
      { ...parts, reads: this.#reads },
      { path: this.#reusable, noun: "reusable policy", plural: "reusable policies" },
    );
  }

  applicationPolicies(app: string): PolicyEndpoint {
    const path = this.#policiesPath("use application policies", app);
    const names = { noun: "application policy", plural: "application policies" };
    return policyEndpoint({ ...this.parts, reads: this.#reads }, { path, app, ...names });
  }

  application(app: string): ApplicationEndpoint {
    const segment = pathSegment("use an application", "application id", app);
    const { send, writes } = this.parts;
    return applicationEndpoint({ send, writes, reads: this.#reads }, `${this.#applications}/${segment}`, app);
  }

  /** Requests each time which applications a reusable policy is attached to. */
  applicationsWith(policyId: string, options?: RequestOptions): Promise<readonly ApplicationEntry[]> {
    const operation = "list the applications that use a policy";
    const request = { operation, method: "GET", path: this.#applications, ...options } as const;
    return readApplicationsWith(this.parts.send, request, policyId);
  }

  /**
   * PUT of a policy's `make_reusable`: it becomes a reusable policy under the same id, attached to its application with the
   * same precedence. The body is empty, the answer a list of one policy.
   */
  async makeReusable(appId: string, policyId: string, options?: RequestOptions): Promise<PolicyAnswer> {
    const { send, writes } = this.parts;
    const operation = "make application policy reusable";
    const policies = this.#policiesPath(operation, appId);
    const path = `${policies}/${pathSegment(operation, "policy id", policyId)}/make_reusable`;
    const request = { operation, method: "PUT", path, ...options } as const;
    const convert = async () => {
      const reply = await send(request);
      const [made] = Array.isArray(listIn(reply)) ? policiesIn(request, reply) : [];
      if (made === undefined) throw malformed(request, reply, "a list with the policy in its result");
      checkId(request, reply, made.id, policyId);
      return made;
    };
    const made = await writes.track(policies, policyId, () =>
      writes.track(this.#reusable, policyId, convert),
    );
    writes.record(policies, policyId, "deleted");
    writes.record(this.#reusable, policyId, made);
    return made;
  }

  #policiesPath(operation: string, app: string): string {
    return `${this.#applications}/${pathSegment(operation, "application id", app)}/policies`;
  }
}
