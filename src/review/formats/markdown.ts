import { withoutHidden } from "../../text";
import { CHANGE_KINDS, type ReviewEntry, type ReviewedApplication, type ReviewReport } from "../report";
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

/** Identifies the comment of a pull request, so that a later run updates it. */
export const COMMENT_MARKER = "<!-- cf-access-review -->";

const ICONS: Readonly<Record<ReviewReport["verdict"], string>> = {
  widens: "🔴",
  changes: "🔴",
  undecided: "🟡",
  narrows: "🔵",
  same: "🟢",
};

/** A report as a comment of a pull request: verdict, one row for each application, the details folded. */
export function markdownText(report: ReviewReport, names: Names): string {
  const { applications, remarks, stale } = report;
  const open = unacknowledged(report);
  const parts = [
    COMMENT_MARKER,
    `### ${ICONS[report.verdict]} Access review: ${report.verdict}`,
    escaped(verdictWords(report)),
    ...(applications.length > 0 ? [table(applications, names)] : []),
    ...applications.map((application) => details(application, names)),
    ...list("Not known", remarks),
    ...list(
      "Acknowledgements that match nothing",
      stale.map(({ acknowledgement, because }) => `${acknowledgement.application}: ${because}`),
    ),
    ...(open.length > 0
      ? [
          "To acknowledge a gain, add its entry to `access-review.json`:",
          `\`\`\`json\n${open
            .map((application) => JSON.stringify(acknowledgementFor(application)))
            .join("\n")}\n\`\`\``,
        ]
      : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function table(applications: readonly ReviewedApplication[], names: Names): string {
  const rows = applications.map((application) => {
    const { name, domain, gains, weaker, losses, stricter, acknowledged } = application;
    const undecided = openEntries(application);
    const gained = [...shown(gains), ...shown(weaker, "weaker: ")];
    const lost = [...shown(losses), ...shown(stricter, "stricter: ")];
    const [example] = [...gains, ...weaker, ...losses, ...stricter];
    return [
      `**${escaped(name)}**${domain === null ? "" : `<br>${escaped(domain)}`}`,
      [
        ...gained,
        ...(undecided.length > 0 ? ["undecided"] : []),
        ...(acknowledged ? ["(acknowledged)"] : []),
      ].join("<br>") || "–",
      lost.join("<br>") || "–",
      example === undefined
        ? "–"
        : escaped(`${witnessText(example.witness, names)}: ${changeWords(example)}`),
    ].join(" | ");
  });
  return [
    "| Application | Gains | Loses | Example |",
    "| --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

function shown(entries: readonly ReviewEntry[], before = ""): string[] {
  return entries.map((entry) => `${before}${escaped(whoWords(entry))}${entry.certain ? "" : " (may)"}`);
}

function details(application: ReviewedApplication, names: Names): string {
  const { name } = application;
  const undecided = openEntries(application);
  const lines = [
    ...CHANGE_KINDS.flatMap((kind) =>
      application[kind].flatMap((entry) => [
        `- **${KIND_TITLES[kind]}**${entry.certain ? "" : " (may)"}: ${escaped(whoWords(entry))}`,
        `  - ${escaped(changeWords(entry))}`,
        ...[...entry.how, ...entry.because].map((reason) => `  - ${escaped(reason)}`),
        `  - for example ${escaped(witnessText(entry.witness, names))}`,
      ]),
    ),
    ...undecided.flatMap(({ who, because }) => [
      `- **undecided**: ${escaped(who)}`,
      ...because.map((reason) => `  - ${escaped(reason)}`),
    ]),
  ];
  return `<details><summary>${escaped(name)}</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

function list(title: string, lines: readonly string[]): string[] {
  return lines.length === 0
    ? []
    : [`**${title}**\n\n${lines.map((line) => `- ${escaped(line)}`).join("\n")}`];
}

/** Text of an account in Markdown: nothing in it is markup, a link or a mention. */
function escaped(text: string): string {
  return withoutHidden(text)
    .replace(/[\\`*_{}[\]()#+!|<>~-]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, "&#64;");
}
