import { acknowledgementsIn, judgeGate } from "../../src/review";
import { acknowledge } from "../../src/review/acknowledgements";
import { withoutSensitive } from "../../src/review/sensitive";
import { applicationWith, GAIN, GAINING, reportWith, WEAKER } from "./support/report";

const NOW = new Date("2029-06-15T12:00:00Z");
const ENTRY = {
  application: "Wiki",
  gains: "a1b2c3d4",
  reason: "the Lisbon office moved",
  who: "Ann",
  until: "2029-06-15",
};

describe("the gate", () => {
  const may = applicationWith({ gains: [{ ...GAIN, certain: false }] });
  const open = applicationWith({ undecided: [{ who: "anyone", because: ["…"], may: ["gains"] }] });
  const loss = applicationWith({ losses: [GAIN] });
  const weaker = applicationWith({ weaker: [WEAKER] });
  const acknowledged = { ...GAINING, acknowledged: ENTRY };

  test.each([
    ["somebody gains", [GAINING], ["gains", "undecided"], "fails"],
    ["somebody gains and that may be", [GAINING], [], "passes"],
    ["the gain is acknowledged", [acknowledged], ["gains", "undecided"], "passes"],
    ["one gain of two is acknowledged", [acknowledged, GAINING], ["gains", "undecided"], "fails"],
    ["somebody may gain", [may], ["gains", "undecided"], "undecided"],
    ["somebody may gain and only gains are asked for", [may], ["gains"], "undecided"],
    ["something is undecided", [open], ["gains", "undecided"], "undecided"],
    ["something is undecided and that may be", [open], ["gains"], "passes"],
    ["somebody loses", [loss], ["gains", "undecided"], "passes"],
    ["somebody loses and may not", [loss], ["losses"], "fails"],
    ["access gets weaker", [weaker], ["gains", "undecided"], "passes"],
    ["access gets weaker and may not", [weaker], ["weaker"], "fails"],
    ["nothing changes", [], ["gains", "weaker", "undecided", "losses"], "passes"],
  ] as const)("where %s", (_, applications, failOn, result) => {
    expect(judgeGate(reportWith({ applications }), failOn)).toBe(result);
  });

  test("is undecided where not everything was compared", () => {
    const report = reportWith({ applications: [], complete: false });
    expect(judgeGate(report, ["gains", "undecided"])).toBe("undecided");
    expect(judgeGate(report, ["gains"])).toBe("passes");
  });
});

describe("an acknowledgement", () => {
  test.each(["Wiki", "wiki-id"])("covers the gains of the application %s on its last day", (application) => {
    const entry = { ...ENTRY, application };
    const { applications, stale } = acknowledge([GAINING], [entry], NOW);
    expect(applications[0]!.acknowledged).toBe(entry);
    expect(stale).toEqual([]);
  });

  test.each([
    ["of another set of requests", { gains: "ffffffff" }, "another set gains access now: a1b2c3d4"],
    ["of another application", { application: "CRM" }, "nobody gains access to this application"],
    ["whose time is over", { until: "2029-06-14" }, "it counted until 2029-06-14"],
  ])("%s covers nothing and is reported", (_, change, because) => {
    const { applications, stale } = acknowledge([GAINING], [{ ...ENTRY, ...change }], NOW);
    expect(applications[0]!.acknowledged).toBeNull();
    expect(stale).toEqual([{ acknowledgement: { ...ENTRY, ...change }, because }]);
  });

  test("has a document whose errors name every entry", () => {
    const wrong = {
      version: 1,
      acknowledged: [{ ...ENTRY, aplication: "Wiki", until: "tomorrow", who: "" }],
    };
    expect(() => acknowledgementsIn(wrong)).toThrow(
      /no field "aplication". Did you mean "application"\?\n.*who: got "", expected a text\.\n.*until: got "tomorrow", expected a day such as/,
    );
    expect(() => acknowledgementsIn([])).toThrow(/expected \{ "version": 1/);
    expect(() =>
      acknowledgementsIn({ version: 1, acknowledged: [{ ...ENTRY, until: "2029-02-30" }] }),
    ).toThrow(/expected a day/);
    expect(acknowledgementsIn({ version: 1, acknowledged: [ENTRY] })).toEqual([ENTRY]);
  });
});

describe("a report without sensitive texts", () => {
  test("shows none of them anywhere, and keeps words that only hold one", () => {
    const sensitive = new Set(["PT", "ann@example.com", "10.0.0.1"]);
    const report = {
      who: "ANN@example.com, from PT, PTO, 10.0.0.1 and 10.0.0.12",
      witness: { user: { email: "ann@example.com" } },
    };
    expect(withoutSensitive(report, sensitive)).toEqual({
      who: "(sensitive value), from (sensitive value), PTO, (sensitive value) and 10.0.0.12",
      witness: { user: { email: "(sensitive value)" } },
    });
  });
});
