import type { CreateEvent, Duplicate, PolicyAnswer } from "../../client";
import { ApiError } from "../../client";
import { lintSameContent } from "../../model";
import type { Diagnostic, ObjectValue } from "../../plugin";
import { quoted, shownId } from "../../text";
import { type Imported, takeOver } from "./policy-import";
import { acceptedWarnings, lintDiagnostic } from "./policy-lint";

/**
 * The warnings for policies that a plan is about to make a second time, each whole in its first line, which is all that
 * some ways to show a plan keep of it. One that is managed is not left over from an earlier run. One that is not read yet
 * may be read and deleted later in the same plan, so nothing is said of it that would be false then.
 */
export function remainsDiagnostics(
  definition: Imported,
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
    ...unread.map(({ policy }) => takeOverDiagnostic(definition, planned, policy)),
  ];
}

function takeOverDiagnostic(
  definition: Imported,
  planned: ObjectValue,
  { id, created_at: createdAt }: PolicyAnswer,
): Diagnostic {
  const { command, construct } = takeOver(definition, planned, id);
  return {
    severity: "warning",
    summary: `${subject(planned)} has the same content as ${shownId(id)}: if nothing manages that one, take it over with ${command}`,
    detail:
      `${construct}\n\n` +
      `This plan makes a second one. ${madeAt(createdAt)}A run that was cut off before it could save its state leaves such ` +
      "policies behind, and so does a create whose error said that it may have been carried out. " +
      "Where this same plan deletes that one, the resource or the key of a list was renamed: do not import it, but say so " +
      "with a moved block (moveFromId in cdktf), and nothing is deleted and made again. " +
      "Leave it alone where another configuration, or another resource of this one, has it.",
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
      summary: `${subject(planned)} was made, though the answer was lost: it is taken to be ${shownId(id)}`,
      detail:
        `${sentence(event.because.reason)} It is the only policy of this name and content that was made since, and no ` +
        "other resource of this run made it.",
      path: ["name"],
    };
  }
  const others = event.duplicates.map(({ id }) => id);
  return {
    severity: "warning",
    summary: `${subject(planned)} may have been made more than once: as ${[id, ...others].map(shownId).join(", ")}`,
    detail:
      `The answer to its creation was lost, and when nothing of it was found it was made again, as ${shownId(id)}. Delete what ` +
      `nobody needs, or import it:\n\n${takeOverLines(definition, planned, others)}`,
    path: ["name"],
  };
}

/**
 * The same error; where the create may have been carried out, with what finds the policy again: its name, the time and how
 * to import it.
 */
export function withImportLines(
  diagnostic: Diagnostic,
  error: unknown,
  definition: Imported,
  planned: ObjectValue,
): Diagnostic {
  if (!(error instanceof ApiError) || error.outcome !== "unknown") return diagnostic;
  const ids = error.candidates ?? [];
  const time = error.sentAt === undefined ? "" : ` at or after ${error.sentAt.toISOString()}`;
  const found =
    ids.length > 0
      ? `${subject(planned)} was made${time}, and any of these may be it. Import it:`
      : `If the request was carried out, ${lowerFirst(subject(planned))} was made${time}. The next plan that creates it ` +
        "looks for it first and names its id. Import it then, in the place of making a second one:";
  const lines = takeOverLines(definition, planned, ids.length > 0 ? ids : ["POLICY_ID"]);
  return { ...diagnostic, detail: [diagnostic.detail, found, lines].join("\n\n") };
}

function takeOverLines(definition: Imported, planned: ObjectValue, ids: readonly string[]): string {
  return ids
    .map((id) => takeOver(definition, planned, id))
    .flatMap(({ command, construct }) => [`  ${command}`, `  ${construct}`])
    .join("\n");
}

/** With the time in an error of an earlier apply it shows whether that apply made the policy. */
function madeAt(createdAt: unknown): string {
  return typeof createdAt === "string" && !Number.isNaN(Date.parse(createdAt))
    ? `That one was made at ${new Date(createdAt).toISOString()}. `
    : "";
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function subject({ name, app_id: app }: ObjectValue): string {
  const policy = `Policy ${quoted(name)}`;
  return typeof app === "string" ? `${policy} of application ${shownId(app)}` : policy;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
