import type { AccountObjectKind } from "../../src/client";
import { failureOf } from "./support/failure-of";
import { type Answer, refused, success, useScriptedApi } from "./support/scripted-api";

const PAGED = [
  ["group", "access/groups"],
  ["identity_provider", "access/identity_providers"],
  ["service_token", "access/service_tokens"],
  ["application", "access/apps"],
  ["reusable_policy", "access/policies"],
] as const satisfies readonly (readonly [AccountObjectKind, string])[];

const WHOLE = [
  ["list", "gateway/lists"],
  ["device_posture_rule", "devices/posture"],
] as const satisfies readonly (readonly [AccountObjectKind, string])[];

const api = useScriptedApi();

const paths = () => api.asked.map(({ path }) => path.replace("/client/v4/accounts/acc/", ""));
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe.each([...PAGED, ...WHOLE])("%s of an account", (kind) => {
  test("are asked for once, by however many at once and afterwards", async () => {
    api.answer = success([{ id: "a", name: "A" }]);
    const client = api.client();
    const together = Array.from({ length: 30 }, () => client.directory("acc").list(kind));
    const [first, ...others] = await Promise.all(together);
    for (const other of others) expect(other).toBe(first);
    expect(await client.directory("acc").list(kind)).toBe(first);
    expect(api.asked).toHaveLength(1);
  });

  test("are asked for again after a failure, which all who waited get", async () => {
    const client = api.client({ retry: { patienceMs: 0 } });
    const list = () => client.directory("acc").list(kind);
    api.answer = refused(500, [{ code: 10001, message: "internal" }]);
    const failures = await Promise.all([failureOf(list()), failureOf(list())]);
    expect(failures.map((failure) => failure.kind)).toEqual(["server", "server"]);
    expect(api.asked).toHaveLength(1);
    api.answer = success([{ id: "a", name: "A" }]);
    expect(ids(await list())).toEqual(["a"]);
  });

  test("are asked for again where a list from before does not do", async () => {
    const client = api.client();
    api.answer = success([]);
    await client.directory("acc").list(kind);
    const since = performance.now();
    api.answer = success([{ id: "new", name: "New" }]);
    const [one, two] = await Promise.all([
      client.directory("acc").list(kind, { notBefore: since }),
      client.directory("acc").list(kind, { notBefore: since }),
    ]);
    expect([ids(one), two]).toEqual([["new"], one]);
    expect(api.asked).toHaveLength(2);
  });

  test("are kept apart from another account's and another client's", async () => {
    api.answer = success([]);
    const client = api.client();
    await Promise.all([client.directory("acc").list(kind), client.directory("other").list(kind)]);
    await api.client().directory("acc").list(kind);
    expect(api.asked).toHaveLength(3);
  });

  test.each([[[{ name: "without an id" }]], [[null]], [{ id: "a" }], ["text"]])(
    "are an error where the answer is %j",
    async (result) => {
      api.answer = success(result);
      expect(await failureOf(api.client().directory("acc").list(kind))).toMatchObject({ kind: "not-json" });
    },
  );

  test("stop with the signal", async () => {
    const stop = new AbortController();
    api.answer = () => stop.abort();
    const list = api.client().directory("acc").list(kind, { signal: stop.signal });
    expect(await failureOf(list)).toMatchObject({ kind: "aborted" });
  });
});

test.each(PAGED)("all pages of %s are read", async (kind, path) => {
  api.answer = (asked, response) => {
    const page = new URL(asked.path, api.url).searchParams.get("page");
    success([{ id: `p${page}`, name: "" }], 200, { total_pages: 3 })(asked, response);
  };
  expect(ids(await api.client().directory("acc").list(kind))).toEqual(["p1", "p2", "p3"]);
  expect(paths()).toEqual([1, 2, 3].map((page) => `${path}?page=${page}&per_page=1000`));
});

describe.each(WHOLE)("%s", (kind, path) => {
  const page =
    (all: readonly string[], info: object): Answer =>
    (asked, response) => {
      const number = Number(new URL(asked.path, api.url).searchParams.get("page") ?? 1);
      success([{ id: all[number - 1] ?? all.at(-1), name: "" }], 200, info)(asked, response);
    };

  test("are read in one request, since the API has no pages for them", async () => {
    api.answer = success([{ id: "a", name: "" }], 200, { page: 1, per_page: 20, count: 1, total_count: 1 });
    await api.client().directory("acc").list(kind);
    expect(paths()).toEqual([path]);
  });

  test("are read on where the answer says that there are more", async () => {
    api.answer = page(["a", "b"], { total_count: 2 });
    expect(ids(await api.client().directory("acc").list(kind))).toEqual(["a", "b"]);
  });

  test("end when there are said to be more than the API ever gives", async () => {
    api.answer = page(["a"], { total_count: 2000 });
    expect(ids(await api.client().directory("acc").list(kind))).toEqual(["a"]);
    expect(api.asked).toHaveLength(2);
  });

  test("are none where the API answers no list at all", async () => {
    api.answer = success(null);
    expect(await api.client().directory("acc").list(kind)).toEqual([]);
  });
});

