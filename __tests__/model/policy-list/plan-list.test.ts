import { type AccessDecision, type ListChange, type ListStep, planList } from "../../../src/model";
import { difference, isUnsafe, letsIn, listsAlong, type Standings } from "./support/list-world";

/** `office deny:a 1`: a policy, its decision and rules, and its precedence; `-` in front: removed; `*`: not managed. */
function read(present: string, wanted: string): ListChange {
  const lines = present === "" ? [] : present.split(", ");
  const policies = lines.map((line) => {
    const [name, content, precedence] = line.split(" ") as [string, string, string];
    return {
      id: name.replace(/^[-*]/, ""),
      precedence: Number(precedence),
      content: contentOf(content),
      name,
    };
  });
  const there = new Set(policies.map(({ id }) => id));
  return {
    present: policies.map(({ id, precedence, content }) => ({ id, precedence, content })),
    removed: new Set(policies.filter(({ name }) => name.startsWith("-")).map(({ id }) => id)),
    wanted: (wanted === "" ? [] : wanted.split(", ")).map((line) => {
      const [key, content] = line.split(" ") as [string, string];
      return { key, ...(there.has(key) ? { id: key } : {}), content: contentOf(content) };
    }),
  };
}

function contentOf(text: string) {
  const [decision, rules] = text.split(":") as [AccessDecision, string];
  return { decision, rules };
}

function written(step: ListStep): string {
  const { policy } = step;
  const name = "temporary" in policy ? `temporary ${policy.like.rules}` : (policy.key ?? policy.id);
  if (step.action === "delete") return `delete ${name}`;
  if (step.action === "create") return `create ${name} ${step.precedence}`;
  return `write ${name} ${step.precedence} ${step.content}`;
}

const steps = (present: string, wanted: string) => planList(read(present, wanted)).steps.map(written);

describe("the steps that change a list", () => {
  it.each([
    ["nothing where the list stands", "a deny:x 1, b allow:y 2", "a deny:x, b allow:y", []],
    ["a new list in its order, numbered from 1", "", "a deny:x, b allow:y", ["create a 1", "create b 2"]],
    ["a new list behind policies that are not managed", "*u deny:u 4", "a allow:x", ["create a 5"]],
    ["a content where the policy stands", "a deny:x 1", "a deny:z", ["write a 1 wanted"]],
    ["new policies in a gap", "a allow:x 1, b allow:y 9", "a allow:x, n deny:z, b allow:y", ["create n 5"]],
    [
      "content and precedence in one write",
      "a allow:x 1, b allow:y 2",
      "b allow:y, a allow:z",
      ["write a 10 wanted"],
    ],
    [
      "an allow policy away before the block policy that it relied on",
      "-a deny:x 1, -b allow:y 2",
      "",
      ["delete b", "delete a"],
    ],
    [
      "a block policy before the allow policies behind it",
      "b allow:y 2",
      "a deny:x, b allow:y",
      ["create a 1"],
    ],
    [
      "a temporary block policy, where a block and an allow policy behind it both change",
      "a deny:x 2, b allow:y 4",
      "a deny:v, b allow:w",
      ["create temporary x 1", "write a 2 wanted", "write b 4 wanted", "delete temporary x"],
    ],
    [
      "an allow policy aside in between, without a free precedence before it for a temporary block policy",
      "a deny:x 1, b allow:y 2",
      "a deny:v, b allow:w",
      [
        "create temporary v 3",
        "write b 4 wanted",
        "write a 1 wanted",
        "write b 2 wanted",
        "delete temporary v",
      ],
    ],
    [
      "policies moved apart, the last one first, where two block policies change and no precedence is free",
      "a deny:x 1, b allow:y 2, c deny:z 3, d allow:w 4, e deny:v 5, f allow:u 6",
      "a deny:x2, b allow:y, c deny:z2, d allow:w, e deny:v, f allow:u",
      [
        "write f 60 present",
        "write e 50 present",
        "write d 40 present",
        "write c 30 present",
        "write b 20 present",
        "write a 10 present",
        "create temporary x 9",
        "write a 10 wanted",
        "write c 30 wanted",
        "delete temporary x",
      ],
    ],
    [
      "temporary block policies for the shortest moment without access, where several of both kinds change",
      "a deny:x 10, b allow:y 20, c deny:z 30, d allow:w 40",
      "a deny:x2, b allow:y2, c deny:z2, d allow:w2",
      [
        "create temporary x2 9",
        "create temporary z2 29",
        "write d 40 wanted",
        "write c 30 wanted",
        "write b 20 wanted",
        "write a 10 wanted",
        "delete temporary x2",
        "delete temporary z2",
      ],
    ],
  ])("are %s", (_, present, wanted, expected) => {
    expect(steps(present, wanted)).toEqual(expected);
  });
});

