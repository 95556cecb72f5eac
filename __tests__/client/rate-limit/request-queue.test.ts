import { failureOf } from "../support/failure-of";
import { type Answer, refused, success, useScriptedApi } from "../support/scripted-api";

/** The policy that was asked for. */
const policy: Answer = (asked, response) =>
  success({
    id: asked.path
      .split("/")
      .at(-1)
      ?.replace(/^policies$/, "p1"),
  })(asked, response);
const limited =
  (remaining: number, seconds: number, answer: Answer = policy): Answer =>
  (asked, response) => {
    response.setHeader("ratelimit", `"default";r=${remaining};t=${seconds}`);
    response.setHeader("ratelimit-policy", '"default";q=1200;w=300');
    answer(asked, response);
  };

describe("a client near the limit", () => {
  const api = useScriptedApi();
  let lines: string[];
  beforeEach(() => {
    lines = [];
  });
  const policies = () => api.client({ onWarn: (line) => lines.push(line) }).reusablePolicies("acc");

  test("waits for the end of the window, says so once, and reports to each request how long it was", async () => {
    const all = policies();
    api.answer = limited(0, 1);
    await all.replace("p0", {});
    api.answer = limited(1_000, 300);
    const waits: number[] = [];
    const onWait = (milliseconds: number) => waits.push(milliseconds);
    await Promise.all(["p1", "p2", "p3"].map((id) => all.replace(id, {}, { onWait })));
    expect(api.asked).toHaveLength(4);
    expect(waits).toHaveLength(3);
    for (const wait of waits) expect(wait).toBeGreaterThan(900);
    expect(lines).toEqual([expect.stringMatching(/limit is nearly used up .*: waiting 1 second\.$/)]);
  });

  test("that is refused makes all requests wait, and then all succeed", async () => {
    const all = policies();
    const times: number[] = [];
    let block = true;
    api.answer = (asked, response) => {
      times.push(performance.now());
      if (block) refused(429, [], { "retry-after": "1" })(asked, response);
      else policy(asked, response);
      block = false;
    };
    await Promise.all(["p1", "p2", "p3", "p4"].map((id) => all.replace(id, {})));
    expect(times[1]! - times[0]!).toBeGreaterThan(990);
    expect(times).toHaveLength(5);
    expect(lines).toEqual([expect.stringContaining("refuses requests for now")]);
  });

  test("fails at once where its permit would come after its deadline", async () => {
    const all = policies();
    api.answer = limited(0, 300);
    await all.replace("p0", {});
    const failure = await failureOf(all.replace("p1", {}, { deadline: performance.now() + 60_000 }));
    expect(failure).toMatchObject({ kind: "rate-limited", outcome: "no" });
    expect(failure.message).toContain("takes no more requests for 5 minutes");
    expect(api.asked).toHaveLength(1);
  });

  test("stops waiting when it is asked to stop, and the others go on", async () => {
    const all = policies();
    api.answer = limited(0, 1);
    await all.replace("p0", {});
    api.answer = policy;
    const stop = new AbortController();
    const stopped = failureOf(all.replace("p1", {}, { signal: stop.signal }));
    const other = all.replace("p2", {});
    stop.abort();
    expect(await stopped).toMatchObject({ kind: "aborted", outcome: "no" });
    await other;
    expect(api.asked.map(({ path }) => path.slice(-2))).toEqual(["p0", "p2"]);
  });

  test("sends one request first, and the others when its answer is there", async () => {
    const all = policies();
    let most = 0;
    let underWay = 0;
    const seen: number[] = [];
    api.answer = (asked, response) => {
      underWay++;
      most = Math.max(most, underWay);
      seen.push(underWay);
      setTimeout(() => {
        underWay--;
        limited(1_000, 300)(asked, response);
      }, 50);
    };
    await Promise.all(Array.from({ length: 8 }, (_, index) => all.replace(`p${index}`, {})));
    expect(seen.slice(0, 2)).toEqual([1, 1]);
    expect(most).toBeGreaterThan(3);
  });
});