describe("reusable policies, as a cached list", () => {
  const client = () => api.client();
  const WRITES = [
    ["created", (it: ReturnType<typeof client>) => it.reusablePolicies("acc").create({ name: "New" })],
    ["replaced", (it: ReturnType<typeof client>) => it.reusablePolicies("acc").replace("p1", {})],
    ["deleted", (it: ReturnType<typeof client>) => it.reusablePolicies("acc").delete("p1")],
  ] as const;

  test.each(WRITES)("are asked for again once one was %s", async (_, write) => {
    const it = client();
    api.answer = (asked, response) => success(asked.method === "GET" ? [] : { id: "p1" })(asked, response);
    await it.directory("acc").list("reusable_policy");
    await write(it);
    await it.directory("acc").list("reusable_policy");
    expect(api.asked.filter(({ method }) => method === "GET")).toHaveLength(2);
  });

  test("are asked for again when the list was read while one was written", async () => {
    const it = client();
    let finish = () => undefined as unknown;
    api.answer = (asked, response) => {
      if (asked.method === "GET") return success([])(asked, response);
      finish = () => success({ id: "p1" })(asked, response);
    };
    const writing = it.reusablePolicies("acc").create({ name: "New" });
    await it.directory("acc").list("reusable_policy");
    finish();
    await writing;
    await it.directory("acc").list("reusable_policy");
    expect(api.asked.filter(({ method }) => method === "GET")).toHaveLength(2);
  });

  test("stay cached when a policy of an application or of another account is written", async () => {
    const it = client();
    const made = (path: string) => ({ id: path.includes("/apps/") ? "p1" : "p2" });
    api.answer = (asked, response) =>
      success(asked.method === "GET" ? [] : made(asked.path))(asked, response);
    await it.directory("acc").list("reusable_policy");
    await it.applicationPolicies("acc", "app").create({});
    await it.reusablePolicies("other").create({});
    await it.directory("acc").list("reusable_policy");
    expect(api.asked.filter(({ method }) => method === "GET")).toHaveLength(1);
  });
});

describe("what is kept of an entry", () => {
  const ENTRY = { id: "i", name: "N", type: "t", client_secret: "hush", last_seen_at: "2026-01-01" };

  test.each([
    ["group", { id: "i", name: "N" }],
    ["identity_provider", { id: "i", name: "N", type: "t" }],
    ["service_token", { id: "i", name: "N" }],
    ["list", { id: "i", name: "N", type: "t" }],
    ["device_posture_rule", { id: "i", name: "N", type: "t" }],
    ["application", { id: "i", name: "N", type: "t", domains: [] }],
  ] as const)("%s: %j", async (kind, kept) => {
    api.answer = success([ENTRY]);
    expect(await api.client().directory("acc").list(kind)).toEqual([kept]);
  });

  test.each([
    ["the domain", { domain: "a.example" }, { domain: "a.example", domains: ["a.example"] }],
    [
      "the further domains, each once",
      { domain: "a.example", self_hosted_domains: ["a.example", "b.example/admin"] },
      { domain: "a.example", domains: ["a.example", "b.example/admin"] },
    ],
    [
      "the public destinations",
      {
        destinations: [
          { type: "public", uri: "c.example" },
          { type: "private", cidr: "10.0.0.0/8" },
        ],
      },
      { domains: ["c.example"] },
    ],
    [
      "nothing of the wrong form",
      { domain: 7, self_hosted_domains: "x", destinations: [null] },
      { domains: [] },
    ],
  ])("an application: %s", async (_, given, kept) => {
    api.answer = success([{ id: "i", name: "N", type: "t", policies: [{ id: "p" }], ...given }]);
    expect(await api.client().directory("acc").list("application")).toEqual([
      { id: "i", name: "N", type: "t", ...kept },
    ]);
  });

  test("a name that is missing is empty", async () => {
    api.answer = success([{ id: "i" }]);
    expect(await api.client().directory("acc").list("identity_provider")).toEqual([
      { id: "i", name: "", type: "" },
    ]);
  });
});

test.each([
  ["group", "Access: Organizations, Identity Providers, and Groups Read"],
  ["identity_provider", "Access: Organizations, Identity Providers, and Groups Read"],
  ["service_token", "Access: Service Tokens Read"],
  ["list", "Zero Trust Read"],
  ["device_posture_rule", "Zero Trust Read"],
  ["application", "Access: Apps and Policies Read"],
  ["reusable_policy", "Access: Apps and Policies Read"],
] as const)("names the permission that a token needs to list %s: %p", async (kind, permission) => {
  api.answer = refused(403, [{ code: 10000, message: "Authentication error" }]);
  const { fix } = await failureOf(api.client().directory("acc").list(kind));
  expect(fix).toContain(`"${permission}"`);
});

test("an account id that cannot be one is an error before any request", async () => {
  expect(await failureOf(() => api.client().directory(""))).toMatchObject({ kind: "misconfigured" });
  expect(api.asked).toEqual([]);
});
