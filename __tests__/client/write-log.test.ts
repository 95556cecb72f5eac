import { ApiError, type RequestOutcome } from "../../src/client";
import { ListCache } from "../../src/client/list-cache";
import { isStale, WriteLog } from "../../src/client/write-log";

const PATH = "/policies";
const [OLD, NEW] = ["2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z"];
const policy = (name: string, updated_at = OLD) => ({ id: "p1", name, updated_at });
const failing = (outcome: RequestOutcome) => () =>
  Promise.reject(new ApiError({ operation: "update policy", kind: "server", reason: "it failed", outcome }));

describe("the overlay of a list", () => {
  let log: WriteLog;
  beforeEach(async () => {
    log = new WriteLog();
    await log.track(PATH, "p1", async () => {});
    log.record(PATH, "p1", policy("written", NEW));
  });

  it.each([
    ["lags behind the write", policy("before"), "written"],
    ["shows the moment of the write", policy("before", NEW), "written"],
    ["shows a later change", policy("by hand", "2026-01-01T00:00:03Z"), "by hand"],
  ])("shows the policy of a list that %s", (_, listed, name) => {
    expect(log.overlay(PATH, [listed])).toMatchObject([{ name }]);
  });

  it("keeps the last answer where a later write was refused", async () => {
    await log.track(PATH, "p1", failing("no")).catch(() => {});
    expect(log.overlay(PATH, [policy("before")])).toMatchObject([{ name: "written" }]);
  });

  it("leaves the list as it is where a later write is ambiguous", async () => {
    await log.track(PATH, "p1", failing("unknown")).catch(() => {});
    expect(log.overlay(PATH, [policy("before")])).toMatchObject([{ name: "before" }]);
    expect(log.overlay(PATH, [])).toEqual([]);
  });

  it("leaves the list as it is while a later write is in flight", async () => {
    let finish = () => {};
    const writing = log.track(PATH, "p1", () => new Promise<void>((resolve) => (finish = resolve)));
    expect(log.overlay(PATH, [policy("before")])).toMatchObject([{ name: "before" }]);
    finish();
    await writing;
  });

  it("leaves out a deleted policy, and nothing of another collection", () => {
    log.record(PATH, "p1", "deleted");
    expect(log.overlay(PATH, [policy("before")])).toEqual([]);
    expect(log.overlay("/others", [policy("other")])).toMatchObject([{ name: "other" }]);
  });
});

test("a cached list reports its waits for the rate limit to every caller that waits for it", async () => {
  const cache = new ListCache(new WriteLog());
  const waits: string[] = [];
  let limit = (_: number) => {};
  const read = (caller: string) =>
    cache.get(PATH, { onWait: (ms) => waits.push(`${caller}: ${ms}`) }, async ({ onWait }) => {
      await new Promise<void>((resolve) => {
        limit = (ms) => {
          onWait?.(ms);
          resolve();
        };
      });
      return [];
    });
  const lists = [read("one"), read("two")];
  limit(7);
  await Promise.all(lists);
  expect(waits).toEqual(["one: 7", "two: 7"]);
});

test.each([
  ["2026-01-01T00:00:01Z", "2026-01-01T00:00:02Z", true],
  ["2026-01-01T00:00:02Z", "2026-01-01T00:00:02Z", false],
  ["2026-01-01T00:00:03Z", "2026-01-01T00:00:02Z", false],
  ["2026-01-01T00:00:02.5Z", "2026-01-01T00:00:02.50Z", false],
  ["2026-01-01T00:00:02.123456Z", "2026-01-01T00:00:02.123457Z", true],
  ["2026-01-01T00:00:02Z", "2026-01-01T00:00:02.000001Z", true],
  ["2026-01-01T01:00:02+01:00", "2026-01-01T00:00:02Z", false],
  [undefined, "2026-01-01T00:00:02Z", true],
  ["no time", "2026-01-01T00:00:02Z", true],
  ["2026-01-01T00:00:02Z", undefined, false],
  ["2026-01-01T00:00:02Z", "no time", false],
])("an answer from %s, where %s is known, is stale: %s", (shown, known, stale) => {
  expect(isStale(shown, known)).toBe(stale);
});
