import { verifyComparisons, verifyDecisions } from "./reference/verify";

// `npm run verify:access` looks at 10,000 worlds of each kind.
const worlds = Number(process.env.ACCESS_WORLDS ?? "120");
const FIRST_SEED = 20261128;
const MOST_SHOWN = 3;

const over = (verify: (seed: number) => readonly unknown[]) => {
  const found: unknown[] = [];
  for (let world = 0; world < worlds && found.length < MOST_SHOWN; world++)
    found.push(...verify(FIRST_SEED + world).slice(0, MOST_SHOWN));
  return found;
};

test("a decision has the possibilities that a second interpreter finds", () => {
  expect(over((seed) => verifyDecisions(seed, 20))).toEqual([]);
}, 3_600_000);

test("a comparison puts every request where a second interpreter puts it", () => {
  expect(over((seed) => verifyComparisons(seed, 25))).toEqual([]);
}, 3_600_000);
