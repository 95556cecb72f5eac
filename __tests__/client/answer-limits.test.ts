import { listAll } from "../../src/client/list-pages";
import { policiesIn } from "../../src/client/policy-answer";
import type { Sender } from "../../src/client/request";
import { failureOf } from "./support/failure-of";
import { type Answer, json, refused, success, text, useScriptedApi } from "./support/scripted-api";

const POLICY = { id: "p1", name: "Staff", decision: "allow" };
const CREDIBLE = { page: 1, per_page: 1000, count: 1, total_count: 1, total_pages: 1 };

describe("the limits of an answer", () => {
  const api = useScriptedApi();
  const reusable = () => api.client().reusablePolicies("acc");

  /** A server whose lists go on: every page has entries of its own. */
  const endless =
    (info: object): Answer =>
    (asked, response) => {
      const page = Number(/page=(\d+)/.exec(asked.path)?.[1]);
      success([{ ...POLICY, id: `p${page}` }], 200, info)(asked, response);
    };

  test.each([
    ["an ever later last page", { total_pages: 100_000 }],
    ["no count of pages, and full ones", { per_page: 1 }],
  ])("end a list with %s after 200 pages", async (_, info) => {
    api.answer = endless(info);
    const failure = await failureOf(reusable().list());
    expect(failure).toMatchObject({ kind: "malformed", outcome: "no" });
    expect(failure.message).toContain("the list does not end: it has more than 200 pages");
    expect(api.asked).toHaveLength(201);
  });

  test("end a list whose pages together are larger than 256 MiB", async () => {
    const text = " ".repeat(40 * 2 ** 20);
    let page = 0;
    const send: Sender = async () => {
      const result = [{ ...POLICY, id: `p${++page}` }];
      return { status: 200, result, resultInfo: { total_pages: 100 }, headers: {}, text };
    };
    const list = listAll(send, { operation: "list policies", method: "GET", path: "/x" }, policiesIn);
    expect((await failureOf(list)).message).toContain("after 7 pages it is larger than 256 MiB");
  });

  test.each([
    ["more pages than its entries need", { total_count: 3, per_page: 1000, total_pages: 90_000 }],
    ["fewer pages than its entries need", { total_count: 5_000, per_page: 1000, total_pages: 1 }],
    ["no page for an entry", { total_count: 1, per_page: 1000, total_pages: 0 }],
  ])("refuse a list that says it has %s", async (_, info) => {
    api.answer = success([POLICY], 200, info);
    const failure = await failureOf(reusable().list());
    expect(failure.kind).toBe("malformed");
    expect(failure.message).toContain(
      `result_info says ${info.total_count} entries, 1000 a page, on ${info.total_pages} pages`,
    );
    expect(api.asked).toHaveLength(1);
  });

  test.each([
    ["counts that agree", CREDIBLE],
    ["no counts", undefined],
    ["no entries on one page", { total_count: 0, per_page: 1000, total_pages: 1 }],
    ["fewer entries than counted, as one who may see some of them gets", { ...CREDIBLE, total_count: 7 }],
    ["counts that are none", { page: "x", per_page: -1, total_count: null, total_pages: 1.5, count: {} }],
    ["counts of another form", "many"],
  ])("let a list pass with %s", async (_, info) => {
    api.answer = success([POLICY], 200, info as object);
    expect(await reusable().list()).toEqual([POLICY]);
  });

  test("answer each read by a request of its own where the list does not end", async () => {
    api.answer = (asked, response) =>
      asked.path.includes("?page=")
        ? endless({ total_pages: 100_000 })(asked, response)
        : success({ ...POLICY, id: asked.path.split("/").at(-1) })(asked, response);
    const policies = reusable();
    const read = await Promise.all(["x1", "x2"].map((id) => policies.read(id)));
    expect(read.map((policy) => policy?.id)).toEqual(["x1", "x2"]);
  });

  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  const policyWith = (value: string) =>
    `{"success":true,"errors":[],"result":{"id":"p1","name":"Staff","decision":"allow","deep":${value}}}`;

  test.each([5_000, 99])("refuse %d levels of nesting, in one sentence", async (levels) => {
    api.answer = text(200, policyWith(nested(levels)));
    const failure = await failureOf(reusable().read("p1"));
    expect(failure).toMatchObject({ kind: "malformed", status: 200 });
    expect(failure.message).toContain("nested more than 100 levels deep");
    // The list and the policy, each once.
    expect(api.asked).toHaveLength(2);
  });

  test.each([
    ["98 levels", policyWith(nested(98))],
    ["brackets in a text", policyWith(JSON.stringify(`\\"${"[{".repeat(500)}\\`))],
  ])("let %s pass", async (_, body) => {
    api.answer = text(200, body);
    expect((await reusable().read("p1"))?.id).toBe("p1");
  });

  test("show the first 20 of 100,000 errors, and how many more there are", async () => {
    const errors = Array.from({ length: 100_000 }, (_, index) => ({ code: 5_000 + index, message: "no" }));
    api.answer = refused(400, errors);
    const failure = await failureOf(reusable().create({}));
    expect(failure.errors).toHaveLength(20);
    expect(failure.message).toContain("(code 5019); and 99980 more errors.");
    expect(failure.message.length).toBeLessThan(1_000);
  });

  test("show as many causes of one error", async () => {
    const causes = Array.from({ length: 100_000 }, () => ({ message: "cause" }));
    api.answer = json(400, { success: false, errors: [{ code: 6003, message: "no", error_chain: causes }] });
    expect((await failureOf(reusable().create({}))).message.match(/cause/g)).toHaveLength(20);
  });
});
