import { isStale } from "../../src/client/write-log";

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
