/** Where an object is: its account and application, its import ID, and its address in Terraform's state. */
import {
  type Issue,
  importIdForm,
  importIdProblem,
  issue,
  renderIssue,
  splitImportId,
  validateAccountId,
  validateLocationId,
} from "../../model";
import { tokenForText } from "../list-tokens";
import { isToken } from "../tokens";
import { shown, usageError } from "../usage-error";
import { idOfReference, referenceErrors } from "./access-reference";

const APPLICATION = { kind: "application" } as const;

/** Finds the errors in the props that say which application's policies a list has: `appId` is required. */
export function locationIssues({
  appId,
  accountId,
}: {
  readonly appId?: unknown;
  readonly accountId?: unknown;
}): Issue[] {
  const misplaced = referenceErrors(["appId"], appId, APPLICATION);
  if (misplaced.length > 0) return misplaced;
  const application = applicationId(appId);
  const missing = application === undefined || application === null;
  const ids = missing ? { accountId } : { appId: application, accountId };
  return [
    ...(missing ? [issue("missing", ["appId"], { name: "appId" })] : []),
    ...Object.entries(ids).flatMap(([name, id]) => (isToken(id) ? [] : locationIdIssues(name, id))),
  ];
}

/** Returns the ID of an application that is given by its ID or as an AccessApplication. */
export function applicationId(appId: unknown): unknown {
  return idOfReference(appId, APPLICATION);
}

/** Finds the errors in the ID of an account or application, by the name of the attribute or prop. */
export function locationIdIssues(name: string, value: unknown): Issue[] {
  const isAccount = name === "account_id" || name === "accountId";
  return isAccount ? validateAccountId(name, value) : validateLocationId(name, value);
}

/**
 * Checks an ID that becomes a part of a request's address.
 * @param owner what it is given to, such as `AccessGroup "access/eng"`
 * @throws Error for a value that cannot be such an ID
 */
export function checkLocationId(owner: string, name: string, value: unknown): void {
  const found =
    tokenForText([], value) ??
    referenceErrors([], value, undefined)[0] ??
    (isToken(value) ? undefined : locationIdIssues(name, value)[0]);
  if (found) throw usageError(`${owner}: ${name}: ${renderIssue(found)}`);
}

/** The parts of the import ID of a list of an application's policies. */
export const LIST_IMPORT_ID: readonly string[] = ["account_id", "app_id"];

/**
 * Checks an import ID.
 * @param owner whose method it is, such as `ReusableAccessPolicy "access/staff"`
 * @param names parts of the ID, such as `account_id` and `policy_id`
 * @throws Error for another form
 */
export function checkImportId(owner: string, method: string, names: readonly string[], id: unknown): void {
  if (isToken(id)) return;
  const parts = typeof id === "string" ? splitImportId(names, id) : undefined;
  if (!parts) {
    const problem = typeof id === "string" ? ` ${importIdProblem(names, id)}` : "";
    throw usageError(
      `${owner}: ${method}: Not an import id: got ${shown(id, "nothing")}, allowed is ${importIdForm(names)}. ` +
        `Write the ids with a slash between them.${problem}`,
    );
  }
  for (const [name, part] of Object.entries(parts)) checkLocationId(`${owner}: ${method}`, name, part);
}

/** Modules around it, the type, the name and, where there are several, which one. */
const RESOURCE_ADDRESS = /^(module\.[\w-]+(\[[^\]]+\])?\.)*[a-z]\w*\.[A-Za-z_][\w-]*(\[(\d+|"[^"]*")\])?$/;

/**
 * Checks the address of a resource in the state.
 * @param owner whose method it is, such as `ReusableAccessPolicy "access/staff"`
 * @throws Error for another form
 */
export function checkAddress(owner: string, method: string, address: unknown): void {
  if (isToken(address) || (typeof address === "string" && RESOURCE_ADDRESS.test(address))) return;
  throw usageError(
    `${owner}: ${method}: Not the address of a resource: got ${shown(address, "nothing")}, allowed is ` +
      "one as `terraform state list` shows it, such as cloudflare_zero_trust_access_policy.staff. " +
      "For an id of the API use importFrom.",
  );
}
