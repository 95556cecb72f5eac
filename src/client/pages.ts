import type { ApiReply, ApiRequest, Send } from "./request";

/** The most the API gives at once. */
const PER_PAGE = 1000;

/**
 * Reads a list page by page, until the last that `result_info.total_pages` tells; where it is not told, until a page
 * that is not full. A page that brings nothing new ends it too, so that a server that ignores `page` cannot hold us.
 *
 * @param itemsIn what one answer holds
 * @param paged false for a list that the API gives whole: further pages are asked for only where `total_count` says
 *   that there is more
 */
export async function listAll<Item extends { readonly id: string }>(
  send: Send,
  list: ApiRequest,
  itemsIn: (request: ApiRequest, reply: ApiReply) => readonly Item[],
  paged = true,
): Promise<Item[]> {
  const found = new Map<string, Item>();
  for (let page = 1; ; page++) {
    const request = { ...list, path: list.path + (paged ? pageQuery(page) : wholeQuery(page)) };
    const reply = await send(request);
    const items = itemsIn(request, reply);
    const before = found.size;
    for (const item of items) found.set(item.id, item);
    const last = paged ? isLast(page, items.length, reply) : isWhole(found.size, reply);
    if (last || found.size === before) return [...found.values()];
  }
}

function pageQuery(page: number): string {
  return `?page=${page}&per_page=${PER_PAGE}`;
}

function wholeQuery(page: number): string {
  return page === 1 ? "" : `?page=${page}`;
}

function isLast(page: number, count: number, { resultInfo }: ApiReply): boolean {
  if (typeof resultInfo?.total_pages === "number") return page >= resultInfo.total_pages;
  const full = typeof resultInfo?.per_page === "number" ? resultInfo.per_page : PER_PAGE;
  return count < full;
}

function isWhole(count: number, { resultInfo }: ApiReply): boolean {
  return count >= (resultInfo?.total_count ?? 0);
}
