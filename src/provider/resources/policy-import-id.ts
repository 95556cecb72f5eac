import { importIdForm, importIdProblem, POLICY_TYPES, type PolicyKind, splitImportId } from "../../model";
import type { Diagnostic, ObjectValue } from "../../plugin";
import { commandPath, quoted } from "../../text";

/** The attributes an import id is made of, in order, e.g. `["account_id", "id"]`. */
export type ImportIdParts = readonly string[];

/** What tells which policies of a resource are meant. */
export interface Imported {
  readonly typeName: string;
  readonly importId: ImportIdParts;
}

/**
 * How a policy that exists is taken over: the command, and what says the same in a stack. Which resource it is for only
 * the user knows.
 */
export function takeOver({ typeName, importId }: Imported, values: ObjectValue, id: string) {
  const { path, remarks } = commandPath(
    importId.map((name) => (name === "id" ? ["policy_id", id] : [name, values[name]])),
  );
  const construct = `With cdktf: .importFrom(${quoted(path)}) on the construct.`;
  return {
    command: `terraform import ${typeName}.NAME ${path}`,
    construct: [construct, ...remarks].join(" "),
  };
}

/** The two kinds of policy, by how they are imported. */
export const IMPORTED = {
  reusable: { typeName: "cfaccess_policy", importId: POLICY_TYPES.reusable.importId },
  application: { typeName: "cfaccess_application_policy", importId: POLICY_TYPES.application.importId },
} as const satisfies Readonly<Record<PolicyKind, Imported>>;

/** Takes an import id apart at its slashes. */
export function parseImportId(
  typeName: string,
  names: ImportIdParts,
  id: string,
): { parts?: Readonly<Record<string, string>>; diagnostics: readonly Diagnostic[] } {
  const parts = splitImportId(names, id);
  if (parts) return { parts, diagnostics: [] };
  const form = importIdForm(names);
  const other = Object.values(IMPORTED).find(
    (kind) => kind.typeName !== typeName && splitImportId(kind.importId, id) !== undefined,
  );
  const hint = other === undefined ? "" : ` A ${other.typeName} is imported by an id like this one.`;
  return {
    diagnostics: [
      {
        severity: "error",
        summary: "The import id is not of the right form",
        detail: `${importIdProblem(names, id)}${hint}\n\nGot ${quoted(id)}; a ${typeName} is imported by ${form}, for example\n\n  terraform import ${typeName}.NAME ${form}`,
      },
    ],
  };
}
