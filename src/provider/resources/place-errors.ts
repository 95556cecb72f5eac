import { validateLocationId } from "../../model";
import type { Diagnostic, ObjectValue } from "../../plugin";
import { issueDiagnostic } from "./issue-diagnostic";
import { toModel } from "./policy-values";

/** The errors in the ids that say where something is kept, before any request is made of them. */
export function placeErrors(config: ObjectValue, names: readonly string[]): Diagnostic[] {
  const issues = names.flatMap((name) => validateLocationId(name, toModel(config[name] ?? null)));
  return issues.map((issue) => issueDiagnostic({}, issue));
}