/** People with the rules that match them, who must not get in at any moment. */
function admittedOnTheWay(change: ListChange, people: Readonly<Record<string, string>>): string[] {
  const plan = planList(change);
  expect(plan.transitionalAccess).toBeUndefined();
  const lists = listsAlong(change, plan.steps);
  expect(difference(change, plan, lists.at(-1)!)).toBeUndefined();
  const gets = (list: Standings, who: string) =>
    letsIn(list, (rules) => rules === "everyone" || rules.split("+").includes(who));
  return Object.keys(people).filter(
    (who) => lists.some((list) => gets(list, who)) && !gets(lists[0]!, who) && !gets(lists.at(-1)!, who),
  );
}

describe("nobody is let in for a moment", () => {
  it.each([
    [
      "[deny everyone, allow everyone] becomes [deny b]",
      "d deny:everyone 1, -a allow:everyone 2",
      "d deny:b",
    ],
    ["the same with another key", "-d deny:everyone 1, -a allow:everyone 2", "n deny:b"],
    ["deny a,b becomes deny b while allow a,b leaves", "d deny:a+b 1, -a allow:a+b 2", "d deny:b"],
    ["deny a becomes allow b while allow everyone leaves", "d deny:a 1, -a allow:everyone 2", "d allow:b"],
    [
      "two contents change in another order",
      "allow-0 allow:a 2, allow-1 allow:b 3, bypass-2 bypass:c 4, deny-3 deny:d 1",
      "allow-0 allow:a, bypass-2 bypass:c, deny-3 deny:a+b, allow-1 allow:a+b+d",
    ],
  ])("when %s", (_, present, wanted) => {
    const change = read(present, wanted);
    expect(admittedOnTheWay(change, { a: "", b: "", c: "", d: "", e: "" })).toEqual([]);
  });

  it("when an order and two contents change at once, whatever these match", () => {
    const change = read(
      "allow-0 allow:p 2, allow-1 allow:q 3, bypass-2 bypass:r 4, deny-3 deny:s 1",
      "allow-0 allow:p, bypass-2 bypass:r, deny-3 deny:new-s, allow-1 allow:new-q",
    );
    const plan = planList(change);
    const lists = listsAlong(change, plan.steps);
    expect(plan.transitionalAccess).toBeUndefined();
    expect(lists.filter((list) => isUnsafe(list, lists[0]!, lists.at(-1)!))).toEqual([]);
  });
});

describe("a list for which no safe order of the writes exists", () => {
  // No precedence is free before the policy that is not managed, and no block policy may change alone.
  const change = read("a deny:x 1, b deny:y 2, *u allow:u 3", "a deny:v, b deny:w");

  it("names the allow policy and the block policies that it would be without", () => {
    const { transitionalAccess, steps } = planList(change);
    expect(steps.map(written)).toEqual(["write b 2 wanted", "write a 1 wanted"]);
    expect(transitionalAccess).toEqual({
      allow: { id: "u" },
      without: [
        { id: "b", key: "b" },
        { id: "a", key: "a" },
      ],
    });
  });

  it("has a safe one where a precedence is free", () => {
    const change = read("a deny:x 1, b deny:y 2, *u allow:u 4", "a deny:v, b deny:w");
    expect(planList(change).transitionalAccess).toBeUndefined();
  });

  it("has a safe one by another judge that knows more", () => {
    const judge = () => ({ findUnsafe: () => undefined, mayDeny: () => false });
    expect(planList(change, judge).transitionalAccess).toBeUndefined();
  });
});

describe("the effort of planning", () => {
  const policies = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: `p${index}`,
      precedence: (index + 1) * 10,
      content: { decision: index % 3 === 0 ? ("deny" as const) : ("allow" as const), rules: `r${index}` },
    }));

  it("is small for a few edits of 50 policies", () => {
    const present = policies(50);
    const wanted = present.map(({ id, content }) => ({ key: id, id, content }));
    wanted[7] = { ...wanted[7]!, content: { decision: "allow", rules: "new" } };
    wanted.splice(20, 1);
    wanted.splice(40, 0, ...wanted.splice(3, 1));
    const start = performance.now();
    const plan = planList({ present, wanted, removed: new Set(["p20"]) });
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(plan.steps).toHaveLength(3);
  });

  it("is bounded for 200 policies in another order with other contents", () => {
    const present = policies(200);
    const wanted = present
      .map(({ id, content }, index) => ({
        key: id,
        id,
        content: index % 4 === 0 ? { ...content, rules: `new ${index}` } : content,
      }))
      .sort(
        (a, b) =>
          ((a.id.length * 7919 + Number(a.id.slice(1)) * 104729) % 1009) -
          ((b.id.length * 7919 + Number(b.id.slice(1)) * 104729) % 1009),
      );
    const start = performance.now();
    const plan = planList({ present, wanted, removed: new Set() });
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(plan.transitionalAccess).toBeUndefined();
  });
});
