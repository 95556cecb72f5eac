import type { IResolvable } from "cdktf";
import type { Construct } from "constructs";
import type { PolicyKind } from "../../model";
import type { LookupKeys, LookupOptions } from "../reference/access-data-source";
import { AccessLookup } from "../reference/access-lookup";
import type { IAccessPolicy } from "./access-policy";

const SUBJECT = {
  dataSource: "cfaccess_policy",
  construct: "ReusableAccessPolicy",
  noun: "reusable policy",
} as const;

/**
 * A reusable Access policy that is managed elsewhere, read whenever Terraform runs: what
 * `ReusableAccessPolicy.fromName` and `fromId` give.
 *
 * Terraform data source `cfaccess_policy`.
 */
export class LookedUpAccessPolicy extends AccessLookup implements IAccessPolicy {
  static readonly tfResourceType = SUBJECT.dataSource;
  readonly policyKind: PolicyKind = "reusable";

  /** @internal */
  constructor(scope: Construct, id: string, keys: LookupKeys, options?: LookupOptions) {
    super(scope, id, SUBJECT, keys, options);
  }

  /** ID of the policy. */
  get policyId(): string {
    return this.getStringAttribute("id");
  }

  get decision(): string {
    return this.getStringAttribute("decision");
  }

  /** The rules as Terraform has them: an object keyed by selector. */
  get include(): IResolvable {
    return this.interpolationForAttribute("include");
  }

  /** The rules as Terraform has them: an object keyed by selector. */
  get exclude(): IResolvable {
    return this.interpolationForAttribute("exclude");
  }

  /** The rules as Terraform has them: an object keyed by selector. */
  get require(): IResolvable {
    return this.interpolationForAttribute("require");
  }

  get sessionDuration(): string {
    return this.getStringAttribute("session_duration");
  }

  /** When the policy was made, RFC 3339. */
  get createdAt(): string {
    return this.getStringAttribute("created_at");
  }

  /** What the policy does, in one line. */
  get summary(): string {
    return this.getStringAttribute("summary");
  }
}
