import { CHANGE_KINDS, type ChangeKind, type ReviewedApplication, type ReviewReport } from "../report";
import { type Names, witnessText } from "../witness";
import { changeWords, KIND_TITLES, openEntries, whoWords } from "../words";

type Rule = ChangeKind | "undecided";

const RULES: Readonly<Record<Rule, readonly [level: "error" | "warning" | "note", text: string]>> = {
  gains: ["error", "Somebody gets into an application who could not before."],
  weaker: ["warning", "Somebody gets into an application under weaker conditions than before."],
  losses: ["note", "Somebody no longer gets into an application."],
  stricter: ["note", "Somebody gets into an application under stricter conditions than before."],
  undecided: ["warning", "Whether somebody gets into an application is not known."],
};

/** A report as SARIF 2.1.0, for code scanning. */
export function sarif(
  report: ReviewReport,
  names: Names,
  { version, location }: { readonly version: string; readonly location: string },
): object {
  const results = report.applications.flatMap((application) => [
    ...CHANGE_KINDS.flatMap((kind) =>
      application[kind].map((entry) => ({
        kind,
        application,
        who: whoWords(entry),
        text:
          `${application.name}: ${whoWords(entry)} ${KIND_TITLES[kind]}${entry.certain ? "" : " (may)"}: ${changeWords(entry)}, ` +
          `for example ${witnessText(entry.witness, names)}.`,
      })),
    ),
    ...openEntries(application).map(({ who, because }) => ({
      kind: "undecided" as const,
      application,
      who,
      text: `${application.name}: ${who} is undecided: ${because.join("; ")}.`,
    })),
  ]);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "cf-access review",
            version,
            rules: Object.entries(RULES).map(([id, [level, text]]) => ({
              id: `access-${id}`,
              shortDescription: { text },
              defaultConfiguration: { level },
            })),
          },
        },
        results: results.map((result) => sarifResult(result, location)),
      },
    ],
  };
}

function sarifResult(
  {
    kind,
    application,
    who,
    text,
  }: {
    readonly kind: Rule;
    readonly application: ReviewedApplication;
    readonly who: string;
    readonly text: string;
  },
  location: string,
): object {
  const suppressed = kind === "gains" ? application.acknowledged : null;
  return {
    ruleId: `access-${kind}`,
    level: RULES[kind][0],
    message: { text },
    partialFingerprints: { "accessChange/v1": `${kind} ${application.id} ${who}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: location } },
        logicalLocations: [{ name: application.name, kind: "resource" }],
      },
    ],
    ...(suppressed === null
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: suppressed.reason }] }),
  };
}
