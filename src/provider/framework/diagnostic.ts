import type { AttributePath } from "../cty";

/** What Terraform shows the user: one error or warning, at an attribute where there is one. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /** What was given, what is allowed, how to mend it. */
  readonly detail: string;
  /** Stops at sets: Terraform can point no deeper. */
  readonly path?: AttributePath;
}
