import { ApiError } from "./api-error";
import { pathSegment } from "./base-url";
import type { Collection } from "./collection";
import type { Creates } from "./creates";
import { absenceIn } from "./error-codes";
import { checkInexactNumbers } from "./inexact-numbers";
import type { OwnWrites } from "./own-writes";
import { listAll } from "./pages";
import { checkDeleted, type PolicyAnswer, policiesIn, policyIn } from "./policy-answer";
import type { PolicyEndpoint, RequestOptions } from "./policy-endpoint";
import type { PolicyReads } from "./reads";
import type { ApiRequest, Send } from "./request";

/** What the collections of one account share. */
export interface CollectionParts {
  readonly send: Send;
  readonly reads: PolicyReads;
  readonly creates: Creates;
  readonly own: OwnWrites;
}

/** The calls on the policies of one collection. */
export function policyCollection(
  { send, reads, creates, own }: CollectionParts,
  collection: Collection,
): PolicyEndpoint {
  const { path, noun, plural } = collection;
  const one = (verb: string, id: string) => `${path}/${pathSegment(`${verb} ${noun}`, "policy id", id)}`;

  async function ask(request: ApiRequest, id: string): Promise<PolicyAnswer | undefined> {
    try {
      return policyIn(request, await send(request), { id });
    } catch (error) {
      if (await isAbsent(error, id, request)) return undefined;
      throw error;
    }
  }

  /** Whether an error says that the policy does not exist; where it says so of nobody, whether the list agrees. */
  async function isAbsent(
    error: unknown,
    id: string,
    { signal, deadline }: RequestOptions,
  ): Promise<boolean> {
    const absence = absenceIn(error);
    if (absence !== "unclear") return absence === "gone";
    const list = await reads.list(collection, { signal, deadline }).catch(() => undefined);
    return list !== undefined && !list.byId.has(id);
  }

  function lost(id: string, error: unknown): never {
    if (error instanceof ApiError && error.outcome === "unknown") own.forget(path, id);
    throw error;
  }

  const endpoint: PolicyEndpoint = {
    async create(body, options) {
      const created = await creates.create(collection, body, options);
      own.wrote(path, created.id, created);
      return created;
    },

    async read(id, { notOlderThan, onNoneFound, whole, ...options } = {}) {
      const request = {
        operation: `read ${noun}`,
        method: "GET",
        path: one("read", id),
        ...options,
      } as const;
      return reads.read(collection, id, { ...options, notOlderThan, onNoneFound, whole }, () =>
        ask(request, id),
      );
    },

    async readAll(ids, options = {}) {
      const asked = await Promise.all(
        [...ids].map(([id, notOlderThan]) => endpoint.read(id, { ...options, notOlderThan, whole: true })),
      );
      const list = await reads.whole(collection, options);
      const known = new Set(ids.keys());
      const others = (list?.all ?? []).filter(({ id }) => !known.has(id));
      return {
        policies: [...asked.filter((policy) => policy !== undefined), ...others],
        isComplete: list !== undefined,
      };
    },

    async replace(id, body, options) {
      const operation = `update ${noun}`;
      const request = { operation, method: "PUT", path: one("update", id), body, ...options } as const;
      checkInexactNumbers(request, body);
      const replaced = await send(request)
        .then((reply) => policyIn(request, reply, { id, sent: body }))
        .catch((error: unknown) => lost(id, error));
      own.wrote(path, id, replaced);
      return replaced;
    },

    async delete(id, options) {
      const operation = `delete ${noun}`;
      const request = { operation, method: "DELETE", path: one("delete", id), ...options } as const;
      let outcome: "deleted" | "absent" = "deleted";
      try {
        checkDeleted(request, await send(request), id);
      } catch (error) {
        if (!(await isAbsent(error, id, request))) return lost(id, error);
        outcome = "absent";
      }
      own.wrote(path, id, undefined);
      return outcome;
    },

    async list(options) {
      const request = { operation: `list ${plural}`, method: "GET", path, ...options } as const;
      const listed = await listAll(send, request, policiesIn);
      const ids = new Set(listed.map(({ id }) => id));
      // What the list does not have may have been deleted by somebody else since.
      const shown = own
        .over(path, listed)
        .map((policy) =>
          ids.has(policy.id) ? policy : ask({ ...request, path: one("list", policy.id) }, policy.id),
        );
      return (await Promise.all(shown)).filter((policy) => policy !== undefined);
    },

    async findDuplicates({ name, matches }, options = {}) {
      const found = await reads.found(collection, options);
      if (found === undefined) return [];
      const duplicates = found.policies.filter((policy) => policy.name === name && matches(policy));
      return duplicates.map((policy) => ({ policy, isManaged: found.isManaged(policy.id) }));
    },

    cachedSnapshot: () => reads.cachedSnapshot(collection),
  };
  return endpoint;
}
