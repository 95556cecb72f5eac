import { withoutHidden } from "../../text";
import {
  CHANGE_KINDS,
  type ChangeKind,
  type ReviewEntry,
  type ReviewedApplication,
  type ReviewReport,
} from "../report";
import { type Names, witnessText } from "../witness";
import {
  acknowledgementFor,
  changeWords,
  KIND_TITLES,
  openEntries,
  unacknowledged,
  verdictWords,
  whoWords,
} from "../words";

/** Styles of a terminal; each returns the text as it is where there are none. */
export type TextStyles = Readonly<
  Record<"bold" | "dim" | "red" | "green" | "yellow" | "cyan", (text: string) => string>
>;

type StyleName = keyof TextStyles;

const SIGNS: Readonly<Record<ChangeKind, readonly [sign: string, style: StyleName]>> = {
  gains: ["+", "green"],
  weaker: ["~", "yellow"],
  losses: ["-", "red"],
  stricter: ["^", "cyan"],
};

/** Of each kind so many sets of requests are shown; the other formats have all. */
const MOST_ENTRIES = 6;

/** A report for the terminal: the verdict first, then each application that changes. */
export function terminalText(report: ReviewReport, names: Names, styles: TextStyles): string {
  const style: StyleName = {
    widens: "red",
    changes: "red",
    undecided: "yellow",
    narrows: "cyan",
    same: "green",
  }[report.verdict] as StyleName;
  const open = unacknowledged(report);
  const lines = [
    `${styles.bold(styles[style](report.verdict.toUpperCase()))}  ${verdictWords(report)}`,
    ...report.applications.flatMap((application) => ["", ...applicationLines(application, names, styles)]),
    ...section("Not known", report.remarks, styles),
    ...section(
      "Acknowledgements that match nothing",
      report.stale.map(({ acknowledgement, because }) => `${acknowledgement.application}: ${because}`),
      styles,
    ),
    ...section(
      "To acknowledge a gain, add its entry to access-review.json",
      open.map((application) => JSON.stringify(acknowledgementFor(application))),
      styles,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function applicationLines(application: ReviewedApplication, names: Names, styles: TextStyles): string[] {
  const { name, domain, acknowledged } = application;
  const undecided = openEntries(application);
  const title = `${styles.bold(clean(name))}${domain === null ? "" : `  ${styles.dim(clean(domain))}`}`;
  return [
    title,
    ...(acknowledged === null
      ? []
      : [
          styles.dim(
            clean(
              `  acknowledged by ${acknowledged.who} until ${acknowledged.until}: ${acknowledged.reason}`,
            ),
          ),
        ]),
    ...CHANGE_KINDS.flatMap((kind) => kindLines(kind, application[kind], names, styles)),
    ...undecided
      .slice(0, MOST_ENTRIES)
      .flatMap(({ who, because }) => [
        `  ${styles.yellow(`? ${KIND_TITLES.undecided.padEnd(9)}`)} ${clean(who)}`,
        ...because.map((reason) => styles.dim(`              ${clean(reason)}`)),
      ]),
    ...more(undecided.length, styles),
  ];
}

function kindLines(
  kind: ChangeKind,
  entries: readonly ReviewEntry[],
  names: Names,
  styles: TextStyles,
): string[] {
  const [sign, style] = SIGNS[kind];
  return [
    ...entries.slice(0, MOST_ENTRIES).flatMap((entry) => {
      const title = entry.certain ? KIND_TITLES[kind] : kind === "gains" ? "may gain" : KIND_TITLES[kind];
      const reasons = [...entry.how, ...entry.because];
      return [
        `  ${styles[style](`${sign} ${title.padEnd(9)}`)} ${clean(whoWords(entry))}`,
        styles.dim(clean(`              ${changeWords(entry)}`)),
        ...reasons.map((reason) => styles.dim(clean(`              ${reason}`))),
        styles.dim(`              for example ${witnessText(entry.witness, names)}`),
      ];
    }),
    ...more(entries.length, styles),
  ];
}

function more(count: number, styles: TextStyles): string[] {
  return count <= MOST_ENTRIES
    ? []
    : [styles.dim(`              and ${count - MOST_ENTRIES} more: --format json`)];
}

function section(title: string, lines: readonly string[], styles: TextStyles): string[] {
  return lines.length === 0 ? [] : ["", styles.bold(title), ...lines.map((line) => `  ${clean(line)}`)];
}

/** Names come from the account: nothing in them may act on the terminal. */
function clean(text: string): string {
  return withoutHidden(text);
}
