import { mark, type WirePolicy } from "../../../../src/model";
import {
  findWay,
  firstInTurn,
  makeRoom,
  type Situation,
} from "../../../../src/provider/resources/precedence/find-way";
import { bodyAt, type PlacedPolicy } from "../../../../src/provider/resources/precedence/placed-policy";

const policy = (name: string, precedence: number, more: Partial<PlacedPolicy> = {}): PlacedPolicy => ({
  id: name.toLowerCase(),
  name,
  precedence,
  decision: "allow",
  linked: false,
  answer: { id: name.toLowerCase() },
  ...more,
});
const orderOf = (places: Record<string, number>) => ({
  app: undefined,
  places: new Map(Object.entries(places).map(([name, precedence]) => [mark(name), precedence])),
  denies: new Set<string>(),
});
const situation = (more: Partial<Situation> & Pick<Situation, "policies" | "wish">): Situation => ({
  wishes: [],
  leaving: new Set(),
  ...more,
});

/** The order after the moves, or the name of who is in the way. */
function outcome(given: Situation): string {
  const way = findWay(given);
  if ("holder" in way) return `held by ${way.holder.name}`;
  const places = new Map(given.policies.map(({ id, precedence }) => [id, precedence]));
  for (const { id, precedence } of way.moves) {
    if ([...places.values()].includes(precedence)) return `${id} collides at ${precedence}`;
    places.set(id, precedence);
  }
  return [...places]
    .sort(([, a], [, b]) => a - b)
    .map(([id, precedence]) => `${precedence} ${id}`)
    .join(", ");
}

const two = [policy("A", 1), policy("B", 2)];
const three = [...two, policy("C", 3)];

describe("the way to a place", () => {
  it.each<[string, Situation, string]>([
    ["is free", situation({ policies: two, wish: { name: "N", precedence: 3 } }), "1 a, 2 b"],
    [
      "is freed by the other of two that swap, by what the stack says",
      situation({
        policies: two,
        wish: { id: "a", name: "A", precedence: 2 },
        order: orderOf({ A: 2, B: 1 }),
      }),
      "1 b, 2 a",
    ],
    [
      "is freed by the other of two that swap, by the operation that is there for it",
      situation({
        policies: two,
        wish: { id: "a", name: "A", precedence: 2 },
        wishes: [{ id: "b", name: "B", precedence: 1 }],
      }),
      "1 b, 2 a",
    ],
    [
      "is freed for a new one by all that stand behind it",
      situation({
        policies: three,
        wish: { name: "N", precedence: 2 },
        order: orderOf({ A: 1, N: 2, B: 3, C: 4 }),
      }),
      "1 a, 3 b, 4 c",
    ],
    [
      "is held by a policy of which nothing is known",
      situation({ policies: two, wish: { id: "a", name: "A", precedence: 2 } }),
      "held by B",
    ],
    [
      "is held by the one that is at the end of a chain",
      situation({
        policies: three,
        wish: { id: "a", name: "A", precedence: 2 },
        order: orderOf({ A: 2, B: 3 }),
      }),
      "held by C",
    ],
    [
      "is held by a policy that is being deleted, whatever its name says",
      situation({
        policies: two,
        wish: { id: "a", name: "A", precedence: 2 },
        leaving: new Set(["b"]),
        order: orderOf({ A: 2, B: 1 }),
      }),
      "held by B",
    ],
    [
      "is held by a linked policy, whatever its name says",
      situation({
        policies: [policy("A", 1), policy("B", 2, { linked: true })],
        wish: { id: "a", name: "A", precedence: 2 },
        order: orderOf({ A: 2, B: 1 }),
      }),
      "held by B",
    ],
    [
      "is held by one of two policies of a name",
      situation({
        policies: [policy("A", 1), policy("B", 2), policy("B", 3, { id: "twin" })],
        wish: { id: "a", name: "A", precedence: 2 },
        order: orderOf({ A: 2, B: 1 }),
      }),
      "held by B",
    ],
    [
      "is held by the policy that the new one takes the place of",
      situation({ policies: two, wish: { name: "B", precedence: 2 }, order: orderOf({ A: 1, B: 2 }) }),
      "held by B",
    ],
    [
      "does not wait for others that cannot get to theirs",
      situation({
        policies: [policy("A", 1), policy("B", 2), policy("X", 9)],
        wish: { id: "a", name: "A", precedence: 5 },
        order: orderOf({ A: 5, B: 9 }),
      }),
      "2 b, 5 a, 9 x",
    ],
  ])("%s", (_, given, expected) => expect(outcome(given)).toBe(expected));
});

describe("making room", () => {
  it("moves whoever stands there one further, and nobody behind a gap", () => {
    const room = makeRoom([...three, policy("D", 5)], { name: "N", precedence: 2 });
    expect([...room!]).toEqual([
      ["b", 3],
      ["c", 4],
    ]);
  });

  it("takes the place that the policy leaves for free", () => {
    const room = makeRoom(three, { id: "c", name: "C", precedence: 1 });
    expect([...room!]).toEqual([
      ["a", 2],
      ["b", 3],
      ["c", 1],
    ]);
  });

  it("does not move a linked policy", () => {
    expect(makeRoom([policy("A", 1, { linked: true })], { name: "N", precedence: 1 })).toBeUndefined();
  });
});

describe("the body that moves a policy", () => {
  it("is what the server answered, also what this version does not know, at the other place", () => {
    const answer = {
      id: "1",
      uid: "1",
      created_at: "2026-01-01T00:00:00Z",
      updated_at: "2026-01-01T00:00:00Z",
      reusable: false,
      name: "Staff",
      precedence: 1,
      include: [{ newer_selector: { some: ["thing"] } }],
      newer_field: { kept: true },
      session_duration: null,
    } satisfies WirePolicy;
    expect(bodyAt(answer, 7)).toEqual({
      name: "Staff",
      precedence: 7,
      include: [{ newer_selector: { some: ["thing"] } }],
      newer_field: { kept: true },
    });
  });
});

describe("the first of several for whom others make room", () => {
  const deny = (name: string, precedence: number) => policy(name, precedence, { decision: "deny" });
  const policies = [deny("First", 1), policy("Staff", 2), deny("Last", 3)];
  const up = { id: "last", name: "Last", precedence: 1 };
  const down = { id: "first", name: "First", precedence: 3 };

  it.each([
    ["the one that moves up", up],
    ["the one that moves down", down],
  ])("is the deny policy that moves up, whoever asks: %s", (_, wish) => {
    expect(firstInTurn(policies, wish, [down, up])).toBe(up);
  });

  it("is the one that asks where nothing is known of others", () => {
    expect(firstInTurn(policies, down, [down])).toBe(down);
  });
});
