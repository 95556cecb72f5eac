import type { AttributePath } from "../cty";

/** An error or a warning that Terraform shows to the user, at an attribute where it is about one. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /** What was given, what is allowed, how to fix it. */
  readonly detail: string;
  /** Ends at a set. A path that Terraform cannot address is written into the detail. */
  readonly path?: AttributePath;
}

export function errorDiagnostic(summary: string, detail: string, path?: AttributePath): Diagnostic {
  return { severity: "error", summary, detail, ...(path ? { path } : {}) };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/**
 * Converts something thrown to an error. Only its message is shown; the stack goes to the log.
 * @param operation ends the sentence "Unexpected failure while …", e.g. "creating example_book"
 */
export function thrownDiagnostic(thrown: unknown, operation: string): Diagnostic {
  // Not by instanceof: what aborts a fetch is not an Error of every realm.
  const { name, message = String(thrown) } = (thrown ?? {}) as { name?: string; message?: string };
  if (name === "AbortError")
    return errorDiagnostic(
      `Stopped while ${operation}`,
      "Terraform asked to stop. Run the command again to go on.",
    );
  return errorDiagnostic(`Unexpected failure while ${operation}`, message || "No reason was given.");
}
