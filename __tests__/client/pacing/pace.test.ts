import { Pace } from "../../../src/client/pacing";

/** How many more may begin at once at this time; they all do. */
function begin(pace: Pace, now: number, most = 100): number {
  let begun = 0;
  while (begun < most && pace.turn(now) === "now") {
    pace.begin(now);
    begun++;
  }
  return begun;
}

const LIMIT = { remaining: 1_200, seconds: 300, quota: 1_200 };

describe("the pace of requests", () => {
  test("lets one go ahead while nothing is known of the limit, and the others when it was heard", () => {
    const pace = new Pace();
    expect(begin(pace, 0)).toBe(1);
    expect(pace.turn(0)).toEqual({ at: 1_000, waitsFor: "others" });
    pace.hear(LIMIT, 40);
    pace.end(0, { told: true, outcome: "well" }, 40);
    expect(begin(pace, 40)).toBeGreaterThanOrEqual(10);
  });

  test("does not wait long for a first answer that is slow", () => {
    const pace = new Pace();
    begin(pace, 0);
    expect(begin(pace, 1_000)).toBe(1);
  });

  test("is free where a server tells nothing of a limit", () => {
    const pace = new Pace();
    begin(pace, 0);
    pace.hear(undefined, 5);
    pace.end(0, { told: false, outcome: "well" }, 5);
    expect(begin(pace, 5)).toBeGreaterThanOrEqual(10);
  });

  test.each([
    [0, 0],
    [10, 0],
    [11, 1],
    [12, 1],
    [13, 2],
    [16, 3],
    [30, 10],
  ])("with %i left lets %i go at once: ever fewer, and a little stays for others", (remaining, count) => {
    const pace = new Pace();
    begin(pace, 0);
    pace.hear({ ...LIMIT, remaining }, 0);
    pace.end(0, { told: true, outcome: "well" }, 0);
    expect(begin(pace, 0)).toBe(count);
  });

  test("lets one look first when a window is over", () => {
    const pace = new Pace();
    begin(pace, 0);
    pace.hear({ ...LIMIT, remaining: 0, seconds: 30 }, 0);
    pace.end(0, { told: true, outcome: "well" }, 0);
    expect(pace.turn(29_999)).toEqual({ at: 30_000, waitsFor: "limit" });
    expect(begin(pace, 30_000)).toBe(1);
  });

  test("lets one look when a window is over, though a request of it has no answer yet", () => {
    const pace = new Pace();
    begin(pace, 0);
    pace.hear({ ...LIMIT, remaining: 12, seconds: 5 }, 0);
    pace.end(0, { told: true, outcome: "well" }, 0);
    expect(begin(pace, 0)).toBe(1);
    expect(pace.turn(0)).toEqual({ at: 5_000, waitsFor: "others" });
    expect(begin(pace, 5_000)).toBe(1);
  });

  test("halves how many go at once after an overload, once for all that were under way, and recovers", () => {
    const pace = new Pace();
    begin(pace, 0);
    pace.hear(undefined, 1);
    pace.end(0, { told: false, outcome: "well" }, 1);
    const many = begin(pace, 2);
    for (let each = 0; each < many; each++) pace.end(2, { told: false, outcome: "overload" }, 3);
    const few = begin(pace, 4);
    expect(few).toBe(Math.floor(many / 2));
    for (let round = 0; round < 20; round++) {
      const begun = round === 0 ? few : begin(pace, 4);
      for (let each = 0; each < begun; each++) pace.end(4, { told: false, outcome: "well" }, 5);
    }
    expect(begin(pace, 6)).toBeGreaterThan(many);
  });

  test("never comes to a standstill, however often a server is overloaded", () => {
    const pace = new Pace();
    for (let now = 0; now < 100_000; now += 1_000) {
      expect(begin(pace, now, 1)).toBe(1);
      pace.end(now, { told: false, outcome: "overload" }, now + 1);
    }
  });

  /** The waits after so many refusals in a row, in seconds. */
  function waitsAfter(refusals: number, refuse: (pace: Pace, now: number) => void): number[] {
    const pace = new Pace(() => 0);
    const waits: number[] = [];
    for (let now = 0; waits.length < refusals; ) {
      expect(begin(pace, now)).toBe(1);
      refuse(pace, now);
      const { at } = pace.turn(now) as { at: number };
      waits.push((at - now) / 1000);
      now = at;
    }
    return waits;
  }
  const untold = { outcome: "refused" } as const;

  test("waits longer each time when refusals do not say how long, never beyond the API's block and never long after it", () => {
    const waits = waitsAfter(10, (pace, now) => {
      pace.hear(undefined, now);
      pace.end(now, { told: false, ...untold }, now);
    });
    expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60, 45, 60, 60]);
    expect(waits.slice(0, 8).reduce((sum, wait) => sum + wait)).toBe(300);
  });

  test.each([
    ["none are left", 0, [120, 120]],
    ["some are left: it is of another limit", 900, [5, 10]],
  ])("takes the window's end for a refusal that says nothing itself, where %s", (_, remaining, expected) => {
    const waits = waitsAfter(2, (pace, now) => {
      pace.hear({ ...LIMIT, remaining, seconds: 120 }, now);
      pace.end(now, { told: true, ...untold }, now);
    });
    expect(waits).toEqual(expected);
  });

  test("lets one look first after a refusal that did not say how long, and the others when it went well", () => {
    const pace = new Pace(() => 0);
    begin(pace, 0);
    pace.hear(undefined, 0);
    pace.end(0, { told: false, ...untold }, 0);
    expect(begin(pace, 5_000)).toBe(1);
    expect(pace.turn(60_000)).toEqual({ at: Number.POSITIVE_INFINITY, waitsFor: "others" });
    pace.end(5_000, { told: false, outcome: "well" }, 60_000);
    expect(begin(pace, 60_000)).toBeGreaterThan(3);
  });
});
