import { AccessClient, type PolicyAnswer, type PolicyEndpoint } from "../../../../src/client";
import type { CtyValue, ObjectValue, OperationContext } from "../../../../src/plugin";
import { type AccessMeta, RunWrites } from "../../../../src/provider/resources";

/** A collection of policies that answers only what a test gives it. */
export function contextWith(
  endpoint: Partial<PolicyEndpoint>,
  accountId?: string,
): OperationContext<AccessMeta> {
  const collection = endpoint as PolicyEndpoint;
  const client = Object.assign(Object.create(AccessClient.prototype) as AccessClient, {
    reusablePolicies: () => collection,
    applicationPolicies: () => collection,
  });
  return { meta: { client, accountId, writes: new RunWrites() }, signal: new AbortController().signal };
}

/** The values of a policy in which everything a test does not name is absent. */
export function values(attributes: Readonly<Record<string, unknown>>, given: ObjectValue): ObjectValue {
  const absent = Object.fromEntries(Object.keys(attributes).map((name) => [name, null as CtyValue]));
  return { ...absent, ...given };
}

export function answerOf(fields: Readonly<Record<string, unknown>>): PolicyAnswer {
  return {
    id: "29a39e63-feea-4df4-99c6-dc37c1006e3f",
    created_at: "2026-01-02T03:04:05Z",
    exclude: [],
    require: [],
    isolation_required: false,
    ...fields,
  };
}
