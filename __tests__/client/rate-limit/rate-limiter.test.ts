import { RateLimiter } from "../../../src/client/rate-limit/rate-limiter";

/** How many more may begin at once at this time; they all do. */
function begin(limiter: RateLimiter, now: number, most = 100): number {
  let begun = 0;
  while (begun < most && limiter.permit(now) === "granted") {
    limiter.begin(now);
    begun++;
  }
  return begun;
}

const LIMIT = { remaining: 1_200, seconds: 300, quota: 1_200 };

describe("the rate limiter", () => {
  test("lets one go ahead while nothing is known of the limit, and the others when it was heard", () => {
    const limiter = new RateLimiter();
    expect(begin(limiter, 0)).toBe(1);
    expect(limiter.permit(0)).toEqual({ at: 1_000, waitsFor: "others" });
    limiter.report(LIMIT, 40);
    limiter.end(0, { reported: true, outcome: "success" }, 40);
    expect(begin(limiter, 40)).toBeGreaterThanOrEqual(10);
  });

  test("does not wait long for a first answer that is slow", () => {
    const limiter = new RateLimiter();
    begin(limiter, 0);
    expect(begin(limiter, 1_000)).toBe(1);
  });

  test("does not wait where a server reports no limit", () => {
    const limiter = new RateLimiter();
    begin(limiter, 0);
    limiter.report(undefined, 5);
    limiter.end(0, { reported: false, outcome: "success" }, 5);
    expect(begin(limiter, 5)).toBeGreaterThanOrEqual(10);
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
    const limiter = new RateLimiter();
    begin(limiter, 0);
    limiter.report({ ...LIMIT, remaining }, 0);
    limiter.end(0, { reported: true, outcome: "success" }, 0);
    expect(begin(limiter, 0)).toBe(count);
  });

  test("lets one look first when a window is over", () => {
    const limiter = new RateLimiter();
    begin(limiter, 0);
    limiter.report({ ...LIMIT, remaining: 0, seconds: 30 }, 0);
    limiter.end(0, { reported: true, outcome: "success" }, 0);
    expect(limiter.permit(29_999)).toEqual({ at: 30_000, waitsFor: "limit" });
    expect(begin(limiter, 30_000)).toBe(1);
  });

  test("lets one look when a window is over, though a request of it has no answer yet", () => {
    const limiter = new RateLimiter();
    begin(limiter, 0);
    limiter.report({ ...LIMIT, remaining: 12, seconds: 5 }, 0);
    limiter.end(0, { reported: true, outcome: "success" }, 0);
    expect(begin(limiter, 0)).toBe(1);
    expect(limiter.permit(0)).toEqual({ at: 5_000, waitsFor: "others" });
    expect(begin(limiter, 5_000)).toBe(1);
  });

  test("halves how many go at once after an overload, once for all that were under way, and recovers", () => {
    const limiter = new RateLimiter();
    begin(limiter, 0);
    limiter.report(undefined, 1);
    limiter.end(0, { reported: false, outcome: "success" }, 1);
    const many = begin(limiter, 2);
    for (let each = 0; each < many; each++) limiter.end(2, { reported: false, outcome: "overload" }, 3);
    const few = begin(limiter, 4);
    expect(few).toBe(Math.floor(many / 2));
    for (let round = 0; round < 20; round++) {
      const begun = round === 0 ? few : begin(limiter, 4);
      for (let each = 0; each < begun; each++) limiter.end(4, { reported: false, outcome: "success" }, 5);
    }
    expect(begin(limiter, 6)).toBeGreaterThan(many);
  });

  test("never comes to a standstill, however often a server is overloaded", () => {
    const limiter = new RateLimiter();
    for (let now = 0; now < 100_000; now += 1_000) {
      expect(begin(limiter, now, 1)).toBe(1);
      limiter.end(now, { reported: false, outcome: "overload" }, now + 1);
    }
  });

  /** The waits after so many refusals in a row, in seconds. */
  function waitsAfter(refusals: number, refuse: (limiter: RateLimiter, now: number) => void): number[] {
    const limiter = new RateLimiter(() => 0);
    const waits: number[] = [];
    for (let now = 0; waits.length < refusals; ) {
      expect(begin(limiter, now)).toBe(1);
      refuse(limiter, now);
      const { at } = limiter.permit(now) as { at: number };
      waits.push((at - now) / 1000);
      now = at;
    }
    return waits;
  }
  const untimed = { outcome: "refused" } as const;

  test("waits longer each time when refusals do not say how long, never beyond the API's block and never long after it", () => {
    const waits = waitsAfter(10, (limiter, now) => {
      limiter.report(undefined, now);
      limiter.end(now, { reported: false, ...untimed }, now);
    });
    expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60, 45, 60, 60]);
    expect(waits.slice(0, 8).reduce((sum, wait) => sum + wait)).toBe(300);
  });

  test.each([
    ["none are left", 0, [120, 120]],
    ["some are left: it is of another limit", 900, [5, 10]],
  ])("takes the window's end for a refusal that says nothing itself, where %s", (_, remaining, expected) => {
    const waits = waitsAfter(2, (limiter, now) => {
      limiter.report({ ...LIMIT, remaining, seconds: 120 }, now);
      limiter.end(now, { reported: true, ...untimed }, now);
    });
    expect(waits).toEqual(expected);
  });

  test("lets one look first after a refusal that did not say how long, and the others when it went well", () => {
    const limiter = new RateLimiter(() => 0);
    begin(limiter, 0);
    limiter.report(undefined, 0);
    limiter.end(0, { reported: false, ...untimed }, 0);
    expect(begin(limiter, 5_000)).toBe(1);
    expect(limiter.permit(60_000)).toEqual({ at: Number.POSITIVE_INFINITY, waitsFor: "others" });
    limiter.end(5_000, { reported: false, outcome: "success" }, 60_000);
    expect(begin(limiter, 60_000)).toBeGreaterThan(3);
  });
});
