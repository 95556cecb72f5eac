import type { ObjectValue } from "../../cty";
import { type Diagnostic, thrownDiagnostic } from "../diagnostic";
import type { Notes } from "../private-state";
import type { StateResponse } from "../resource";
import { logFailure } from "./log";
import { type DiagnosticMessage, toDiagnostics } from "./messages";

/** What an operation of a resource came to. What it threw is among the diagnostics, and its state is then null. */
export interface Outcome {
  readonly state: ObjectValue | null;
  readonly diagnostics: Diagnostic[];
  readonly notes?: Notes;
}

/** Runs what the provider's author wrote: whatever it throws becomes a diagnostic, its stack goes to the log. */
export async function attempt(
  doing: string,
  operation: () => StateResponse | Promise<StateResponse>,
): Promise<Outcome> {
  try {
    const { state, diagnostics = [], notes } = await operation();
    return { state, diagnostics: [...diagnostics], notes };
  } catch (thrown) {
    logFailure(thrown, doing);
    return { state: null, diagnostics: [thrownDiagnostic(thrown, doing)] };
  }
}

/** A call that always answers: what it throws comes back as the answer's only diagnostic. */
export function guarded<Request, Response>(
  doing: (request: Request) => string,
  call: (request: Request) => Response | Promise<Response>,
): (request: Request) => Promise<Response | { diagnostics: DiagnosticMessage[] }> {
  return async (request) => {
    try {
      return await call(request);
    } catch (thrown) {
      logFailure(thrown, doing(request));
      return { diagnostics: toDiagnostics([thrownDiagnostic(thrown, doing(request))]) };
    }
  };
}
