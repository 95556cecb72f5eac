import type { CreateEvent, PolicyAnswer } from "../../client";
import { ApiError } from "../../client";
import type { Diagnostic, ObjectValue } from "../framework";
import { type ImportIdParts, importIdOf } from "./policy-import-id";

/** What tells which policies of a resource are meant. */
interface Identified {
  readonly typeName: string;
  readonly importId: ImportIdParts;
}

/**
 * The warnings for policies that a plan is about to make a second time, each whole in its first line, which is all that
 * some ways to show a plan keep of it.
 */
export function remainsDiagnostics(
  definition: Identified,
  planned: ObjectValue,
  alike: readonly PolicyAnswer[],
): Diagnostic[] {
  return alike.map(({ id }) => ({
    severity: "warning",
    summary: `${subject(planned)} is there already as ${id}, with the same content: take it over with ${importLine(definition, planned, id)}`,
    detail:
      "This plan makes a second one. A run that was cut off before it could save its state leaves such policies behind. " +
      "Where this same plan deletes that one, as it does for a resource that was renamed, there is nothing to take over. " +
      "It is none of this configuration's business where another configuration, or another resource of this one, has it.",
    path: ["name"],
  }));
}

/** What a user should know of a create that succeeded. */
export function createdDiagnostic(
  definition: Identified,
  planned: ObjectValue,
  event: CreateEvent,
): Diagnostic {
  const { id } = event.policy;
  if (event.what === "adopted") {
    return {
      severity: "warning",
      summary: `${subject(planned)} was made, though the answer was lost: it is taken to be ${id}`,
      detail:
        `${sentence(event.because.reason)} It is the only policy of this name and content that was made since, and no ` +
        "other resource of this run made it.",
      path: ["name"],
    };
  }
  const others = event.twins.map((twin) => twin.id);
  return {
    severity: "warning",
    summary: `${subject(planned)} may have been made more than once: as ${[id, ...others].join(", ")}`,
    detail:
      `The answer to its creation was lost, and when nothing of it was found it was made again, as ${id}. Delete what ` +
      `nobody needs, or import it: ${others.map((other) => importLine(definition, planned, other)).join("; ")}`,
    path: ["name"],
  };
}

/** The same error, with how to take over each policy that may be the result of a create. */
export function withImportLines(
  diagnostic: Diagnostic,
  error: unknown,
  definition: Identified,
  planned: ObjectValue,
): Diagnostic {
  const ids = error instanceof ApiError ? (error.candidates ?? []) : [];
  if (ids.length === 0) return diagnostic;
  const lines = ids.map((id) => `  ${importLine(definition, planned, id)}`);
  return { ...diagnostic, detail: [diagnostic.detail, lines.join("\n")].join("\n\n") };
}

/** Which resource it is for only the user knows. */
function importLine({ typeName, importId }: Identified, planned: ObjectValue, id: string): string {
  return `terraform import ${typeName}.NAME ${importIdOf(importId, planned, id)}`;
}

function subject({ name, app_id: app }: ObjectValue): string {
  const policy = `Policy ${JSON.stringify(name)}`;
  return typeof app === "string" ? `${policy} of application ${app}` : policy;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
