import { ADVICE_CODES, type WantedOrder, writeWantedOrders } from "../../../src/model";
import { configurationOf } from "../../provider/lifecycle/support/configuration";
import { APPS, type Entry, type World } from "./world";

/**
 * The policies as a user's `main.tf.json`.
 *
 * @param tellOrders whether the configuration says what orders it wants, as a stack of constructs does
 */
export function configuration({ entries, lists }: World, tellOrders: boolean): object {
  const resources: Record<string, Record<string, unknown>> = {};
  for (const entry of entries) {
    const type = typeOf(entry);
    resources[type] = { ...resources[type], [entry.key]: resourceOf(entry, entries) };
  }
  for (const [app, keys] of lists) {
    if (keys.length === 0) continue;
    const ids = keys.map((key) => [key, `\${${APPLICATION_POLICY}.${key}.id}`]);
    const order = { app_id: app, policies: Object.fromEntries(ids), order: keys };
    resources[POLICY_ORDER] = { ...resources[POLICY_ORDER], [`order-${app}`]: order };
  }
  const orders = writeWantedOrders(wantedOrders(entries));
  return {
    terraform: {
      required_providers: { cfaccess: { source: "cdktf.internal/embedded/cfaccess" } },
      ...(tellOrders && orders !== "" && { provider_meta: { cfaccess: { orders } } }),
    },
    resource: resources,
  };
}

export function addressOf(entry: Entry): string {
  return `${typeOf(entry)}.${entry.key}`;
}

const APPLICATION_POLICY = "cfaccess_application_policy";
const POLICY_ORDER = "cfaccess_application_policy_order";

function typeOf({ kind }: Entry): string {
  return kind === "reusable" ? "cfaccess_policy" : APPLICATION_POLICY;
}

function wantedOrders(entries: readonly Entry[]): WantedOrder[] {
  return APPS.filter(({ ordering }) => ordering === "by numbers").map(({ id }) => ({
    appId: id,
    places: entries
      .filter(({ app }) => app === id)
      .map(({ meaning }) => ({ name: meaning.name, precedence: meaning.precedence! })),
  }));
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
