import { ImportableResource, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { POLICY_TYPES } from "../../model";
import { pathOfNew } from "../constructor-arguments";
import type { LookupOptions } from "../reference/access-data-source";
import { checkImportId } from "../reference/location";
import { AccessPolicy, type AccountProps, type TimeoutProps, type WarningProps } from "./access-policy";
import type { AccessPolicyProps } from "./gen/policy-props";
import { LookedUpAccessPolicy } from "./looked-up-access-policy";

const REUSABLE_ACCESS_POLICY = Symbol.for("cdktf-cloudflare-access.ReusableAccessPolicy");

const CONFIG = {
  type: POLICY_TYPES.reusable,
  terraformResourceType: "cfaccess_policy",
  subject: "ReusableAccessPolicy",
  placement: { accountId: { attribute: "account_id", required: false } },
} as const;

/** What a reusable policy says, where it is kept, and the meta-arguments of any Terraform resource. */
export interface ReusableAccessPolicyProps
  extends AccessPolicyProps,
    AccountProps,
    WarningProps,
    TimeoutProps {}

/**
 * A reusable Access policy: kept once in the account, attached to any number of applications by its `policyId`.
 *
 * Throws a `PolicyError` that lists every mistake in the props. What the vendor calls a misconfiguration, such as
 * letting in everyone, becomes a warning that the cdktf CLI prints.
 *
 * Terraform resource `cfaccess_policy`; import ID `<account_id>/<policy_id>`.
 * Source: https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/policies/
 */
export class ReusableAccessPolicy extends AccessPolicy {
  static readonly tfResourceType = CONFIG.terraformResourceType;

  static {
    Object.defineProperty(ReusableAccessPolicy.prototype, REUSABLE_ACCESS_POLICY, { value: true });
  }

  /** Whether a value is a reusable policy of this package, also of another copy of it. */
  static isReusableAccessPolicy(value: unknown): value is ReusableAccessPolicy {
    return typeof value === "object" && value !== null && REUSABLE_ACCESS_POLICY in value;
  }

  /**
   * A reusable policy that is managed elsewhere, looked up by its exact name whenever Terraform runs. None or several
   * of that name are an error then.
   */
  static fromName(scope: Construct, id: string, name: string, options?: LookupOptions): LookedUpAccessPolicy {
    return new LookedUpAccessPolicy(scope, id, { name }, options);
  }

  /** A reusable policy that is managed elsewhere. It is read whenever Terraform runs, for what it says. */
  static fromId(
    scope: Construct,
    id: string,
    policyId: string,
    options?: LookupOptions,
  ): LookedUpAccessPolicy {
    return new LookedUpAccessPolicy(scope, id, { id: policyId }, options);
  }

  /**
   * Has the next plan write the configuration of a policy that exists already.
   * @param importToId name the resource is to have
   * @param importFromId `<account_id>/<policy_id>`
   */
  static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    const owner = `${CONFIG.subject} "${pathOfNew(CONFIG.subject, scope, importToId)}"`;
    checkImportId(owner, "generateConfigForImport", CONFIG.type, importFromId);
    const { terraformResourceType } = CONFIG;
    return new ImportableResource(scope, importToId, {
      terraformResourceType,
      importId: importFromId,
      provider,
    });
  }

  constructor(scope: Construct, id: string, props: ReusableAccessPolicyProps) {
    super(scope, id, props, CONFIG);
  }
}
