import type { WirePolicy } from "../model";
import { ApiError } from "./api-error";
import { pathSegment } from "./base-url";
import { saysGone } from "./error-codes";
import { listAll } from "./pages";
import { type PolicyAnswer, policiesIn, policyIn } from "./policy-answer";
import type { PolicyEndpoint, RequestOptions } from "./policy-endpoint";
import type { ApiRequest, Send } from "./request";

/**
 * The calls on the policies below one path.
 *
 * @param noun what one of them is called, e.g. "reusable policy"
 */
export function policyCollection(send: Send, path: string, noun: string, plural: string): PolicyEndpoint {
  const one = (verb: string, id: string) => `${path}/${pathSegment(`${verb} ${noun}`, "policy id", id)}`;

  async function answer(request: ApiRequest): Promise<PolicyAnswer> {
    return policyIn(request, await send(request));
  }

  return {
    async create(body: WirePolicy, options?: RequestOptions) {
      return answer({ operation: `create ${noun}`, method: "POST", path, body, ...options });
    },

    async read(id, options) {
      const operation = `read ${noun}`;
      try {
        return await answer({ operation, method: "GET", path: one("read", id), ...options });
      } catch (error) {
        if (saysAbsent(error)) return undefined;
        throw error;
      }
    },

    async replace(id, body, options) {
      const operation = `update ${noun}`;
      return answer({ operation, method: "PUT", path: one("update", id), body, ...options });
    },

    async delete(id, options) {
      const operation = `delete ${noun}`;
      try {
        await send({ operation, method: "DELETE", path: one("delete", id), ...options });
        return "deleted";
      } catch (error) {
        if (saysAbsent(error)) return "absent";
        throw error;
      }
    },

    async list(options) {
      return listAll(send, { operation: `list ${plural}`, method: "GET", path, ...options }, policiesIn);
    },
  };
}

/** Read with care: a typo in base_url must not make every policy look deleted. */
function saysAbsent(error: unknown): boolean {
  return error instanceof ApiError && saysGone(error.status, error.errors);
}
