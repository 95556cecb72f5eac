import { type IResolvable, ref, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { AccessDataSource, type LookupOptions } from "../reference/access-data-source";

const SUBJECT = {
  dataSource: "cfaccess_policies",
  construct: "AccessPolicies",
  noun: "reusable policies",
} as const;

/**
 * All reusable Access policies of an account, each in short, read whenever Terraform runs:
 * `new AccessPolicies(stack, "all")`.
 *
 * Terraform data source `cfaccess_policies`.
 */
export class AccessPolicies extends AccessDataSource {
  static readonly tfResourceType = SUBJECT.dataSource;

  constructor(scope: Construct, id: string, options?: LookupOptions) {
    super(scope, id, SUBJECT, {}, options);
  }

  /** The policies by name: a list of objects with `id`, `name`, `decision` and `summary`. */
  get policies(): IResolvable {
    return this.interpolationForAttribute("policies");
  }

  /** IDs of the policies, in the order of their names. */
  get policyIds(): string[] {
    return Token.asList(ref(`${this.fqn}.policies[*].id`, TerraformStack.of(this)));
  }
}
