import { ServerClock } from "../../../src/client/creates";
import type { ApiReply, ApiRequest, Send } from "../../../src/client/request";

const REQUEST: ApiRequest = { operation: "read", method: "GET", path: "/" };
const answering =
  (date?: string): Send =>
  async () =>
    ({ status: 200, result: {}, text: "", headers: { date } }) satisfies ApiReply;

describe("the server's clock", () => {
  test("is what its answers tell, however far from this machine's", async () => {
    const clock = new ServerClock();
    await clock.listening(answering("Thu, 01 Jan 2037 00:00:00 GMT"))(REQUEST);
    const now = clock.timeOf(performance.now());
    expect(now).toBeGreaterThanOrEqual(Date.UTC(2037, 0, 1));
    expect(now).toBeLessThan(Date.UTC(2037, 0, 1, 0, 1));
  });

  test("tells when something was that came before the first answer", async () => {
    const clock = new ServerClock();
    const before = performance.now() - 5_000;
    await clock.listening(answering("Thu, 01 Jan 2037 00:00:10 GMT"))(REQUEST);
    expect(clock.timeOf(before)).toBeLessThan(Date.UTC(2037, 0, 1, 0, 0, 10) - 4_000);
  });

  test("is the latest of what answers tell, since all of them are late", async () => {
    const clock = new ServerClock();
    for (const second of ["30", "10"])
      await clock.listening(answering(`Thu, 01 Jan 2037 00:00:${second} GMT`))(REQUEST);
    expect(clock.timeOf(performance.now())).toBeGreaterThanOrEqual(Date.UTC(2037, 0, 1, 0, 0, 30));
  });

  test.each([undefined, "yesterday"])("is this machine's where an answer tells %p", async (date) => {
    const clock = new ServerClock();
    await clock.listening(answering(date))(REQUEST);
    expect(Math.abs(clock.timeOf(performance.now()) - Date.now())).toBeLessThan(5_000);
  });
});
