import type { AccessComparison } from "./compare-access";

export const VERDICTS = ["widens", "narrows", "changes", "same", "undecided"] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * Returns what a comparison comes to: "widens" where somebody gains access or gets it more easily, "narrows" where somebody
 * loses it or more is asked, "changes" where both, "undecided" where neither is certain and something is not known.
 */
export function verdictOf({ applications, complete }: AccessComparison): Verdict {
  const isCertain = ({ certain }: { readonly certain: boolean }) => certain;
  const widens = applications.some(({ gains, weaker }) => gains.some(isCertain) || weaker.some(isCertain));
  const isDoubtful =
    !complete ||
    applications.some(({ undecided, gains, losses, weaker, stricter }) => {
      const listed = [...gains, ...losses, ...weaker, ...stricter];
      return undecided.length > 0 || !listed.every(isCertain);
    });
  const narrows = applications.some(
    ({ losses, stricter }) => losses.some(isCertain) || stricter.some(isCertain),
  );
  if (widens) return narrows ? "changes" : "widens";
  // A gain that is possible is no reason to call a change narrower.
  if (isDoubtful) return "undecided";
  return narrows ? "narrows" : "same";
}
