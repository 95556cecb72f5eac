import type { Attribute, Diagnostic, ObjectValue } from "../../plugin";
import { type AccessMeta, placeErrors } from "../resources";

/** `account_id` of every data source. */
export const ACCOUNT_ATTRIBUTE: Attribute = {
  type: "string",
  optional: true,
  computed: true,
  description: "ID of the Cloudflare account. Defaults to the provider's `account_id`.",
};

/** The errors in what the configuration says of the account. */
export function accountErrors(config: ObjectValue): Diagnostic[] {
  return placeErrors(config, ["account_id"]);
}

/** The account that is asked, or what to tell a user who named none. */
export function accountOf(meta: AccessMeta, config: ObjectValue): string | Diagnostic {
  const accountId = config.account_id ?? meta.accountId;
  return typeof accountId === "string" ? accountId : NO_ACCOUNT;
}

const NO_ACCOUNT: Diagnostic = {
  severity: "error",
  summary: "No Cloudflare account is given",
  detail: "Set account_id here, on the provider, or as CLOUDFLARE_ACCOUNT_ID.",
  path: ["account_id"],
};
