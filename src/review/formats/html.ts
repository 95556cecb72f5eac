import { withoutHidden } from "../../text";
import { CHANGE_KINDS, type ReviewedApplication, type ReviewReport } from "../report";
import { type Names, witnessText } from "../witness";
import { changeWords, KIND_TITLES, openEntries, verdictWords, whoWords } from "../words";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-bottom: 0; } .domain, .example { opacity: .75; }
li { margin: .5rem 0; } .kind { font-weight: 600; }
.gains .kind { color: #117a37; } .losses .kind { color: #b42318; } .weaker .kind { color: #9a6700; }
@media (prefers-color-scheme: dark) {
  .gains .kind { color: #4ac26b; } .losses .kind { color: #ff8a80; } .weaker .kind { color: #e3b341; }
}`;

/** A report as one HTML file that requests nothing. */
export function htmlText(report: ReviewReport, names: Names): string {
  const { applications, remarks } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Access review: ${report.verdict}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Access review: ${report.verdict}</h1>
<p>${escaped(verdictWords(report))}</p>
${applications.map((application) => section(application, names)).join("\n")}
${remarks.length > 0 ? `<h2>Not known</h2>\n<ul>${remarks.map((remark) => `<li>${escaped(remark)}</li>`).join("")}</ul>` : ""}
</body>
</html>
`;
}

function section(application: ReviewedApplication, names: Names): string {
  const { name, domain } = application;
  const undecided = openEntries(application);
  const changes = CHANGE_KINDS.flatMap((kind) =>
    application[kind].map(
      (entry) =>
        `<li class="${kind}"><span class="kind">${KIND_TITLES[kind]}${entry.certain ? "" : " (may)"}</span> ${escaped(whoWords(entry))}
<br>${[changeWords(entry), ...entry.how, ...entry.because].map(escaped).join("<br>")}
<br><span class="example">for example ${escaped(witnessText(entry.witness, names))}</span></li>`,
    ),
  );
  const open = undecided.map(
    ({ who, because }) =>
      `<li class="undecided"><span class="kind">undecided</span> ${escaped(who)}<br>${because.map(escaped).join("<br>")}</li>`,
  );
  return `<section>
<h2>${escaped(name)}</h2>
${domain === null ? "" : `<p class="domain">${escaped(domain)}</p>`}
<ul>
${[...changes, ...open].join("\n")}
</ul>
</section>`;
}

function escaped(text: string): string {
  return withoutHidden(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
