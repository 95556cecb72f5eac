import { malformedAnswer } from "./answer-limits";
import type { ApiReply, ApiRequest, ResultInfo, Sender } from "./request";

/** The most the API gives at once. */
const PER_PAGE = 1000;

/** Far above what the API gives, so that only a server that is broken, or hostile, meets it. */
const MOST_PAGES = 200;
const LARGEST_LIST_MIB = 256;

/** How often a list is read whose pages shift meanwhile. */
const MOST_READINGS = 3;

export interface ListOptions {
  /**
   * False for a list that the API gives whole: further pages are asked for only where `total_count` says that there is
   * more. @default true
   */
  readonly paged?: boolean;
  /** Called where the pages still shifted when they were read for the last time: something may be missing. */
  readonly onUnsettled?: () => void;
  /** Called with the number of pages before the second is asked for; what it throws ends the list. */
  readonly beforeMore?: (pages: number) => void;
}

/**
 * Reads a list page by page, until the last by `result_info.total_pages`; without that, until a page
 * that is not full. A page that brings nothing new ends it too, so that a server that ignores `page` cannot make it endless; one that
 * always brings something new, or whose counts contradict each other, is an error (see {@link ListLimits}).
 *
 * Something made or deleted meanwhile shifts what follows to another page, and some of it may be on none of those that
 * were read. Where the pages show it (another total, an entry that comes again) the list is read again, three times in
 * all; it then holds everything that was seen, as it was last seen.
 *
 * @param itemsIn what one answer holds
 */
export async function listAll<Item extends { readonly id: string }>(
  send: Sender,
  list: ApiRequest,
  itemsIn: (request: ApiRequest, reply: ApiReply) => readonly Item[],
  options: ListOptions = {},
): Promise<Item[]> {
  const seen = new Map<string, Item>();
  for (let reading = 1; ; reading++) {
    const { items, shifted } = await readOnce(send, list, itemsIn, options);
    if (!shifted) return items;
    for (const item of items) seen.set(item.id, item);
    if (reading < MOST_READINGS) continue;
    options.onUnsettled?.();
    return [...seen.values()];
  }
}

async function readOnce<Item extends { readonly id: string }>(
  send: Sender,
  list: ApiRequest,
  itemsIn: (request: ApiRequest, reply: ApiReply) => readonly Item[],
  { paged = true, beforeMore }: ListOptions,
): Promise<{ items: Item[]; shifted: boolean }> {
  const found = new Map<string, Item>();
  const totals = new Set<number>();
  const limits = new ListLimits();
  let repeated = false;
  for (let page = 1; ; page++) {
    const request = { ...list, path: list.path + (paged ? pageQuery(page) : wholeQuery(page)) };
    const reply = await send(request);
    limits.check(request, reply);
    const items = itemsIn(request, reply);
    const before = found.size;
    for (const item of items) found.set(item.id, item);
    const added = found.size - before;
    const last = paged ? isLast(page, items.length, reply) : isWhole(found.size, reply);
    if (reply.resultInfo?.total_count !== undefined) totals.add(reply.resultInfo.total_count);
    const short = found.size < (reply.resultInfo?.total_count ?? 0);
    repeated ||= added < items.length && (added > 0 || short);
    if (last || added === 0) {
      const shifted = paged && page > 1 && (repeated || totals.size > 1);
      return { items: [...found.values()], shifted };
    }
    if (page === 1) beforeMore?.(reply.resultInfo?.total_pages ?? 2);
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

/** Checks one reading of a list: how many pages it has, how large they are, and whether their counts agree. */
export class ListLimits {
  #pages = 0;
  #characters = 0;

  /** @throws ApiError of kind "malformed" */
  check(request: ApiRequest, reply: ApiReply): void {
    this.#pages++;
    this.#characters += reply.text.length;
    const reason = contradictionIn(reply.resultInfo) ?? this.#excess();
    if (reason !== undefined) throw malformedAnswer(request, reply, reason);
  }

  #excess(): string | undefined {
    if (this.#pages > MOST_PAGES) return `the list does not end: it has more than ${MOST_PAGES} pages`;
    if (this.#characters > LARGEST_LIST_MIB * 2 ** 20)
      return `the list does not end: after ${this.#pages} pages it is larger than ${LARGEST_LIST_MIB} MiB`;
    return undefined;
  }
}

function contradictionIn(info: ResultInfo = {}): string | undefined {
  const { total_count: entries, total_pages: pages, per_page: perPage } = info;
  if (entries === undefined || pages === undefined || perPage === undefined || perPage === 0)
    return undefined;
  const expected = Math.ceil(entries / perPage);
  // An empty list may count as one page.
  if (pages === expected || (entries === 0 && pages === 1)) return undefined;
  return `the list contradicts itself: result_info says ${entries} entries, ${perPage} a page, on ${pages} pages`;
}
