import type { CreateEvent, Duplicate, PolicyAnswer } from "../../client";
import { ApiError } from "../../client";
import { lintSameContent } from "../../model";
import type { Diagnostic, ObjectValue } from "../../plugin";
import { shownId } from "../../text";
import { policySubject } from "./diagnostics";
import { type ImportTarget, importCommand } from "./policy-import";
import { acceptedWarnings, lintDiagnostic } from "./policy-lint";

/**
 * Warns of policies that a plan would create a second time. One that is managed is not an orphan of an earlier run. One that
 * was not read yet may be read and deleted later in the same plan, so its warning has to hold then too. Each warning is
 * complete in its summary, since some programs show nothing else of a plan.
 */
export function duplicateDiagnostics(
  definition: ImportTarget,
  { planned, config }: { readonly planned: ObjectValue; readonly config: ObjectValue },
  duplicates: readonly Duplicate[],
): Diagnostic[] {
  const managed = duplicates.filter(({ isManaged }) => isManaged);
  const ids = managed.map(({ policy }) => policy.id);
  const unread = duplicates.filter(({ isManaged }) => !isManaged);
  return [
    ...lintSameContent(ids, acceptedWarnings(config)).map((issue) =>
      lintDiagnostic(planned, issue, ["name"]),
    ),
    ...unread.map(({ policy }) => orphanDiagnostic(definition, planned, policy)),
  ];
}

function orphanDiagnostic(
  definition: ImportTarget,
  planned: ObjectValue,
  { id, created_at: createdAt }: PolicyAnswer,
): Diagnostic {
  const { command, construct } = importCommand(definition, planned, id);
  return {
    severity: "warning",
    summary: `${policySubject(planned)} has the same content as ${shownId(id)}: if nothing manages that one, import it with ${command}`,
    detail:
      `${construct}\n\n` +
      `This plan makes a second one. ${createdAtText(createdAt)}A run that was interrupted before it could save its state leaves such ` +
      "policies behind, and so does a create whose error said that it may have been carried out. " +
      "Where this same plan deletes that one, the resource or the key of a list was renamed: do not import it, but declare " +
      "the move with a moved block (moveFromId in cdktf), and nothing is deleted and made again. " +
      "Leave it alone where another configuration, or another resource of this one, has it.",
    path: ["name"],
  };
}

/** Warns of a create whose answer was lost: which policy it is taken to be, or which duplicates it may have left. */
export function createdDiagnostic(
  definition: ImportTarget,
  planned: ObjectValue,
  event: CreateEvent,
): Diagnostic {
  const { id } = event.policy;
  if (event.what === "adopted") {
    return {
      severity: "warning",
      summary: `${policySubject(planned)} was made, though the answer was lost: it is taken to be ${shownId(id)}`,
      detail:
        `${sentence(event.because.reason)} It is the only policy of this name and content that was made since, and no ` +
        "other resource of this run made it.",
      path: ["name"],
    };
  }
  const others = event.duplicates.map(({ id }) => id);
  return {
    severity: "warning",
    summary: `${policySubject(planned)} may have been made more than once: as ${[id, ...others].map(shownId).join(", ")}`,
    detail:
      `The answer to its creation was lost, and when nothing of it was found it was made again, as ${shownId(id)}. Delete what ` +
      `is not needed, or import it:\n\n${importCommands(definition, planned, others)}`,
    path: ["name"],
  };
}

/**
 * Adds to the error of a create that may have been carried out what finds the policy again: its name, the time and the import
 * command.
 */
export function withImportCommands(
  diagnostic: Diagnostic,
  error: unknown,
  definition: ImportTarget,
  planned: ObjectValue,
): Diagnostic {
  if (!(error instanceof ApiError) || error.outcome !== "unknown") return diagnostic;
  const ids = error.candidates ?? [];
  const time = error.sentAt === undefined ? "" : ` at or after ${error.sentAt.toISOString()}`;
  const found =
    ids.length > 0
      ? `${policySubject(planned)} was made${time}, and any of these may be it. Import it:`
      : `If the request was carried out, ${lowerFirst(policySubject(planned))} was made${time}. The next plan that creates it ` +
        "looks for it first and names its id. Import it then instead of making a second one:";
  const lines = importCommands(definition, planned, ids.length > 0 ? ids : ["POLICY_ID"]);
  return { ...diagnostic, detail: [diagnostic.detail, found, lines].join("\n\n") };
}

function importCommands(definition: ImportTarget, planned: ObjectValue, ids: readonly string[]): string {
  return ids
    .map((id) => importCommand(definition, planned, id))
    .flatMap(({ command, construct }) => [`  ${command}`, `  ${construct}`])
    .join("\n");
}

/** The time of creation: compared with the error of an earlier apply it shows whether that apply made the policy. */
function createdAtText(createdAt: unknown): string {
  return typeof createdAt === "string" && !Number.isNaN(Date.parse(createdAt))
    ? `That one was made at ${new Date(createdAt).toISOString()}. `
    : "";
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
