import { invalidRequest } from "./refusal";

/** One page of a list and where it stands in the whole. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly perPage: number;
  readonly totalCount: number;
  readonly totalPages: number;
}

/** The most items a page may have, on every list of the API. */
const MAX_PER_PAGE = 1000;

/**
 * Cuts the page that `page` (from 1) and `per_page` (1 to 1000) ask for; a page past the end is empty.
 * Throws a 400 for anything that is not such a number.
 */
export function paginate<T>(all: readonly T[], query: URLSearchParams, defaultPerPage: number): Page<T> {
  const page = positive(query, "page", 1, Number.MAX_SAFE_INTEGER);
  const perPage = positive(query, "per_page", defaultPerPage, MAX_PER_PAGE);
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    page,
    perPage,
    totalCount: all.length,
    totalPages: Math.ceil(all.length / perPage),
  };
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
