import type {
  ChangeKind,
  ReviewEntry,
  ReviewedApplication,
  ReviewedDecision,
  ReviewReport,
  UndecidedEntry,
} from "./report";

/** How a report says a decision. */
const DECISIONS: Readonly<Record<string, string>> = {
  allow: "allowed",
  bypass: "let in without a login",
  service_auth: "let in by Service Auth",
  deny: "denied",
  undecided: "undecided",
};

export function decisionWords({ decision, policy }: ReviewedDecision): string {
  const words = DECISIONS[decision] ?? decision;
  return policy === null ? words : `${words} by "${policy}"`;
}

/** `denied → allowed by "Staff"`. */
export function changeWords({ before, after }: ReviewEntry): string {
  return `${decisionWords(before)} → ${decisionWords(after)}`;
}

/** The set of requests, with its path where it is not all of the application. */
export function whoWords({ who, at }: Pick<ReviewEntry, "who" | "at">): string {
  return at === undefined || who.includes(at) ? who : `${who}, at ${at}`;
}

/** What is undecided and not shown already among the changes that may happen. */
export function openEntries(application: ReviewedApplication): readonly UndecidedEntry[] {
  const isShown = (kind: ChangeKind) => application[kind].some(({ certain }) => !certain);
  return application.undecided.filter(({ may }) => !may.every(isShown));
}

export const KIND_TITLES: Readonly<Record<ChangeKind | "undecided", string>> = {
  gains: "gains",
  weaker: "weaker",
  losses: "loses",
  stricter: "stricter",
  undecided: "undecided",
};

const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;

/** The verdict in one sentence. */
export function verdictWords(report: ReviewReport): string {
  const { applications, compared, verdict } = report;
  const having = (kind: (application: ReviewedApplication) => boolean) => applications.filter(kind).length;
  const of = (number: number) => `${number} of ${count(compared, "application", "applications")}`;
  const certain = (entries: readonly ReviewEntry[]) => entries.some((entry) => entry.certain);
  const gains = having((one) => certain(one.gains));
  const mayGain = having((one) => one.gains.length > 0 && !certain(one.gains));
  const weaker = having((one) => one.weaker.length > 0);
  const losses = having((one) => one.losses.length > 0);
  const stricter = having((one) => one.stricter.length > 0);
  const undecided = having((one) => one.undecided.length > 0);
  const parts = [
    ...(gains > 0 ? [`Somebody gains access to ${of(gains)}`] : []),
    ...(mayGain > 0 ? [`somebody may gain access to ${of(mayGain)}`] : []),
    ...(weaker > 0 ? [`access gets weaker at ${of(weaker)}`] : []),
    ...(losses > 0 ? [`somebody loses access to ${of(losses)}`] : []),
    ...(stricter > 0 ? [`access gets stricter at ${of(stricter)}`] : []),
    ...(undecided > 0 ? [`${of(undecided)} cannot be decided`] : []),
  ];
  if (parts.length === 0)
    return verdict === "same"
      ? `Nobody gains or loses access: ${count(compared, "application", "applications")} compared.`
      : "Not everything is known: nobody gains or loses for certain.";
  const sentence = parts.join("; ");
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`;
}

/** The applications with gains that nobody has acknowledged. */
export function unacknowledged(report: ReviewReport): readonly ReviewedApplication[] {
  return report.applications.filter(({ gains, acknowledged }) => gains.length > 0 && acknowledged === null);
}

/** The entry of `access-review.json` that would acknowledge the gains of an application. People copy it. */
export function acknowledgementFor({ id, name, gains_hash: gains }: ReviewedApplication): object {
  const isPlain = /^[\p{L}\p{N} ._-]+$/u.test(name);
  return { application: isPlain ? name : id, gains, reason: "…", who: "…", until: "YYYY-MM-DD" };
}
