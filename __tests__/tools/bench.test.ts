import type { Cell } from "../../tools/bench/commands";
import { median } from "../../tools/bench/median";
import { parseOptions } from "../../tools/bench/options";
import { benchPolicy, configuration } from "../../tools/bench/policies";
import type { Report } from "../../tools/bench/report";
import { table } from "../../tools/bench/table";
import { judge } from "../../tools/bench/targets";
import { withReporter } from "../../tools/bench/usage-report";

describe("the flags", () => {
  it("leave everything at sizes that end soon", () => {
    expect(parseOptions([])).toMatchObject({
      sizes: [100, 500],
      latencies: [0, 40],
      limits: [false],
      rounds: 3,
      largeRounds: 1,
    });
  });

  it("go before what a preset says", () => {
    expect(parseOptions(["--full", "--sizes", "7"])).toMatchObject({ sizes: [7], limits: [false, true] });
    expect(parseOptions(["--quick"])).toMatchObject({ sizes: [100], latencies: [0], rounds: 1 });
  });

  it.each([
    [["--sizes", "0"], '--sizes: got "0", allowed are whole numbers from 1 on.'],
    [["--latencies", "1,"], '--latencies: got "", allowed are whole numbers from 0 on.'],
    [["--limits", "maybe"], '--limits: got "maybe", allowed is a list of off, on.'],
    [["--fast"], "Unknown option '--fast'"],
  ])("%j are refused with what is allowed", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});

describe("a policy that is measured", () => {
  it("has six rules: four under include, one each under exclude and require", () => {
    const count = (set: Record<string, readonly string[]>) => Object.values(set).flat().length;
    const { include, exclude, require } = benchPolicy(1);
    expect([include, exclude, require].map(count)).toEqual([4, 1, 1]);
  });

  it("is one of many that all differ, and one edit changes one of them", () => {
    const policies = (edited: boolean) =>
      Object.values(
        (configuration({ subject: "reusable", count: 9, edited }) as { resource: Record<string, object> })
          .resource.cfaccess_policy!,
      ).map((policy) => JSON.stringify(policy));
    expect(new Set(policies(false)).size).toBe(9);
    expect(policies(true).filter((policy) => !policies(false).includes(policy))).toHaveLength(1);
  });
});

test("a median is the value in the middle, and none of nothing", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 9])).toBe(3);
  expect(median([])).toBeNaN();
});

test("a table has its numbers below each other", () => {
  expect(
    table(
      ["what", "ms"],
      [
        ["a", "1"],
        ["long name", "1000"],
      ],
    ),
  ).toBe(["what         ms", "───────────────", "a             1", "long name  1000"].join("\n"));
});

test("a plugin that reports begins with the same lines and goes on with the same program", () => {
  const launcher = ["#!/bin/sh", "':' //; exec node"];
  const [first, second, reporter, ...rest] = withReporter([...launcher, "serve();", ""].join("\n")).split(
    "\n",
  );
  expect([first, second, ...rest]).toEqual([...launcher, "serve();", ""]);
  expect(reporter).toContain("resourceUsage");
});

describe("the targets", () => {
  const machine = { at: "", cpu: "", cores: 2, node: "", engine: "", load: 0 };
  const cell = (more: Omit<Partial<Cell>, "median"> & { median: Partial<Cell["median"]> }) =>
    ({
      variant: "policies",
      latencyMs: 0,
      limit: false,
      command: "no-op plan",
      rounds: [],
      ...more,
    }) as unknown as Cell;
  const verdicts = (report: Partial<Report>) =>
    new Map(
      judge({ machine, rounds: 1, largeRounds: 1, ...report }).map((verdict) => [verdict.target, verdict]),
    );

  it("are not measured where a run left their part out", () => {
    for (const { verdict } of verdicts({}).values()) expect(verdict).toBe("not measured");
  });

  it("are met or missed by what was measured", () => {
    const few = { median: { requests: 1 }, policies: 500 };
    const found = verdicts({
      commands: [cell(few)],
      start: { handshakeMs: 66, bareNodeMs: 22, ratio: 3 },
      size: { packed: 500_000, unpacked: 1, plugin: 1 },
    });
    expect(found.get("requests of a plan without changes, 500 reusable policies")).toMatchObject({
      measured: "1",
      limit: "≤ 1",
      verdict: "met",
    });
    expect(found.get("start to handshake, beside bare node")).toMatchObject({
      measured: "3×",
      limit: "≤ 2.20×",
      verdict: "missed",
    });
    expect(found.get("the package as npm fetches it")!.measured).toBe("0.50 MB");
  });

  it("count what a policy takes from the smallest to the largest number, so that starts drop out", () => {
    const commands = [
      cell({ policies: 100, median: { pluginCpuMs: 400, requests: 1 } }),
      cell({ policies: 500, median: { pluginCpuMs: 700, requests: 1 } }),
    ];
    const { measured, verdict } = verdicts({ commands }).get(
      "plugin CPU of one policy in no-op plan, start not counted",
    )!;
    expect([measured, verdict]).toEqual(["0.75 ms", "met"]);
  });

  it("hold the number of POST requests to exactly the number of policies", () => {
    const apply = (posts: number) =>
      verdicts({ commands: [cell({ policies: 500, command: "apply", median: { posts } })] }).get(
        "POST requests of an apply of 500 policies",
      )!.verdict;
    expect([apply(500), apply(499), apply(501)]).toEqual(["met", "missed", "missed"]);
  });
});
