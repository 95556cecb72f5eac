import { Observations } from "../../src/client/observations";
import type { ApiReply, ApiRequest, Sender } from "../../src/client/request";

const REQUEST: ApiRequest = { operation: "read", method: "GET", path: "/" };
const answering =
  (date?: string): Sender =>
  async () =>
    ({ status: 200, result: {}, text: "", headers: { date } }) satisfies ApiReply;

describe("the server's clock", () => {
  test("is what its answers show, however far from this machine's", async () => {
    const clock = new Observations();
    await clock.stage(answering("Thu, 01 Jan 2037 00:00:00 GMT"))(REQUEST);
    const now = clock.serverTime(performance.now());
    expect(now).toBeGreaterThanOrEqual(Date.UTC(2037, 0, 1));
    expect(now).toBeLessThan(Date.UTC(2037, 0, 1, 0, 1));
  });

  test("gives the time of a moment before the first answer", async () => {
    const clock = new Observations();
    const before = performance.now() - 5_000;
    await clock.stage(answering("Thu, 01 Jan 2037 00:00:10 GMT"))(REQUEST);
    expect(clock.serverTime(before)).toBeLessThan(Date.UTC(2037, 0, 1, 0, 0, 10) - 4_000);
  });

  test("is the latest that answers show, since all of them are late", async () => {
    const clock = new Observations();
    for (const second of ["30", "10"])
      await clock.stage(answering(`Thu, 01 Jan 2037 00:00:${second} GMT`))(REQUEST);
    expect(clock.serverTime(performance.now())).toBeGreaterThanOrEqual(Date.UTC(2037, 0, 1, 0, 0, 30));
  });

  test.each([undefined, "yesterday"])("is this machine's where the date of an answer is %p", async (date) => {
    const clock = new Observations();
    await clock.stage(answering(date))(REQUEST);
    expect(Math.abs(clock.serverTime(performance.now()) - Date.now())).toBeLessThan(5_000);
  });
});
