import { ApiError } from "./api-error";
import { pathSegment } from "./base-url";
import type { Collection } from "./collection";
import type { Creates } from "./creates";
import { saysGone } from "./error-codes";
import type { OwnWrites } from "./own-writes";
import { listAll } from "./pages";
import { type PolicyAnswer, policiesIn, policyIn } from "./policy-answer";
import type { PolicyEndpoint } from "./policy-endpoint";
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

  async function answer(request: ApiRequest): Promise<PolicyAnswer> {
    return policyIn(request, await send(request));
  }

  async function ask(request: ApiRequest): Promise<PolicyAnswer | undefined> {
    try {
      return await answer(request);
    } catch (error) {
      if (saysAbsent(error)) return undefined;
      throw error;
    }
  }

  function lost(id: string, error: unknown): never {
    if (error instanceof ApiError && error.outcome === "unknown") own.forget(path, id);
    throw error;
  }

  return {
    async create(body, options) {
      const created = await creates.create(collection, body, options);
      own.wrote(path, created.id, created);
      return created;
    },

    async read(id, { notOlderThan, ...options } = {}) {
      const request = {
        operation: `read ${noun}`,
        method: "GET",
        path: one("read", id),
        ...options,
      } as const;
      return reads.read(collection, id, { ...options, notOlderThan }, () => ask(request));
    },

    async replace(id, body, options) {
      const operation = `update ${noun}`;
      const request = { operation, method: "PUT", path: one("update", id), body, ...options } as const;
      const replaced = await answer(request).catch((error: unknown) => lost(id, error));
      own.wrote(path, id, replaced);
      return replaced;
    },

    async delete(id, options) {
      const operation = `delete ${noun}`;
      let outcome: "deleted" | "absent" = "deleted";
      try {
        await send({ operation, method: "DELETE", path: one("delete", id), ...options });
      } catch (error) {
        if (!saysAbsent(error)) return lost(id, error);
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
        .map((policy) => (ids.has(policy.id) ? policy : ask({ ...request, path: one("list", policy.id) })));
      return (await Promise.all(shown)).filter((policy) => policy !== undefined);
    },

    async alike({ name, matches }, options = {}) {
      const there = await reads.unmanaged(collection, options);
      return there.filter((policy) => policy.name === name && matches(policy));
    },

    inSight: () => reads.inSight(collection),
  };
}

/** Read with care: a typo in base_url must not make every policy look deleted. */
function saysAbsent(error: unknown): boolean {
  return error instanceof ApiError && saysGone(error.status, error.errors);
}
