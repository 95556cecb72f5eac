import type { PolicyCreates } from "./create-policies";
import { absenceIn } from "./error-codes";
import { checkInexactNumbers } from "./inexact-numbers";
import { checkDeleted, type PolicyAnswer, policyIn, readPolicies } from "./policy-answer";
import type { Collection, PolicyEndpoint, RequestOptions } from "./policy-endpoint";
import type { PolicyReads, ReadParts } from "./policy-reads";
import { type ApiRequest, pathSegment } from "./request";

/** What the collections of one account share. */
export interface PolicyParts extends ReadParts {
  readonly reads: PolicyReads;
  readonly creates: PolicyCreates;
}

/** The calls on the policies of one collection. */
export function policyEndpoint(
  { send, reads, creates, writes }: PolicyParts,
  collection: Collection,
): PolicyEndpoint {
  const { path, noun, plural } = collection;
  const one = (verb: string, id: string) => `${path}/${pathSegment(`${verb} ${noun}`, "policy id", id)}`;

  async function get(request: ApiRequest, id: string): Promise<PolicyAnswer | undefined> {
    try {
      return policyIn(request, await send(request), { id });
    } catch (error) {
      if (await isAbsent(error, id, request)) return undefined;
      throw error;
    }
  }

  /** Whether an error says that the policy does not exist; where it does not say what is missing, whether the list agrees. */
  async function isAbsent(
    error: unknown,
    id: string,
    { signal, deadline }: RequestOptions,
  ): Promise<boolean> {
    const absence = absenceIn(error);
    if (absence !== "unclear") return absence === "gone";
    const list = await reads.ownList(collection, { signal, deadline }).catch(() => undefined);
    return list !== undefined && !list.byId.has(id);
  }

  const endpoint: PolicyEndpoint = {
    create: (body, options) => creates.create(collection, body, options),

    async read(id, { notOlderThan, onNoneFound, ...options } = {}) {
      const operation = `read ${noun}`;
      const request = { operation, method: "GET", path: one("read", id), ...options } as const;
      return reads.read(collection, id, { ...options, notOlderThan, onNoneFound }, () => get(request, id));
    },

    async readAll(ids, options = {}) {
      const known = await Promise.all(
        [...ids].map(([id, notOlderThan]) => endpoint.read(id, { ...options, notOlderThan })),
      );
      const list = await reads.list(collection, options);
      const others = (list?.all ?? []).filter(({ id }) => !ids.has(id));
      return {
        policies: [...known.filter((policy) => policy !== undefined), ...others],
        isComplete: list !== undefined,
      };
    },

    async replace(id, body, options) {
      const operation = `update ${noun}`;
      const request = { operation, method: "PUT", path: one("update", id), body, ...options } as const;
      checkInexactNumbers(request, body);
      const replaced = await writes.track(path, id, async () =>
        policyIn(request, await send(request), { id, sent: body }),
      );
      writes.record(path, id, replaced);
      return replaced;
    },

    async delete(id, options) {
      const operation = `delete ${noun}`;
      const request = { operation, method: "DELETE", path: one("delete", id), ...options } as const;
      let outcome: "deleted" | "absent" = "deleted";
      try {
        await writes.track(path, id, async () => checkDeleted(request, await send(request), id));
      } catch (error) {
        if (!(await isAbsent(error, id, request))) throw error;
        outcome = "absent";
      }
      writes.record(path, id, "deleted");
      return outcome;
    },

    async list(options) {
      const request = { operation: `list ${plural}`, method: "GET", path, ...options } as const;
      const listed = await readPolicies(send, request);
      // What the list does not have may have been deleted by somebody else since.
      const shown = writes
        .overlay(path, listed.all)
        .map((policy) =>
          listed.byId.has(policy.id) ? policy : get({ ...request, path: one("list", policy.id) }, policy.id),
        );
      return (await Promise.all(shown)).filter((policy) => policy !== undefined);
    },

    async findDuplicates({ name, matches }, options = {}) {
      const snapshot = await reads.snapshot(collection, options);
      const duplicates = snapshot?.policies.filter((policy) => policy.name === name && matches(policy)) ?? [];
      return duplicates.map((policy) => ({ policy, isManaged: snapshot!.isManaged(policy.id) }));
    },

    cachedSnapshot: () => reads.cachedSnapshot(collection),
  };
  return endpoint;
}
