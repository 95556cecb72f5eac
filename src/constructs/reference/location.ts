import { importIdForm, importIdProblem, type PolicyType, splitImportId } from "../../model";
import { isToken } from "../tokens";
import { mistake } from "../usage-error";
import { checkPlaceId } from "./access-reference";

/**
 * @param owner whose method it is, such as `ReusableAccessPolicy "access/staff"`
 * @throws Error for what is no import id of such a policy
 */
export function checkImportId(owner: string, method: string, type: PolicyType, id: unknown): void {
  if (isToken(id)) return;
  const names = type.importId;
  const parts = typeof id === "string" ? splitImportId(names, id) : undefined;
  if (!parts) {
    const problem = typeof id === "string" ? ` ${importIdProblem(names, id)}` : "";
    throw mistake(
      `${owner}: ${method}: Not an import id: got ${JSON.stringify(id) ?? "nothing"}, allowed is ` +
        `${importIdForm(names)}. Write the ids with a slash between them.${problem}`,
    );
  }
  for (const [name, part] of Object.entries(parts)) checkPlaceId(`${owner}: ${method}`, name, part);
}

/**
 * @param owner whose method it is, such as `AttachedPolicies "access/crm"`
 * @throws Error for what is not an import id of a list of an application's policies
 */
export function checkListImportId(owner: string, id: unknown): void {
  if (isToken(id)) return;
  const names = ["account_id", "app_id"];
  const parts = typeof id === "string" ? splitImportId(names, id) : undefined;
  if (!parts)
    throw mistake(
      `${owner}: importFrom: Not an import id: got ${JSON.stringify(id) ?? "nothing"}, allowed is ${importIdForm(names)}.`,
    );
  for (const [name, part] of Object.entries(parts)) checkPlaceId(`${owner}: importFrom`, name, part);
}

/** Modules around it, the type, the name and, where there are several, which one. */
const RESOURCE_ADDRESS = /^(module\.[\w-]+(\[[^\]]+\])?\.)*[a-z]\w*\.[A-Za-z_][\w-]*(\[(\d+|"[^"]*")\])?$/;

/**
 * @param owner whose method it is, such as `ReusableAccessPolicy "access/staff"`
 * @throws Error for what is no address of a resource
 */
export function checkAddress(owner: string, method: string, address: unknown): void {
  if (isToken(address) || (typeof address === "string" && RESOURCE_ADDRESS.test(address))) return;
  throw mistake(
    `${owner}: ${method}: Not the address of a resource: got ${JSON.stringify(address) ?? "nothing"}, allowed is ` +
      "one as `terraform state list` shows it, such as cloudflare_zero_trust_access_policy.staff. " +
      "For an id of the API use importFrom.",
  );
}
