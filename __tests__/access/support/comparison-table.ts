import { type AccessAccount, type AccessComparison, compareAccess } from "../../../src/access";
import { AT } from "./decision-table";

/** A case: two accounts, and every change in one line. */
export type ComparisonRow = readonly [
  title: string,
  before: AccessAccount,
  after: AccessAccount,
  expected: readonly string[],
];

/** Every change in one line: `gain: anyone at example.com`, with a question mark where it is not certain. */
export function changeLines({ applications }: AccessComparison): string[] {
  return applications.flatMap(({ gains, losses, weaker, stricter, undecided }) => [
    ...gains.map(({ who, certain }) => `gain${certain ? "" : "?"}: ${who}`),
    ...losses.map(({ who, certain }) => `loss${certain ? "" : "?"}: ${who}`),
    ...weaker.map(({ who, how, certain }) => `weaker${certain ? "" : "?"}: ${who} (${how.join(", ")})`),
    ...stricter.map(({ who, how, certain }) => `stricter${certain ? "" : "?"}: ${who} (${how.join(", ")})`),
    ...undecided.map(({ who, because }) => `undecided: ${who} (${because.join(", ")})`),
  ]);
}

export const NOTHING_ASKED = "allow → bypass: nothing is asked";

export function comparisonTable(rows: readonly ComparisonRow[]): void {
  for (const [title, before, after, expected] of rows)
    test(title, () => expect(changeLines(compareAccess(before, after, { at: AT }))).toEqual(expected));
}
