import type { PolicyAnswer } from "../../../client";
import { POLICY_TYPES, type PolicyDocument, policyContent } from "../../../model";
import {
  type AttributePath,
  type Attributes,
  type CtyValue,
  type Diagnostic,
  errorDiagnostic,
  isWhollyKnown,
  type ObjectValue,
  type PrivateState,
} from "../../../plugin";
import { quoted } from "../../../text";
import { ACCEPTED_WARNINGS } from "../policy-lint";
import { ACCOUNT_ID, policyAttributes } from "../policy-schema";
import { policyStates } from "../policy-state";
import { isObject, policyIn } from "../policy-values";
import { POLICY_TIMEOUTS } from "../request-options";

const APP_ID = {
  type: "string",
  required: true,
  requiresReplace: true,
  description: "ID of the Access application. Another one replaces the list.",
} as const;

const { account_id: _, ...OWN_ATTRIBUTES } = policyAttributes(POLICY_TYPES.application);

/** A policy of the list: the fields of an application's policy; its precedence follows from the order. */
const ELEMENT_ATTRIBUTES: Attributes = {
  ...OWN_ATTRIBUTES,
  precedence: {
    type: "number",
    computed: true,
    description: "Number of the policy in the application's order, which follows from `order`.",
  },
  ...ACCEPTED_WARNINGS,
};

export const LIST_ATTRIBUTES: Attributes = {
  account_id: ACCOUNT_ID,
  app_id: APP_ID,
  order: {
    type: { list: "string" },
    required: true,
    description: "The keys of all of `policies`, the one that is judged first in front.",
  },
  policies: {
    nested: { nesting: "map", attributes: ELEMENT_ATTRIBUTES },
    required: true,
    description:
      "The policies, by keys of your choice. A policy whose key changes and nothing else stays as it is.",
  },
  exclusive: {
    type: "bool",
    optional: true,
    computed: true,
    default: false,
    description:
      "The application has no other policies of its own: others are shown by a plan and deleted by its apply. Unset: false.",
  },
  allow_transitional_access: {
    type: "bool",
    optional: true,
    computed: true,
    default: false,
    description:
      "Accepts that a change lets in requests for a moment that both the old and the new list deny, where no order of the " +
      "writes avoids it. Unset: false, a plan of such a change fails.",
  },
  ...ACCEPTED_WARNINGS,
  ...POLICY_TIMEOUTS,
};

/** What a policy needs to know of its list. */
const LOCATION = ["account_id", "app_id"] as const;

export const STATES = policyStates(
  POLICY_TYPES.application,
  { ...ELEMENT_ATTRIBUTES, account_id: ACCOUNT_ID, app_id: APP_ID },
  [...LOCATION, ...Object.keys(ACCEPTED_WARNINGS)],
);

/** The elements that are known, by key. */
export function elementsOf(values: ObjectValue | null): Readonly<Record<string, ObjectValue>> {
  const policies = values?.policies;
  if (!isObject(policies)) return {};
  return Object.fromEntries(
    Object.entries(policies).filter((one): one is [string, ObjectValue] => isObject(one[1])),
  );
}

/** An element as the values of a policy that stands alone. */
export function asPolicy(
  element: ObjectValue,
  { account_id: accountId, app_id: appId }: ObjectValue,
): ObjectValue {
  return { ...element, account_id: accountId ?? null, app_id: appId ?? null };
}

export function asElement({ account_id: _, app_id: __, ...element }: ObjectValue): ObjectValue {
  return element;
}

/** The keys in their order; none before an import is read. */
export function orderOf({ order }: ObjectValue): readonly string[] {
  return Array.isArray(order) ? (order as readonly string[]) : [];
}

/** A policy without its number, which belongs to the list. */
export function documentOf(element: ObjectValue): PolicyDocument {
  return { ...policyIn(POLICY_TYPES.application, element).document, precedence: null };
}

export function sameElement(a: ObjectValue, b: ObjectValue): boolean {
  return POLICY_TYPES.application.semanticEquals(documentOf(a), documentOf(b));
}

export function contentOfAnswer(answer: PolicyAnswer) {
  return policyContent(POLICY_TYPES.application.fromWire(answer));
}

/** Returns the private state of one policy in that of the list. */
export function privateStateOf(privateState: PrivateState | undefined, id: string): PrivateState {
  const prefix = `${id}/`;
  const own = Object.entries(privateState ?? {}).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, text]) => [name.slice(prefix.length), text]));
}

export function asPrivateStateOf(id: string, privateState: PrivateState): PrivateState {
  return Object.fromEntries(
    Object.entries(privateState)
      .filter(([, text]) => text !== "")
      .map(([name, text]) => [`${id}/${name}`, text]),
  );
}

/** What a policy is read into that no state has: its values are taken as they are answered. */
export const NO_ELEMENT: ObjectValue = {};

export function precedenceOf({ precedence }: PolicyAnswer): CtyValue {
  return typeof precedence === "number" ? precedence : null;
}

