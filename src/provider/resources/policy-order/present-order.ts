import type { PolicyAnswer, PolicyEndpoint, RequestOptions } from "../../../client";
import type { ObjectValue } from "../../framework";

/**
 * The order that the policies have at the server. One that is gone is left out, so that the next plan shows what has to
 * be done. The policies are asked for one by one, since such reads share their lists with all others.
 */
export async function presentOrder(
  endpoint: PolicyEndpoint,
  state: ObjectValue,
  options: RequestOptions,
): Promise<ObjectValue> {
  const ids = Object.entries(state.policies as Readonly<Record<string, string>>);
  const found = await Promise.all(
    ids.map(async ([key, id]) => ({ key, policy: await endpoint.read(id, options) })),
  );
  const there = found.filter((it): it is { key: string; policy: PolicyAnswer } => it.policy !== undefined);
  return ordered(state, there);
}

/** The order of all policies that the application owns, by their names. */
export async function importedOrder(
  endpoint: PolicyEndpoint,
  state: ObjectValue,
  options: RequestOptions,
): Promise<ObjectValue> {
  const own = (await endpoint.list(options)).filter(({ reusable }) => reusable !== true);
  const names = own.map(({ name }) => name);
  return ordered(
    state,
    own.map((policy) => {
      const known =
        typeof policy.name === "string" && names.filter((name) => name === policy.name).length === 1;
      return { key: known ? (policy.name as string) : policy.id, policy };
    }),
  );
}

function ordered(state: ObjectValue, found: readonly { key: string; policy: PolicyAnswer }[]): ObjectValue {
  const inOrder = [...found].sort((a, b) => Number(a.policy.precedence) - Number(b.policy.precedence));
  return {
    ...state,
    policies: Object.fromEntries(found.map(({ key, policy }) => [key, policy.id])),
    order: inOrder.map(({ key }) => key),
  };
}
