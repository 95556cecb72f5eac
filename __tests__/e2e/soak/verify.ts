import type { Emulator } from "../../../src/emulator";
import { differences } from "../../provider/lifecycle/support/oracle";
import type { PolicySpec, RuleSpec } from "../../provider/lifecycle/support/policy-spec";
import { ACCOUNT_ID } from "../support/every-field";
import { addressOf, POLICIES } from "./configuration";
import { type Entry, targetOf, type World } from "./world";

/** The ids of a state file's policies, by address. */
export function idsInState(stateFile: string): ReadonlyMap<string, string> {
  const { resources } = JSON.parse(stateFile) as {
    resources: { type: string; name: string; instances: { attributes: Attributes }[] }[];
  };
  return new Map(
    resources.flatMap(({ type, name, instances }) =>
      instances.flatMap(({ attributes: { id, policies } }): [string, string][] =>
        type === POLICIES
          ? Object.entries(policies).map(([key, policy]) => [`${type}.${name}.policies.${key}`, policy.id])
          : [[`${type}.${name}`, id]],
      ),
    ),
  );
}

interface Attributes {
  readonly id: string;
  readonly policies: Readonly<Record<string, { readonly id: string }>>;
}

/** Where the account is not what the configuration says, each in a line: content, duplicates, orphans, what is missing. */
export function faultsOf(
  { entries, lists }: World,
  ids: ReadonlyMap<string, string>,
  emulator: Emulator,
): string[] {
  const faults: string[] = [];
  const left = new Map(emulator.policies().map((policy) => [policy.id, policy]));
  const idOf = new Map(entries.map((entry) => [entry.key, ids.get(addressOf(entry))]));
  for (const entry of entries) {
    const id = idOf.get(entry.key);
    const policy = left.get(id ?? "");
    left.delete(id ?? "");
    if (!policy) {
      faults.push(
        `${addressOf(entry)}: ${id === undefined ? "not in the state" : `no policy ${id} of its own`}`,
      );
      continue;
    }
    if (policy.appId !== entry.app) faults.push(`${addressOf(entry)}: belongs to ${policy.appId}`);
    const body = {
      ...policy.body,
      ...(policy.precedence !== undefined && { precedence: policy.precedence }),
    };
    const wrong = differences(entry.kind, expected(entry, targetOf(entry, entries), idOf), body);
    if (wrong.length > 0) faults.push(`${addressOf(entry)}: another ${wrong.join(", ")}`);
  }
  for (const { id, body, appId } of left.values()) {
    faults.push(`policy ${id} "${body.name}" of ${appId ?? "the account"}: nobody's`);
  }
  for (const [app, keys] of lists) {
    const order = emulator.order(ACCOUNT_ID, app).map(({ policy }) => policy.id);
    const wanted = keys.map((key) => idOf.get(key));
    if (order.join() !== wanted.join()) faults.push(`application ${app}: another order`);
  }
  return faults;
}

function expected(
  { meaning }: Entry,
  target: Entry | undefined,
  idOf: ReadonlyMap<string, string | undefined>,
): PolicySpec {
  const group = {
    selector: "group",
    fields: { id: [idOf.get(target?.key ?? "") ?? "unknown"] },
    json: false,
  };
  return {
    ...meaning,
    include: [...meaning.include.map(asAnswered), ...(target === undefined ? [] : [group])],
    exclude: meaning.exclude.map(asAnswered),
    require: meaning.require.map(asAnswered),
  };
}

/** A policy that is moved within its order is written as the server represents it: addresses with their prefix. */
function asAnswered(rule: RuleSpec): RuleSpec {
  if (rule.selector !== "ip") return rule;
  const representations = rule.fields.ip as readonly string[];
  const prefixed = representations
    .filter((ip) => !ip.includes("/"))
    .map((ip) => `${ip}/${ip.includes(":") ? 128 : 32}`);
  return { ...rule, fields: { ip: [...representations, ...prefixed] } };
}
