import { Forthcoming, Gatherer, soon } from "../../../src/client/reads/gatherer";

/** Gathers letters; three of them are enough. Its time is up when the test says so. */
function letters() {
  const runs: string[] = [];
  const due: (() => void)[] = [];
  const gatherer = new Gatherer<string>(
    (waiting) => waiting.length === 3,
    (gathered) => runs.push(gathered.join("")),
    { later: (then) => due.push(then), forthcoming: new Forthcoming() },
  );
  return { gatherer, runs, timeUp: () => due.splice(0).map((then) => then()) };
}

describe("what comes one by one", () => {
  test("goes on together when the time is up", () => {
    const { gatherer, runs, timeUp } = letters();
    gatherer.add("a");
    gatherer.add("b");
    expect(runs).toEqual([]);
    timeUp();
    expect(runs).toEqual(["ab"]);
  });

  test("goes on as soon as more would change nothing, and not again when the time is up", () => {
    const { gatherer, runs, timeUp } = letters();
    for (const letter of "abcd") gatherer.add(letter);
    expect(runs).toEqual(["abc"]);
    timeUp();
    expect(runs).toEqual(["abc", "d"]);
  });

  test("has its own time, whatever came before", () => {
    const { gatherer, runs, timeUp } = letters();
    gatherer.add("a");
    timeUp();
    gatherer.add("b");
    timeUp();
    timeUp();
    expect(runs).toEqual(["a", "b"]);
  });
});

describe("the time to gather", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** How many milliseconds it takes. */
  const lasts = (more: (at: number) => boolean): number => {
    const start = performance.now();
    let end: number | undefined;
    soon(
      () => {
        end = performance.now();
      },
      () => more(performance.now() - start),
    );
    while (end === undefined) jest.advanceTimersByTime(1);
    return end - start;
  };

  test("is short where nothing is known of others", () => {
    expect(lasts(() => false)).toBeLessThan(25);
  });

  test("lasts while others are on their way", () => {
    const time = lasts((at) => at < 100);
    expect(time).toBeGreaterThanOrEqual(100);
    expect(time).toBeLessThan(125);
  });

  test("ends where those never come", () => {
    expect(lasts(() => true)).toBeLessThan(300);
  });

  test("is short where others were announced a while ago and never came", () => {
    const forthcoming = new Forthcoming();
    for (let count = 0; count < 10; count++) forthcoming.announce();
    expect(lasts(() => forthcoming.any)).toBeGreaterThan(200);
    jest.advanceTimersByTime(600);
    expect(lasts(() => forthcoming.any)).toBeLessThan(25);
  });

  test("is for those that were announced lately alone", () => {
    const forthcoming = new Forthcoming();
    for (let count = 0; count < 10; count++) forthcoming.announce();
    jest.advanceTimersByTime(600);
    forthcoming.announce();
    forthcoming.arrive();
    expect(lasts(() => forthcoming.any)).toBeLessThan(25);
  });
});
