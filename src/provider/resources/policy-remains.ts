import type { CreateEvent, PolicyAnswer } from "../../client";
import { ApiError } from "../../client";
import type { Diagnostic, ObjectValue } from "../framework";
import { type Imported, takeOver } from "./policy-import-id";

/**
 * The warnings for policies that a plan is about to make a second time, each whole in its first line, which is all that
 * some ways to show a plan keep of it.
 */
export function remainsDiagnostics(
  definition: Imported,
  planned: ObjectValue,
  alike: readonly PolicyAnswer[],
): Diagnostic[] {
  return alike.map(({ id }) => takeOverDiagnostic(definition, planned, id));
}

function takeOverDiagnostic(definition: Imported, planned: ObjectValue, id: string): Diagnostic {
  const { command, construct } = takeOver(definition, planned, id);
  return {
    severity: "warning",
    summary: `${subject(planned)} is there already as ${id}, with the same content: take it over with ${command}`,
    detail:
      `${construct}\n\n` +
      "This plan makes a second one. A run that was cut off before it could save its state leaves such policies behind. " +
      "Where this same plan deletes that one, as it does for a resource that was renamed, there is nothing to take over. " +
      "It is none of this configuration's business where another configuration, or another resource of this one, has it.",
    path: ["name"],
  };
}

/** What a user should know of a create that succeeded. */
export function createdDiagnostic(
  definition: Imported,
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
      `nobody needs, or import it:\n\n${takeOverLines(definition, planned, others)}`,
    path: ["name"],
  };
}

/** The same error, with how to take over each policy that may be the result of a create. */
export function withImportLines(
  diagnostic: Diagnostic,
  error: unknown,
  definition: Imported,
  planned: ObjectValue,
): Diagnostic {
  const ids = error instanceof ApiError ? (error.candidates ?? []) : [];
  if (ids.length === 0) return diagnostic;
  return {
    ...diagnostic,
    detail: [diagnostic.detail, takeOverLines(definition, planned, ids)].join("\n\n"),
  };
}

function takeOverLines(definition: Imported, planned: ObjectValue, ids: readonly string[]): string {
  return ids
    .map((id) => takeOver(definition, planned, id))
    .flatMap(({ command, construct }) => [`  ${command}`, `  ${construct}`])
    .join("\n");
}

function subject({ name, app_id: app }: ObjectValue): string {
  const policy = `Policy ${JSON.stringify(name)}`;
  return typeof app === "string" ? `${policy} of application ${app}` : policy;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
