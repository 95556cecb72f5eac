import { planApplications, planReusable } from "../../../src/client/reads/strategy";

const one = { whole: false };
const whole = { whole: true };

describe("reads of an account's reusable policies", () => {
  const fresh = { askedAlone: false, listFails: false };

  test.each([
    ["one that may stay alone", [one], fresh, "one by one", false],
    ["two", [one, one], fresh, "list", true],
    ["the next after one that stayed alone", [one], { ...fresh, askedAlone: true }, "list", true],
    ["one that wants the list itself", [whole], fresh, "list", true],
    ["several after the list has failed", [one, one], { ...fresh, listFails: true }, "one by one", true],
  ] as const)("of %s", (_, wanted, history, how, settled) => {
    expect(planReusable(wanted, history)).toEqual({ how, settled });
  });
});

describe("reads of policies of applications", () => {
  const none = { apps: new Set<string>(), pages: 1, listFails: new Set<string>() };
  const of = (...apps: string[]) => apps.map((app) => ({ app, whole: false }));
  const having = (...apps: string[]) => ({ ...none, apps: new Set(apps) });
  const all = { how: "all applications", settled: true };
  const each = (settled: boolean, ...lists: string[]) => ({
    how: "each application",
    settled,
    lists: new Set(lists),
  });

  test.each([
    ["one that may stay alone", of("a"), none, each(false)],
    ["two of one application, to which others may come", of("a", "a"), none, each(false, "a")],
    ["two applications", of("a", "b"), none, all],
    ["the next of an application", of("a"), having("a"), each(false, "a")],
    ["the next of another application", of("b"), having("a"), all],
    [
      "as many applications as their list has pages",
      of("a", "b", "b"),
      { ...none, pages: 2 },
      each(false, "b"),
    ],
    ["more applications than their list has pages", of("a", "b", "c"), { ...none, pages: 2 }, all],
    ["later ones that make it worth its pages", of("c"), { ...having("a", "b"), pages: 2 }, all],
    [
      "several applications whose list fails",
      of("a", "a", "b", "b"),
      { ...none, pages: Number.POSITIVE_INFINITY },
      each(true, "a", "b"),
    ],
    [
      "two of an application whose own list fails",
      of("a", "a"),
      { ...none, listFails: new Set(["a"]) },
      each(false),
    ],
    ["one that wants the list itself", [{ app: "a", whole: true }], none, each(false, "a")],
  ] as const)("of %s", (_, wanted, history, plan) => {
    expect(planApplications(wanted, history)).toEqual(plan);
  });
});
