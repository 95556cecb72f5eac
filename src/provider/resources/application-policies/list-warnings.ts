import type { CachedSnapshot, PolicyAnswer } from "../../../client";
import {
  assignPrecedences,
  lintUnlisted,
  type OrderedPolicy,
  POLICY_TYPES,
  type UnlistedWarning,
} from "../../../model";
import type { Diagnostic, ObjectValue, PrivateState } from "../../../plugin";
import { commandPath, quoted, shownId } from "../../../text";
import { IMPORT_TARGETS, importCommand } from "../policy-import";
import { acceptedWarnings, howToAccept, policyLintDiagnostics, sentence } from "../policy-lint";
import type { Redacting } from "../policy-values";
import { asPolicy, atElement, elementsOf, isTemporary, orderOf, removedIds, unlistedIn } from "./list-values";

const TYPE_NAME = "cfaccess_application_policies";

/** The lint warnings about the policies of a list; a code is accepted by the list or by the policy. */
export function lintDiagnostics(config: ObjectValue, meta?: Redacting): Diagnostic[] {
  const ofList = codes(config);
  let ofApplication: Diagnostic | undefined;
  const found = Object.entries(elementsOf(config)).flatMap(([key, element]) => {
    const policy = { ...asPolicy(element, config), accepted_warnings: [...ofList, ...codes(element)] };
    return policyLintDiagnostics(POLICY_TYPES.application, policy, meta).flatMap((diagnostic) => {
      if (diagnostic.path?.[0] !== "app_id") return [atElement(key, diagnostic)];
      ofApplication ??= diagnostic;
      return [];
    });
  });
  return ofApplication === undefined ? found : [ofApplication, ...found];
}

function codes(values: ObjectValue): readonly string[] {
  const accepted = acceptedWarnings(values);
  return Array.isArray(accepted) ? accepted.filter((code) => typeof code === "string") : [];
}

/** The warnings for what the application's other policies do to a planned list. */
export function unlistedDiagnostics(
  prior: ObjectValue | null,
  planned: ObjectValue,
  { policies, isManaged }: CachedSnapshot,
): Diagnostic[] {
  if (prior !== null && planned.exclusive === true) return [];
  const numbered = policies.filter(({ precedence }) => typeof precedence === "number");
  const elements = elementsOf(planned);
  const order = orderOf(planned).map((key) => {
    const id = elements[key]?.id;
    return typeof id === "string" ? id : `new ${key}`;
  });
  const precedences = assignPrecedences(
    order,
    numbered.map(({ id, precedence }) => ({ id, precedence: Number(precedence) })),
  );
  const listed = numbered.filter(({ id }) => precedences.has(id));
  const known = new Set([...order, ...Object.values(elementsOf(prior)).map(({ id }) => id)]);
  const others = numbered.filter(
    (policy) => policy.reusable !== true && !known.has(policy.id) && !isTemporary(policy),
  );
  const warnings = lintUnlisted(
    listed.map((policy) => standing(policy, precedences.get(policy.id)!)),
    others.map((policy) => standing(policy, Number(policy.precedence))),
    (id) => !isManaged(id),
    acceptedWarnings(planned),
  );
  return warnings.map((found) => unlistedDiagnostic(planned, found));
}

function standing(policy: PolicyAnswer, precedence: number): OrderedPolicy {
  return { id: policy.id, precedence, wire: policy };
}

function unlistedDiagnostic(planned: ObjectValue, warning: UnlistedWarning): Diagnostic {
  return {
    severity: "warning",
    summary: `Policies of application ${quoted(planned.app_id!)}: ${sentence(warning)} [${warning.code}]`,
    detail:
      "Add it to the list, delete it in the dashboard, or set exclusive = true: then a plan shows every policy that is not in " +
      `the list, and its apply deletes it.\n\n${howToAccept(warning)}`,
    path: ["app_id"],
  };
}

/**
 * The warnings about policies that are not in the list where `exclusive` changes: turned on, the apply deletes each of them;
 * turned off, those that an earlier read has put into the state stay. The plan shows neither by itself.
 */
