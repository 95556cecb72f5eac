import { invalidRequest } from "./refusal";

/** One page of a list and where it stands in the whole. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly perPage: number;
  readonly totalCount: number;
  readonly totalPages: number;
}

/** How pages differ from what was asked for. */
export interface PageView {
  /** The most entries that a page has. */
  readonly perPage?: number;
  /** What has happened to the list since the page before. */
  readonly change?: "moved" | "removed" | "added";
}

/** What a list request says about pages. */
export interface PageRequest {
  readonly query: URLSearchParams;
  readonly pages?: PageView;
}

/** The most items a page may have, on every list of the API. */
const MAX_PER_PAGE = 1000;

/**
 * Cuts the page that `page` (from 1) and `per_page` (1 to 1000) ask for; a page past the end is empty.
 * Throws a 400 for anything that is not such a number.
 */
export function paginate<T>(
  all: readonly T[],
  { query, pages }: PageRequest,
  defaultPerPage: number,
): Page<T> {
  const page = positive(query, "page", 1, Number.MAX_SAFE_INTEGER);
  const asked = positive(query, "per_page", defaultPerPage, MAX_PER_PAGE);
  const perPage = Math.min(asked, pages?.perPage ?? asked);
  const { list, offset, totalCount } = shifted(all, page - 1, pages?.change);
  const from = Math.max(0, (page - 1) * perPage + offset);
  return {
    items: list.slice(from, from + perPage),
    page,
    perPage,
    totalCount,
    totalPages: Math.ceil(totalCount / perPage),
  };
}

/** The list as it looks after `steps` changes in front of the page. */
function shifted<T>(all: readonly T[], steps: number, change: PageView["change"]) {
  const by = Math.min(steps, all.length);
  switch (change) {
    case "moved":
      return {
        list: [...all.slice(all.length - by), ...all.slice(0, all.length - by)],
        offset: 0,
        totalCount: all.length,
      };
    case "removed":
      return { list: all, offset: by, totalCount: all.length - by };
    case "added":
      return { list: all, offset: -by, totalCount: all.length + by };
    default:
      return { list: all, offset: 0, totalCount: all.length };
  }
}

function positive(query: URLSearchParams, name: string, absent: number, most: number): number {
  const given = query.get(name);
  if (given === null) return absent;
  const value = Number(given);
  if (!/^\d+$/.test(given) || value < 1 || value > most) {
    throw invalidRequest(`${name} must be a whole number from 1 to ${most}, got ${JSON.stringify(given)}`);
  }
  return value;
}
