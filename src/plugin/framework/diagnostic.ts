import { quoted } from "../../text";
import type { AttributePath, CtyType } from "../cty";

/** What Terraform shows the user: one error or warning, at an attribute where there is one. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /** What was given, what is allowed, how to mend it. */
  readonly detail: string;
  /** Stops at sets, whose elements have no place. Where Terraform cannot point so deep, it is told in words. */
  readonly path?: AttributePath;
}

export function errorDiagnostic(summary: string, detail: string, path?: AttributePath): Diagnostic {
  return { severity: "error", summary, detail, ...(path ? { path } : {}) };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/**
 * The error for something thrown where diagnostics were due. Its message only: a stack says nothing to a user.
 * `doing` ends the sentence "… failed while", e.g. "creating cfaccess_policy".
 */
export function thrownDiagnostic(thrown: unknown, doing: string): Diagnostic {
  // Not by instanceof: what aborts a fetch is no Error in every realm.
  const { name, message = String(thrown) } = (thrown ?? {}) as { name?: string; message?: string };
  if (name === "AbortError")
    return errorDiagnostic(
      `Stopped while ${doing}`,
      "Terraform asked to stop. Run the command again to go on.",
    );
  return errorDiagnostic(`Unexpected failure while ${doing}`, message || "No reason was given.");
}

/**
 * As much of a path as Terraform can point at in a value of this type: an attribute of the resource, or an element of a
 * list that it holds. Given a path that goes on from there, its core points at the resource as a whole.
 */
export function visiblePath(type: CtyType, path: AttributePath): AttributePath {
  let current: CtyType = type;
  for (const [index, step] of path.slice(0, 2).entries()) {
    const next = index === 1 && typeof step === "string" ? undefined : stepInto(current, step);
    if (next === undefined) return path.slice(0, index);
    current = next;
  }
  return path.slice(0, 2);
}

/** A path as people write it: `include.ip`, `approval_groups[0].approvals_needed`. */
export function renderPath(path: AttributePath): string {
  return path
    .map((step, index) => {
      if (typeof step === "string") return index === 0 ? step : `.${step}`;
      return typeof step === "number" ? `[${step}]` : `[${quoted(step.key)}]`;
    })
    .join("");
}

function stepInto(type: CtyType, step: AttributePath[number]): CtyType | undefined {
  if (type.kind === "object" && typeof step === "string")
    return Object.hasOwn(type.attributes, step) ? type.attributes[step] : undefined;
  if (type.kind === "list" && typeof step === "number") return type.element;
  if (type.kind === "map" && typeof step === "object") return type.element;
  return undefined;
}
