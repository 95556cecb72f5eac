import { COMMENT_MARKER, htmlText, markdownText, sarif, terminalText } from "../../src/review";
import { applicationWith, GAIN, GAINING, reportWith, WEAKER } from "./support/report";

const NAMES = new Map([["okta-id", "Okta"]]);
const plain = (text: string) => text;
const PLAIN = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, cyan: plain };
const UNDECIDED = {
  who: "service tokens",
  because: ["whether the token is enabled is not known"],
  may: ["gains"] as const,
};
const EVIL = "Wi\u001b[31mki\u202e<script>alert(1)</script> | @team `x`";
/** What the name above has that no text may have. */
const HIDDEN = ["\u001b", "\u202e"];

describe("a report for the terminal", () => {
  test("begins with the verdict in one line, then has each change with an example", () => {
    const report = reportWith({
      applications: [applicationWith({ ...GAINING, weaker: [WEAKER], undecided: [UNDECIDED] })],
    });
    expect(
      terminalText(report, NAMES, PLAIN),
    ).toBe(`WIDENS  Somebody gains access to 1 of 6 applications; access gets weaker at 1 of 6 applications; 1 of 6 applications cannot be decided.

Wiki  wiki.example.com
  + gains     anyone at example.com from outside PT
              denied → allowed by "Staff"
              for example ann@example.com through Okta, from US
  ~ weaker    anyone at example.com
              allowed by "Staff" → allowed by "Staff"
              MFA is no longer asked
              for example ann@example.com through Okta, from US
  ? undecided service tokens
              whether the token is enabled is not known

To acknowledge a gain, add its entry to access-review.json
  {"application":"Wiki","gains":"a1b2c3d4","reason":"…","who":"…","until":"YYYY-MM-DD"}
`);
  });

  test("says in one line that nothing changes", () => {
    const report = reportWith({ verdict: "same", applications: [] });
    expect(terminalText(report, NAMES, PLAIN)).toBe(
      "SAME  Nobody gains or loses access: 6 applications compared.\n",
    );
  });

  test("says what may happen, and what is not known", () => {
    const may = { ...GAIN, certain: false, because: ["the content of group eng is not known"] };
    const report = reportWith({
      verdict: "undecided",
      complete: false,
      applications: [applicationWith({ gains: [may] })],
      remarks: ["The plan names an application that is known after the apply."],
    });
    const text = terminalText(report, NAMES, PLAIN);
    expect(text).toMatch(/^UNDECIDED {2}Somebody may gain access to 1 of 6 applications\./);
    expect(text).toMatch(/\+ may gain {2}anyone .*\n.*\n +the content of group eng is not known/);
    expect(text).toMatch(/Not known\n {2}The plan names/);
  });

  test("shows an acknowledgement at its application, and those that match nothing", () => {
    const acknowledged = {
      application: "Wiki",
      gains: "a1b2c3d4",
      reason: "the Lisbon office moved",
      who: "Ann",
      until: "2030-01-31",
    };
    const report = reportWith({
      applications: [{ ...GAINING, acknowledged }],
      stale: [{ acknowledgement: { ...acknowledged, application: "CRM" }, because: "nobody gains" }],
    });
    const text = terminalText(report, NAMES, PLAIN);
    expect(text).toMatch(/acknowledged by Ann until 2030-01-31: the Lisbon office moved/);
    expect(text).toMatch(/match nothing\n {2}CRM: nobody gains/);
    expect(text).not.toMatch(/To acknowledge/);
  });

  test("counts what does not fit on a screen", () => {
    const gains = Array.from({ length: 8 }, (_, index) => ({ ...GAIN, who: `user ${index}` }));
    const text = terminalText(reportWith({ applications: [applicationWith({ gains })] }), NAMES, PLAIN);
    expect(text).toContain("user 5");
    expect(text).not.toContain("user 6");
    expect(text).toMatch(/and 2 more: --format json/);
  });

  test("lets no text of the account act on the terminal", () => {
    const report = reportWith({ applications: [{ ...GAINING, name: EVIL }] });
    const text = terminalText(report, NAMES, PLAIN);
    for (const hidden of HIDDEN) expect(text).not.toContain(hidden);
  });
});

describe("a report in Markdown", () => {
  const text = markdownText(reportWith({}), NAMES);

  test("begins with the marker by which a bot finds its comment, then the verdict", () => {
    expect(text.split("\n")[0]).toBe(COMMENT_MARKER);
    expect(COMMENT_MARKER).toBe("<!-- cf-access-review -->");
    expect(text).toMatch(/### 🔴 Access review: widens/);
  });

  test("has a row for each application, the details folded", () => {
    expect(text).toMatch(/\| Application \| Gains \| Loses \| Example \|/);
    expect(text).toMatch(
      /\| \*\*Wiki\*\*<br>wiki\.example\.com \| anyone at example\.com from outside PT \| – \|/,
    );
    expect(text).toMatch(/<details><summary>Wiki<\/summary>/);
  });

  test("takes no markup, mention or link from the account", () => {
    const evil = markdownText(reportWith({ applications: [{ ...GAINING, name: EVIL }] }), NAMES);
    for (const hidden of [...HIDDEN, "<script", "@team"]) expect(evil).not.toContain(hidden);
    const [row] = evil.split("\n").filter((line) => line.includes("alert"));
    expect(row!.split("|")).toHaveLength(6);
  });
});

describe("a report in HTML", () => {
  test("is one file that requests nothing and takes no markup from the account", () => {
    const html = htmlText(reportWith({ applications: [{ ...GAINING, name: EVIL }] }), NAMES);
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toMatch(/default-src 'none'/);
    expect(html).not.toMatch(/<script|src=|href=|https?:/);
    expect(html).toContain("anyone at example.com from outside PT");
  });
});

describe("a report in SARIF", () => {
  const acknowledged = {
    application: "Wiki",
    gains: "a1b2c3d4",
    reason: "meant",
    who: "Ann",
    until: "2030-01-31",
  };
  const log = sarif(
    reportWith({ applications: [applicationWith({ ...GAINING, acknowledged, undecided: [UNDECIDED] })] }),
    NAMES,
    { version: "1.2.3", location: "cdktf.json" },
  ) as {
    version: string;
    runs: { results: Record<string, unknown>[]; tool: { driver: { rules: { id: string }[] } } }[];
  };

  test("has a result for each change, with a rule that is declared", () => {
    expect(log.version).toBe("2.1.0");
    const [run] = log.runs;
    const rules = run!.tool.driver.rules.map(({ id }) => id);
    expect(run!.results.map(({ ruleId }) => ruleId)).toEqual(["access-gains", "access-undecided"]);
    for (const { ruleId } of run!.results) expect(rules).toContain(ruleId);
    expect(run!.results[0]).toMatchObject({
      level: "error",
      message: { text: expect.stringContaining("ann@example.com through Okta") },
      locations: [{ physicalLocation: { artifactLocation: { uri: "cdktf.json" } } }],
    });
  });

  test("marks what is acknowledged as suppressed", () => {
    expect(log.runs[0]!.results[0]!.suppressions).toEqual([
      { kind: "external", status: "accepted", justification: "meant" },
    ]);
  });
});
