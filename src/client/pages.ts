import { type PolicyAnswer, policiesIn } from "./policy-answer";
import type { ApiReply, ApiRequest, Send } from "./request";

/** The most the API gives at once. */
const PER_PAGE = 1000;

/**
 * Reads a list page by page, until the last that `result_info.total_pages` tells; where it is not told, until a page
 * that is not full. A page that brings nothing new ends it too, so that a server that ignores `page` cannot hold us.
 */
export async function listAll(send: Send, list: ApiRequest): Promise<PolicyAnswer[]> {
  const found = new Map<string, PolicyAnswer>();
  for (let page = 1; ; page++) {
    const request = { ...list, path: `${list.path}?page=${page}&per_page=${PER_PAGE}` };
    const reply = await send(request);
    const policies = policiesIn(request, reply);
    const before = found.size;
    for (const policy of policies) found.set(policy.id, policy);
    if (found.size === before || isLast(page, policies.length, reply)) return [...found.values()];
  }
}

function isLast(page: number, count: number, { resultInfo }: ApiReply): boolean {
  if (typeof resultInfo?.total_pages === "number") return page >= resultInfo.total_pages;
  const full = typeof resultInfo?.per_page === "number" ? resultInfo.per_page : PER_PAGE;
  return count < full;
}
