import type { ApplicationAnswer, ApplicationPolicyEntry } from "../../../client";
import { type Diagnostic, errorDiagnostic, type ObjectValue } from "../../../plugin";
import { quoted, shownId } from "../../../text";
import { importCommand } from "../policy-import";
import { type Candidate, inventoryById, listedKind, type MissingId, REUSABLE_POLICY } from "../references";

/** The ids of the reusable policies attached to an application, in the order of judgment. */
export function attachedIds({ policies }: ApplicationAnswer): readonly string[] {
  return policies.filter(({ reusable }) => reusable).map(({ id }) => id);
}

/** The ids in a resource's state or in a plan that is wholly known; none before an import is read. */
export function idsOf({ policies }: ObjectValue): readonly string[] {
  return (policies ?? []) as readonly string[];
}

export function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}

/** @param all the account's applications, where they can be listed */
export function noApplication(
  appId: string,
  accountId: string,
  all: readonly Candidate[] | undefined,
): Diagnostic {
  const existing =
    all === undefined
      ? []
      : [inventoryById(listedKind("application"), `Account ${shownId(accountId)}`, appId, all)];
  const fix =
    "Check app_id and account_id. The data source cfaccess_application (AccessApplication.fromName or fromDomain) looks an " +
    "application up.";
  return errorDiagnostic(
    `The account has no Access application ${quoted(appId)}`,
    [...existing, fix].join("\n\n"),
    ["app_id"],
  );
}

/**
 * Refuses an application that has policies of its own: a write of `policies` without them deletes them, and the API calls
 * the two kinds mutually exclusive.
 */
export function ownPoliciesRefused(application: ApplicationAnswer): Diagnostic[] {
  const own = application.policies.filter(({ reusable }) => !reusable);
  if (own.length === 0) return [];
  return [
    errorDiagnostic(
      `Application ${label(application)} has ${count(own.length, "policy of its own", "policies of its own")}`,
      `Attaching reusable policies would delete ${own.length === 1 ? "it" : "them"}: ${labels(own)}.\n\n` +
        "Make each of them reusable first: a moved block from cfaccess_application_policy to cfaccess_policy converts a managed " +
        'policy, "Make reusable" in the dashboard any other. Or keep them as the application\'s own with ' +
        "cfaccess_application_policies. Nothing was changed.",
      ["app_id"],
    ),
  ];
}

/** Warns of policies that the application has of its own beside the attached ones: they are judged too. */
export function ownPoliciesBeside(application: ApplicationAnswer): Diagnostic[] {
  const own = application.policies.filter(({ reusable }) => !reusable);
  if (own.length === 0) return [];
  return [
    {
      severity: "warning",
      summary: `Application ${label(application)} also has policies of its own: ${labels(own)}`,
      detail:
        "They are judged together with the attached policies, and the next change of the list is refused as long as they exist.",
      path: ["app_id"],
    },
  ];
}

/** Refuses to detach, by creating the resource, what nobody has seen in a plan. */
export function otherPoliciesAttached(
  typeName: string,
  planned: ObjectValue,
  application: ApplicationAnswer,
): Diagnostic[] {
  const attached = attachedIds(application);
  if (attached.length === 0 || sameIds(attached, idsOf(planned))) return [];
  const { command, construct } = importCommand({ typeName, importId: ["account_id", "app_id"] }, planned, "");
  return [
    errorDiagnostic(
      `Application ${label(application)} already has attached policies`,
      `They are, in the order of judgment: ${labels(application.policies.filter(({ reusable }) => reusable))}.\n\n` +
        "Import the list first. The plan then shows which of them would be detached:\n\n" +
        `  ${command}\n  ${construct}`,
      ["policies"],
    ),
  ];
}

/** Warns, while a plan refreshes, that the list is not the one that was applied last. */
export function changedOutside(state: ObjectValue, application: ApplicationAnswer): Diagnostic[] {
  const attached = attachedIds(application);
  if ((state.policies ?? null) === null || sameIds(attached, idsOf(state))) return [];
  return [
    {
      severity: "warning",
      summary: `The policies attached to application ${label(application)} changed outside of this configuration`,
      detail:
        `${bothLists(idsOf(state), application)}\n\n` +
        "It may have been the dashboard, or another resource that manages the whole application. The official provider's " +
        "cloudflare_zero_trust_access_application leaves the list alone with lifecycle { ignore_changes = [policies] }.",
      path: ["policies"],
    },
  ];
}

/** The error for a list that somebody changed after the plan was made, or while it was written. */
export function changedMeanwhile(
  expected: readonly string[],
  wanted: readonly string[],
  application: ApplicationAnswer,
): Diagnostic {
  return errorDiagnostic(
    `The policies attached to application ${label(application)} were changed by somebody else at the same time`,
    `${bothLists(expected, application)}\nWanted: ${listOf(wanted, application)}\n\n` +
      "Plan again: the new plan starts from the list as it is now.",
    ["policies"],
  );
}

export function unknownPolicy({ id, path, all }: MissingId, accountId: string): Diagnostic {
  const existing = inventoryById(REUSABLE_POLICY, `Account ${shownId(accountId)}`, id, all);
  const hint = all.length > 0 ? [] : ["A policy of one application cannot be attached to another."];
  return errorDiagnostic(
    `The account has no reusable policy ${quoted(id)}`,
    [existing, ...hint].join(" "),
    path,
  );
}

/** The error for an application that a write of what was read would damage. */
export function writeOnlyRefused(application: ApplicationAnswer, settings: readonly string[]): Diagnostic[] {
  if (settings.length === 0) return [];
  return [
    errorDiagnostic(
      `Application ${label(application)} has settings that the API does not return: ${settings.join(", ")}`,
      "Policies are attached by writing the whole application back, which would lose them. Attach the policies where the " +
        "application itself is managed: the policies argument of cloudflare_zero_trust_access_application takes the IDs of " +
        "cfaccess_policy resources. Nothing was changed.",
      ["app_id"],
    ),
  ];
}

/** Warns that the application came back with other settings than were written. */
export function settingsChanged(application: ApplicationAnswer, settings: readonly string[]): Diagnostic[] {
  if (settings.length === 0) return [];
  return [
    {
      severity: "warning",
      summary: `Settings of application ${label(application)} changed while its policies were written: ${settings.join(", ")}`,
      detail:
        "They were written back as they had been read a moment before. Either somebody changed them at the same time, or the " +
        "API answers them in another way. Check them in the dashboard.",
      path: ["app_id"],
    },
  ];
}

function bothLists(expected: readonly string[], application: ApplicationAnswer): string {
  const attached = attachedIds(application);
  return `Expected: ${listOf(expected, application)}\nFound: ${listOf(attached, application)}`;
}

function listOf(ids: readonly string[], { policies }: ApplicationAnswer): string {
  const shown = ids.map((id) => labelOf(policies.find((policy) => policy.id === id) ?? { id, name: "" }));
  return shown.join(", ") || "none";
}

function label({ name, id }: ApplicationAnswer): string {
  return name === "" ? shownId(id) : `${quoted(name)} (${shownId(id)})`;
}

function labels(policies: readonly ApplicationPolicyEntry[]): string {
  return policies.map(labelOf).join(", ");
}

function labelOf({ id, name }: { readonly id: string; readonly name: string }): string {
  return name === "" ? shownId(id) : `${quoted(name)} (${shownId(id)})`;
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`;
}