export function inOrder(policies: Readonly<Record<string, CtyValue>>): readonly string[] {
  const number = (key: string) => Number((policies[key] as ObjectValue).precedence);
  return Object.keys(policies).sort((a, b) => number(a) - number(b));
}

/** A policy of the application that is not in the list, as the last read showed it. */
export interface Unlisted {
  readonly id: string;
  readonly name: string;
  readonly precedence: number;
  readonly decision: string;
}

const UNLISTED = "unlisted";

export function unlistedIn(privateState: PrivateState | undefined): readonly Unlisted[] {
  return JSON.parse(privateState?.[UNLISTED] ?? "[]") as readonly Unlisted[];
}

/** Returns the entry of the private state that the last read returned. */
export function unlistedNotes({ [UNLISTED]: noted }: PrivateState): PrivateState {
  return noted === undefined ? {} : { [UNLISTED]: noted };
}

export function unlistedState(policies: readonly PolicyAnswer[]): PrivateState {
  return noteOf(
    policies.map(({ id, name, precedence, decision }) => ({
      id,
      name: String(name),
      precedence: Number(precedence),
      decision: String(decision),
    })),
  );
}

/** Returns the private state after an unlisted policy was added to the list without a write. */
export function withoutListed(privateState: PrivateState, planned: ObjectValue): PrivateState {
  const listed = new Set(Object.values(elementsOf(planned)).map(({ id }) => id));
  const { [UNLISTED]: _, ...others } = privateState;
  return { ...others, ...noteOf(unlistedIn(privateState).filter(({ id }) => !listed.has(id))) };
}

function noteOf(unlisted: readonly Unlisted[]): PrivateState {
  return unlisted.length === 0 ? {} : { [UNLISTED]: JSON.stringify(unlisted) };
}

/**
 * Returns the ids of the policies that a planned list deletes: those that leave it, and with `exclusive` those that the last
 * read showed beside it. Without `exclusive`, the latter stay also where an earlier read has put them into the state.
 */
export function removedIds(
  prior: ObjectValue | null,
  planned: ObjectValue,
  privateState: PrivateState | undefined,
): ReadonlySet<string> {
  const ids = (values: ObjectValue | null) => Object.values(elementsOf(values)).map(({ id }) => String(id));
  const removed = new Set(ids(prior));
  for (const { id } of unlistedIn(privateState)) {
    if (planned.exclusive === true) removed.add(id);
    else removed.delete(id);
  }
  for (const id of ids(planned)) removed.delete(id);
  return removed;
}

const TEMPORARY = "Temporary block policy of a running apply";

/** Names a block policy that exists during a change only; `like` is the index of the policy that it replaces. */
export function temporaryName(like: number): string {
  return `${TEMPORARY} (${like + 1})`;
}

/** Whether a run that was cut off left this policy behind. */
export function isTemporary({ name, decision }: PolicyAnswer): boolean {
  return decision === "deny" && typeof name === "string" && name.startsWith(TEMPORARY);
}

/** Keys for policies that no configuration has named: made of their names, the same in every run. */
export function keysFor(
  policies: readonly PolicyAnswer[],
  taken: Iterable<string> = [],
): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const keys = policies.map(({ id, name }) => ({ id, key: keyOf(String(name ?? "")) }));
  const counts = new Map<string, number>();
  for (const { key } of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return new Map(
    keys.map(({ id, key }) => {
      const isUnique = key !== "" && counts.get(key) === 1 && !used.has(key);
      return [id, isUnique ? key : `${key === "" ? "policy" : key}_${id}`];
    }),
  );
}

function keyOf(name: string): string {
  const words = name
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== "").join("_");
}

/** The same diagnostic, at an element of the list. */
export function atElement(key: string, diagnostic: Diagnostic): Diagnostic {
  const path: AttributePath = ["policies", { key }, ...(diagnostic.path ?? [])];
  return { ...diagnostic, path };
}

/** `order` names each key of `policies` once. */
export function orderErrors({ order, policies }: ObjectValue): Diagnostic[] {
  if (!Array.isArray(order) || !isWhollyKnown(order)) return [];
  const given = order as readonly (string | null)[];
  if (given.length === 0)
    return [orderError("The list has no policies", "Name at least one policy, or remove the resource.")];
  const repeated = given.find((key, index) => given.indexOf(key) !== index);
  if (repeated !== undefined)
    return [orderError(`Duplicate key ${quoted(repeated)} in order`, "Name each key of policies once.")];
  if (!isObject(policies)) return [];
  const keys = Object.keys(policies);
  const stranger = given.find((key) => key === null || !keys.includes(key));
  if (stranger !== undefined)
    return [
      orderError(
        `Invalid key ${quoted(stranger)} in order`,
        `Expected a key of policies: ${keys.map(quoted).join(", ") || "none"}.`,
      ),
    ];
  const missing = keys.filter((key) => !given.includes(key));
  return missing.map((key) =>
    orderError(`Missing key ${quoted(key)} in order`, "Name every key of policies in order."),
  );
}

function orderError(summary: string, detail: string): Diagnostic {
  return errorDiagnostic(summary, detail, ["order"]);
}
