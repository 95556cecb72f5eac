import fc from "fast-check";
import { RateLimiter } from "../../../src/client/rate-limit/rate-limiter";
import { live } from "./simulated-server";

const CONCURRENCY = 10;
const ways = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 });
const limits = {
  quota: fc.integer({ min: 24, max: 300 }),
  windowSeconds: fc.integer({ min: 2, max: 300 }),
  rounding: fc.constantFrom("ceil" as const, "floor" as const),
  ways,
};
const requests = fc.integer({ min: 1, max: 400 });

describe("the rate limiter", () => {
  test("keeps a client alone on its token from ever being refused, and wastes little of the limit", () => {
    const worlds = fc.record({ ...limits, clients: fc.tuple(requests) });
    fc.assert(
      fc.property(worlds, (world) => {
        const history = live(world);
        expect(history).toMatchObject({ refusals: 0, done: world.clients });
        const windows = Math.ceil(world.clients[0] / (world.quota - Math.max(3, world.quota / 8)));
        const unlimited = (world.clients[0] / CONCURRENCY + 1) * 800 * 2;
        expect(history.took).toBeLessThan(windows * (world.windowSeconds + 3) * 1000 + unlimited);
      }),
      { numRuns: 60 },
    );
  });

  test("lets all clients of one limit finish, each waiting as long as refusals say", () => {
    const clients = fc.array(requests, { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(fc.record({ ...limits, clients }), (world) => {
        const history = live(world);
        expect(history.done).toEqual(world.clients);
        expect(history.faults).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("never lets two clients of the API's own limit run into its five minutes", () => {
    const world = { quota: 1200, windowSeconds: 300, rounding: "ceil" as const, clients: [1500, 1500] };
    for (const travel of [[5], [20, 80, 45], [300, 10, 10, 10]])
      expect(live({ ...world, ways: travel }).refusals).toBe(0);
  });

  test("never sends more than an answer left, until the window it speaks of is over", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("try" as const) }),
      fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 1, max: 4_000 }) }),
      fc.record({ do: fc.constant("answer" as const), reported: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(step, { maxLength: 200 }), (quota, steps) => {
        const limiter = new RateLimiter(() => 0);
        const underWay: number[] = [];
        let now = 0;
        let window = { endsAt: 0, used: 0 };
        let heard = { until: 0, left: Number.POSITIVE_INFINITY };
        for (const one of steps) {
          if (one.do === "pass") now += one.ms;
          if (one.do === "try" && limiter.permit(now) === "granted") {
            limiter.begin(now);
            underWay.push(now);
            if (now < heard.until) expect(--heard.left).toBeGreaterThanOrEqual(0);
          }
          if (one.do === "answer" && underWay.length > 0) {
            if (now >= window.endsAt) window = { endsAt: now + 10_000, used: 0 };
            window.used++;
            const stand = {
              remaining: Math.max(0, quota - window.used),
              seconds: Math.ceil((window.endsAt - now) / 1000),
              quota,
            };
            if (one.reported) {
              limiter.report(stand, now);
              const until = now + stand.seconds * 1000;
              const left = stand.remaining - (underWay.length - 1);
              if (now >= heard.until || left < heard.left) heard = { until, left };
            }
            limiter.end(underWay.shift()!, { reported: one.reported, outcome: "success" }, now);
          }
        }
      }),
    );
  });

  test("holds all requests for as long as the longest refusal says, whatever else is answered", () => {
    const refusal = fc.record({
      at: fc.integer({ min: 0, max: 5_000 }),
      seconds: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.array(refusal, { minLength: 1, maxLength: 10 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (refusals, chance) => {
          const limiter = new RateLimiter(() => chance);
          for (const _ of refusals) limiter.begin(0);
          let until = 0;
          for (const { at, seconds } of refusals.toSorted((a, b) => a.at - b.at)) {
            const retryAfter = seconds === undefined ? {} : { retryAfterSeconds: seconds };
            limiter.report({ remaining: 1_000, seconds: 100, quota: 1_200 }, at);
            limiter.end(0, { reported: true, outcome: "refused", ...retryAfter }, at);
            // Begun before the first refusal ended: one that says nothing adds nothing to those before it.
            const adds = seconds !== undefined || until === 0;
            if (adds) until = Math.max(until, at + (seconds ?? 1) * 1000);
            if (at < until) expect(limiter.permit(until - 1)).toMatchObject({ waitsFor: "refused" });
          }
          const { at } = limiter.permit(until - 1) as { at: number };
          expect(at).toBeGreaterThanOrEqual(until);
          expect(limiter.permit(at)).toBe("granted");
        },
      ),
    );
  });
});
