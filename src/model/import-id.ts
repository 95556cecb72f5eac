/** How such an id is written, e.g. `<account_id>/<policy_id>`. */
export function importIdForm(names: readonly string[]): string {
  return names.map(placeholder).join("/");
}

/** The parts of an import id by name; undefined where it is not of the form. */
export function splitImportId(
  names: readonly string[],
  id: string,
): Readonly<Record<string, string>> | undefined {
  if (importIdProblem(names, id) !== undefined) return undefined;
  const given = partsOf(id);
  return Object.fromEntries(names.map((name, index) => [name, given[index]!]));
}

/** Says which part of an import id is not of the form, in a sentence; undefined where it is of the form. */
export function importIdProblem(names: readonly string[], id: string): string | undefined {
  const given = partsOf(id);
  const scope = given[0]!.toLowerCase();
  // Import ids of other providers begin with the kind of what owns the policy.
  if (/^zones?$/.test(scope))
    return `It begins with a zone, but Access policies are imported by account: write the account's id in place of ${JSON.stringify(given.slice(0, 2).join("/"))}.`;
  if (/^accounts?$/.test(scope))
    return `It begins with the word "${scope}": leave it out, the account's id comes first.`;
  if (given.length !== names.length) return `It has ${partCount(given.length)}, not ${names.length}.`;
  const empty = names.find((_, index) => given[index] === "");
  return empty === undefined ? undefined : `${placeholder(empty)} is empty.`;
}

function partsOf(id: string): readonly string[] {
  return id.split("/").map((part) => part.trim());
}

function placeholder(name: string): string {
  return `<${name === "id" ? "policy_id" : name}>`;
}

function partCount(count: number): string {
  return count === 1 ? "1 part" : `${count} parts`;
}
