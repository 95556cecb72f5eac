import { LINT_CODES } from "../../../src/model";
import { configurationOf } from "../../provider/lifecycle/support/configuration";
import { type Entry, isListed, targetOf, type World } from "./world";

/** The policies as a user's `main.tf.json`. */
export function configuration({ entries, lists }: World): object {
  const resources: Record<string, Record<string, unknown>> = {};
  for (const entry of entries.filter((it) => !isListed(it))) {
    const type = typeOf(entry);
    const location = entry.app === undefined ? {} : { app_id: entry.app };
    resources[type] = { ...resources[type], [entry.key]: { ...contentOf(entry, entries), ...location } };
  }
  for (const [app, order] of lists) {
    if (order.length === 0) continue;
    const listed = order.map((key) => entries.find((entry) => entry.key === key)!);
    const policies = Object.fromEntries(listed.map((entry) => [entry.key, contentOf(entry, entries)]));
    const list = { app_id: app, order, policies, ...ACCEPTED, allow_transitional_access: false };
    resources[POLICIES] = { ...resources[POLICIES], [listName(app)]: list };
  }
  return {
    terraform: { required_providers: { cfaccess: { source: "cdktf.internal/embedded/cfaccess" } } },
    resource: resources,
  };
}

/** What identifies a policy in a state: its address, or its key in the list. */
export function addressOf(entry: Entry): string {
  return isListed(entry)
    ? `${POLICIES}.${listName(entry.app!)}.policies.${entry.key}`
    : `${typeOf(entry)}.${entry.key}`;
}

export const POLICIES = "cfaccess_application_policies";

function listName(app: string): string {
  return `list-${app}`;
}

function typeOf({ kind }: Entry): string {
  return kind === "reusable" ? "cfaccess_policy" : "cfaccess_application_policy";
}

// Random policies ask for hundreds of warnings, and the engine takes long to write each.
const ACCEPTED = { accepted_warnings: LINT_CODES };

function contentOf(entry: Entry, entries: readonly Entry[]): Record<string, unknown> {
  const { include, ...written } = escaped(
    configurationOf(entry.kind, entry.meaning, { seed: entry.style }),
  ) as {
    include: { group?: readonly unknown[] };
  };
  const target = targetOf(entry, entries);
  const group = target && [...(include.group ?? []), `\${${addressOf(target)}.id}`];
  return { ...written, include: group ? { ...include, group } : include, ...ACCEPTED };
}

/** Texts in which the engine sees no expression. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, escaped(member)]));
}
