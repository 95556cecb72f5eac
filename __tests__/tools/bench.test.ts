import { type Cell, median } from "../../tools/bench/cells";
import { parseOptions } from "../../tools/bench/options";
import { render, table } from "../../tools/bench/print";
import { type Report, withEarlier } from "../../tools/bench/report";
import {
  attachedPolicies,
  benchPolicy,
  largePolicy,
  policyLists,
  reusablePolicies,
  type Subject,
  singlePolicies,
  terraformData,
} from "../../tools/bench/subjects";
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

  it.each<[string, Subject, Record<string, number>]>([
    ["reusable", reusablePolicies(9), { cfaccess_policy: 9 }],
    ["built into the engine", terraformData(9), { terraform_data: 9 }],
    ["large", largePolicy(9), { cfaccess_policy: 1 }],
    ["single", singlePolicies(3, 3), { cfaccess_application_policy: 9 }],
    ["listed", policyLists(3, 3), { cfaccess_application_policies: 3 }],
    ["attached", attachedPolicies(3, 3), { cfaccess_policy: 9, cfaccess_application_attached_policies: 3 }],
    [
      "attached to all applications",
      attachedPolicies(3, 3, { shared: true }),
      { cfaccess_policy: 3, cfaccess_application_attached_policies: 3 },
    ],
  ])(
    "is one of many different ones, and an edit changes one resource, where it is %s",
    (_, subject, types) => {
      const resourcesOf = (edited: boolean) =>
        (subject.configuration(edited) as { resource: Record<string, Record<string, object>> }).resource;
      const counts = Object.entries(resourcesOf(false)).map(([type, all]) => [type, Object.keys(all).length]);
      expect(Object.fromEntries(counts)).toEqual(types);
      expect(Object.values(types).reduce((sum, count) => sum + count)).toBe(subject.resources);

      const texts = (edited: boolean) =>
        Object.values(resourcesOf(edited)).flatMap((all) =>
          Object.values(all).map((one) => JSON.stringify(one)),
        );
      expect(new Set(texts(false)).size).toBe(subject.resources);
      expect(texts(true).filter((text) => !texts(false).includes(text))).toHaveLength(1);
    },
  );
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

const machine = { at: "", cpu: "", cores: 2, node: "", engine: "", load: 0 };

function cell(more: Omit<Partial<Cell>, "median"> & { median: Partial<Cell["median"]> }): Cell {
  const setting = {
    variant: "policies",
    title: `${more.policies} policies`,
    latencyMs: 0,
    limit: false,
    command: "no-op plan",
    rounds: [],
  };
  return { ...setting, ...more } as unknown as Cell;
}

describe("the report", () => {
  const head = { machine, rounds: 3, largeRounds: 1 };

  it("has the costs of our policies as multiples of terraform_data", () => {
    const commands = ["plan", "apply", "no-op plan", "one-edit plan", "destroy"] as const;
    const of = (variant: string, wallMs: number, engineCpuMs: number, pluginCpuMs: number) =>
      commands.map((command) =>
        cell({
          ...{ variant, command, policies: 100 },
          median: { wallMs, engineCpuMs, pluginCpuMs, pluginStarts: 0, requests: 0, posts: 0 },
        }),
      );
    const ours = of("policies", 1_500, 1_200, 900);
    const text = render({ ...head, commands: [...ours, ...of("floor: terraform_data", 300, 420, 0)] });
    expect(text).toMatch(/^100 policies, × terraform_data: wall, CPU +plan +apply/m);
    expect(text).toMatch(/^policies {2,}5\.0, 5\.0 {2,}5\.0, 5\.0/m);
  });

  it("takes over what only an earlier run measured", () => {
    const small = cell({ policies: 100, median: { wallMs: 1 } });
    const large = cell({ policies: 500, median: { wallMs: 2 } });
    const again = cell({ policies: 100, median: { wallMs: 3 } });
    const size = { packed: 1, unpacked: 2, plugin: 3 };
    const report = withEarlier({ ...head, commands: [again] }, { ...head, size, commands: [small, large] });
    expect(report).toMatchObject({ size, commands: [again, large] });
    expect(withEarlier({ ...head, size }, { ...head, commands: [small] })).toMatchObject({
      ...{ size, commands: [small] },
    });
  });
});

describe("the targets", () => {
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
