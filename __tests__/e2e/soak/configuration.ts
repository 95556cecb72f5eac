import { ADVICE_CODES } from "../../../src/model";
import { configurationOf } from "../../provider/lifecycle/support/configuration";
import type { Entry } from "./world";

/** The policies as a user's `main.tf.json`. */
export function configuration(entries: readonly Entry[]): object {
  const resources: Record<string, Record<string, unknown>> = {};
  for (const entry of entries) {
    const type = typeOf(entry);
    resources[type] = { ...resources[type], [entry.key]: resourceOf(entry, entries) };
  }
  return {
    terraform: { required_providers: { cfaccess: { source: "cdktf.internal/embedded/cfaccess" } } },
    resource: resources,
  };
}

export function addressOf(entry: Entry): string {
  return `${typeOf(entry)}.${entry.key}`;
}

function typeOf({ kind }: Entry): string {
  return kind === "reusable" ? "cfaccess_policy" : "cfaccess_application_policy";
}

function resourceOf(entry: Entry, entries: readonly Entry[]): unknown {
  const { include, ...written } = escaped(
    configurationOf(entry.kind, entry.meaning, { seed: entry.style }),
  ) as {
    include: { group?: readonly unknown[] };
  };
  const target = entries.find(({ key }) => key === entry.refersTo);
  const group = target && [...(include.group ?? []), `\${${addressOf(target)}.id}`];
  return {
    ...written,
    include: group ? { ...include, group } : include,
    ...(entry.app === undefined ? {} : { app_id: entry.app }),
    // Random policies ask for hundreds of warnings, and the engine takes long to write each.
    accepted_warnings: ADVICE_CODES,
  };
}

/** Texts in which the engine sees no expression. */
function escaped(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/([$%])\{/g, "$1$1{");
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, escaped(member)]));
}
