import type { PolicyKind } from "./decision";

/** What the import id of a policy is made of, in order, by the names of Terraform's attributes. */
export const IMPORT_ID: Readonly<Record<PolicyKind, readonly string[]>> = {
  reusable: ["account_id", "id"],
  application: ["account_id", "app_id", "id"],
};

/** How such an id is written, e.g. `<account_id>/<policy_id>`. */
export function importIdForm(names: readonly string[]): string {
  return names.map((name) => `<${name === "id" ? "policy_id" : name}>`).join("/");
}

/** The parts of an import id by name; undefined where it is not of the form. */
export function splitImportId(
  names: readonly string[],
  id: string,
): Readonly<Record<string, string>> | undefined {
  const given = id.split("/").map((part) => part.trim());
  if (given.length !== names.length || given.some((part) => part === "")) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, given[index]!]));
}
