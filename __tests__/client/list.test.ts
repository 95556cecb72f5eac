import { failureOf } from "./support/failure-of";
import { type Answer, refused, success, useScriptedApi } from "./support/scripted-api";

const policies = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ id: `p${from + i}` }));

describe("a list of policies", () => {
  const api = useScriptedApi();

  const list = () => api.client().reusablePolicies("acc").list();
  const pageOf = (path: string) => Number(new URL(path, api.url).searchParams.get("page"));
  /** Page by page; past the last one an empty page, as the API does. */
  const pages =
    (all: readonly (readonly object[])[], info: (page: number) => object | undefined): Answer =>
    (asked, response) => {
      const page = pageOf(asked.path);
      success(all[page - 1] ?? [], 200, info(page))(asked, response);
    };

  test("asks for the biggest pages the API has", async () => {
    api.answer = pages([policies(1, 2)], () => undefined);
    await list();
    expect(api.asked[0]!.path).toBe("/client/v4/accounts/acc/access/policies?page=1&per_page=1000");
  });

  test("holds the policies of all pages in the API's order", async () => {
    api.answer = pages([policies(1, 2), policies(3, 4), policies(5, 5)], () => ({ total_pages: 3 }));
    expect(await list()).toEqual(policies(1, 5));
    expect(api.asked.map(({ path }) => pageOf(path))).toEqual([1, 2, 3]);
  });

  test("is one request where the answer says that it is all", async () => {
    api.answer = pages([policies(1, 1000)], () => ({ total_pages: 1 }));
    expect(await list()).toHaveLength(1000);
    expect(api.asked).toHaveLength(1);
  });

  test("ends with the first page that is not full where the number of pages is not given", async () => {
    api.answer = pages([policies(1, 1000), policies(1001, 1007)], () => undefined);
    expect(await list()).toHaveLength(1007);
    expect(api.asked).toHaveLength(2);
  });

  test("goes by the page size that the API used, not by the one that was asked for", async () => {
    api.answer = pages([policies(1, 100), policies(101, 150)], () => ({ per_page: 100 }));
    expect(await list()).toHaveLength(150);
  });

  test.each([{ total_pages: 0 }, { total_pages: 1 }, undefined])(
    "is empty for an empty answer with %j",
    async (info) => {
      api.answer = pages([[]], () => info);
      expect(await list()).toEqual([]);
      expect(api.asked).toHaveLength(1);
    },
  );

  test("is empty where the answer has none at all", async () => {
    api.answer = success(null);
    expect(await list()).toEqual([]);
  });

  test("holds a policy once, and as it was last seen, when pages shift while they are read", async () => {
    api.answer = pages(
      [
        [{ id: "a" }, { id: "b", name: "old" }],
        [{ id: "b", name: "new" }, { id: "c" }],
      ],
      () => ({ total_pages: 2 }),
    );
    expect(await list()).toEqual([{ id: "a" }, { id: "b", name: "new" }, { id: "c" }]);
  });

  test("is read again when the total changes between two of its pages, so that nothing falls between them", async () => {
    let deleted = false;
    api.answer = (asked, response) => {
      const now = deleted ? ["b", "c", "d"] : ["a", "b", "c", "d"];
      const [first, second] = [now.slice(0, 2), now.slice(2)].map((page) => page.map((id) => ({ id })));
      success(pageOf(asked.path) === 1 ? first : second, 200, { total_pages: 2, total_count: now.length })(
        asked,
        response,
      );
      deleted = true;
    };
    expect(await list()).toEqual([{ id: "b" }, { id: "c" }, { id: "d" }]);
    expect(api.asked.map(({ path }) => pageOf(path))).toEqual([1, 2, 1, 2]);
  });

  test("is read again when a page shows only what the one before did, and there should be more", async () => {
    api.answer = (asked, response) => {
      const shown = pageOf(asked.path) === 1 || api.asked.length === 2 ? "a" : "b";
      success([{ id: shown }], 200, { total_pages: 2, total_count: 2 })(asked, response);
    };
    expect(await list()).toEqual([{ id: "a" }, { id: "b" }]);
    expect(api.asked).toHaveLength(4);
  });

  test("is read three times at most, and then has everything that was seen, as it was last seen", async () => {
    api.answer = (asked, response) => {
      const reading = Math.ceil(api.asked.length / 2);
      const shown = pageOf(asked.path) === 1 ? ["a", `only ${reading}`] : ["a", "b"];
      const items = shown.map((id) => ({ id, reading }));
      success(items, 200, { total_pages: 2, total_count: 3 })(asked, response);
    };
    expect(await list()).toEqual([
      { id: "a", reading: 3 },
      { id: "only 1", reading: 1 },
      { id: "b", reading: 3 },
      { id: "only 2", reading: 2 },
      { id: "only 3", reading: 3 },
    ]);
    expect(api.asked).toHaveLength(6);
  });

  test("ends when a server ignores the page that is asked for", async () => {
    const same = success(policies(1, 1000));
    api.answer = (asked, response) => (api.asked.length > 4 ? refused(400, []) : same)(asked, response);
    expect(await list()).toHaveLength(1000);
    expect(api.asked).toHaveLength(2);
  });

  test("fails as a whole when one page fails", async () => {
    api.answer = (asked, response) =>
      (pageOf(asked.path) === 1
        ? success(policies(1, 2), 200, { total_pages: 2 })
        : refused(500, [{ code: 10001, message: "internal" }]))(asked, response);
    expect(await failureOf(list())).toMatchObject({ kind: "server", operation: "list reusable policies" });
  });

  test("of an application keeps the reusable policies that the API lists there", async () => {
    api.answer = success([{ id: "own" }, { id: "shared", reusable: true }]);
    expect(await api.client().applicationPolicies("acc", "app").list()).toEqual([
      { id: "own" },
      { id: "shared", reusable: true },
    ]);
  });
});