export function exclusiveDiagnostics(
  prior: ObjectValue,
  planned: ObjectValue,
  privateState: PrivateState | undefined,
): Diagnostic[] {
  if (prior.app_id !== planned.app_id || prior.account_id !== planned.account_id) return [];
  const removed = removedIds(prior, planned, privateState);
  const inState = new Set(Object.values(elementsOf(prior)).map(({ id }) => id));
  const inList = new Set(Object.values(elementsOf(planned)).map(({ id }) => id));
  return unlistedIn(privateState).flatMap(({ id, name }) => {
    const policy = `policy ${quoted(name)} (${shownId(id)}) of application ${quoted(planned.app_id!)}`;
    const isDeleted = removed.has(id);
    if (isDeleted === inState.has(id) || inList.has(id)) return [];
    return isDeleted
      ? exclusiveWarning(
          `This apply deletes ${policy}, which is not in the list`,
          "The list becomes exclusive. To keep the policy, add it to the list or leave exclusive out.",
        )
      : exclusiveWarning(
          `This apply leaves ${policy}, which is not in the list, as it is`,
          "The plan shows the policy as removed, since the list is not exclusive any more and no longer holds it.",
        );
  });
}

/** The warning that an exclusive list is made beside other policies: a plan that shows them has to come first. */
export function createsExclusive(
  planned: ObjectValue,
  others: readonly { readonly id: string; readonly name?: unknown }[],
): Diagnostic[] {
  if (planned.exclusive !== true || others.length === 0) return [];
  const names = others.map(({ id, name }) => `${quoted(name)} (${shownId(id)})`).join(", ");
  return exclusiveWarning(
    `Application ${quoted(planned.app_id!)} has policies that are not in the list: ${names}`,
    "This apply makes the list and deletes none of them. The next plan shows each one, and its apply deletes them.",
  );
}

function exclusiveWarning(summary: string, detail: string): Diagnostic[] {
  return [{ severity: "warning", summary, detail, path: ["exclusive"] }];
}

/** The warning that somebody made a policy of the list reusable: the list no longer holds it, and would get a second one. */
export function madeReusable(state: ObjectValue, element: ObjectValue): Diagnostic {
  const { command, construct } = importCommand(IMPORT_TARGETS.reusable, state, String(element.id));
  return {
    severity: "warning",
    summary: `Policy ${quoted(element.name!)} of application ${quoted(state.app_id!)} is reusable now, so it left the list`,
    detail:
      "Somebody made it reusable, in the dashboard or through the API, and it stays attached to the application. As long as the " +
      "configuration has it in the list, the plan creates a second policy of the same content.\n\n" +
      "To keep the reusable policy, take it out of the list and import it:\n\n" +
      `  ${command}\n  ${construct}\n\n` +
      "To keep the list, detach the reusable policy from the application in the dashboard.",
    path: ["policies"],
  };
}

/** The warning that a list is about to be made beside policies of the same content. */
export function listDuplicateDiagnostics(
  planned: ObjectValue,
  duplicates: readonly { readonly key: string; readonly policy: PolicyAnswer }[],
): Diagnostic[] {
  if (duplicates.length === 0) return [];
  const { path, remarks } = commandPath([
    ["account_id", planned.account_id],
    ["app_id", planned.app_id],
  ]);
  const names = duplicates.map(({ key, policy }) => `${quoted(key)} as ${shownId(policy.id)}`).join(", ");
  return [
    {
      severity: "warning",
      summary: `Application ${quoted(planned.app_id!)} already has policies with the same name and content: ${names}`,
      detail:
        "This plan makes them a second time. A run that was cut off before it could save its state leaves such policies behind. " +
        `To take over all policies of the application:\n\n  terraform import ${TYPE_NAME}.NAME ${path}\n` +
        ["  With cdktf: .importFrom(...) on the construct, with the same id.", ...remarks].join("\n\n"),
      path: ["policies"],
    },
  ];
}
