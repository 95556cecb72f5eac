import fc from "fast-check";
import { ApiError, type ApiErrorDetails } from "../../src/client";
import { CircuitBreaker } from "../../src/client/circuit-breaker";

const LIMITS = { contactMs: 2_000, answerMs: 30_000, patienceMs: 1_200_000, baseMs: 500, capMs: 30_000 };
const error = (details: Partial<ApiErrorDetails>) =>
  new ApiError({ operation: "read policy", kind: "unreachable", reason: "it broke", ...details });
const REFUSED = error({ networkCode: "ECONNREFUSED" });
const RESET = error({ networkCode: "ECONNRESET", reached: true });
const OVERLOADED = error({ kind: "server", status: 503 });
const PAGE = error({ kind: "not-json", status: 502 });
const WEBSITE = error({ kind: "not-json", status: 200 });
const GONE = error({ kind: "not-found", status: 404 });

/** When one request that always fails so is tried, in milliseconds from its start, until nothing is hoped for. */
function triesOf(failure: ApiError, breaker: CircuitBreaker, start = 0): number[] {
  const tries = [start];
  for (let now = start; ; ) {
    breaker.recordFailure(failure, now);
    const { delay, deadline } = breaker.nextAttempt(tries.length, now, failure);
    if (now + delay > deadline) return tries;
    now += delay;
    tries.push(now);
  }
}

const chances = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 50 });
const breakerWith = (chance: readonly number[]) => {
  let index = 0;
  return new CircuitBreaker(LIMITS, () => chance[index++ % chance.length]!);
};

describe("trying again", () => {
  test("waits for a random time below a bound that doubles up to half a minute", () => {
    fc.assert(
      fc.property(chances, fc.integer({ min: 1, max: 60 }), (chance, tries) => {
        const breaker = breakerWith(chance);
        breaker.recordFailure(OVERLOADED, 0);
        const { delay } = breaker.nextAttempt(tries, 0, OVERLOADED);
        expect(delay).toBe(chance[0]! * Math.min(30_000, 500 * 2 ** (tries - 1)));
      }),
    );
  });

  test("ends after three tries in two seconds when the server could never be reached", () => {
    const tries = triesOf(REFUSED, breakerWith([0.7]));
    expect(tries).toHaveLength(3);
    expect(tries.at(-1)).toBeLessThanOrEqual(2_000);
  });

  test("ends within two seconds when there were only pages that say that all went well", () => {
    fc.assert(
      fc.property(chances, (chance) => {
        fc.pre(chance.some((one) => one > 0.05));
        expect(triesOf(WEBSITE, breakerWith(chance)).at(-1)).toBeLessThanOrEqual(2_000);
      }),
    );
  });

  test("ends within half a minute when what was reached never answered as the API does", () => {
    fc.assert(
      fc.property(chances, fc.constantFrom(RESET, PAGE), (chance, failure) => {
        fc.pre(chance.some((one) => one > 0.05));
        const tries = triesOf(failure, breakerWith(chance));
        expect(tries.length).toBeGreaterThan(3);
        expect(tries.at(-1)).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  test.each([
    ["refuses connections", REFUSED],
    ["breaks them", RESET],
    ["is overloaded", OVERLOADED],
    ["has a proxy before it that says so", PAGE],
  ])("goes on for twenty minutes with a server that answered before and now %s", (_, failure) => {
    const breaker = breakerWith([0.5]);
    breaker.recordSuccess();
    const last = triesOf(failure, breaker).at(-1)!;
    expect(last).toBeLessThanOrEqual(1_200_000);
    expect(last).toBeGreaterThan(1_150_000);
  });

  test.each([
    ["never reached", () => {}, REFUSED],
    ["answering before", (breaker: CircuitBreaker) => breaker.recordSuccess(), OVERLOADED],
  ])("is not restarted by later requests after one has given up on a server %s", (_, before, failure) => {
    const breaker = breakerWith([0.5]);
    before(breaker);
    const gaveUp = triesOf(failure, breaker).at(-1)!;
    expect(triesOf(failure, breaker, gaveUp + 60_000)).toHaveLength(1);
  });

  test.each([
    ["a success", (breaker: CircuitBreaker) => breaker.recordSuccess()],
    ["a clear no", (breaker: CircuitBreaker) => breaker.recordFailure(GONE, 0)],
  ])("is restarted after %s of the API", (_, sign) => {
    const breaker = breakerWith([0.5]);
    const gaveUp = triesOf(OVERLOADED, breaker).at(-1)!;
    sign(breaker);
    expect(triesOf(OVERLOADED, breaker, gaveUp + 60_000).length).toBeGreaterThan(10);
  });
});
