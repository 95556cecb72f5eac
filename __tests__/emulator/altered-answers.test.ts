import type { Emulator, FaultPlan } from "../../src/emulator";
import { ACCOUNT, call, closeAll, emulate, POLICIES, STAFF } from "./support/api";

afterEach(closeAll);

const ids = (answer: { result: { id: string }[] }) => answer.result.map(({ id }) => id);

async function withPolicies(
  count: number,
  faults: FaultPlan,
): Promise<{ emulator: Emulator; all: string[] }> {
  const emulator = await emulate({ faults });
  const all = Array.from({ length: count }, (_, at) =>
    emulator.add({ accountId: ACCOUNT }, { ...STAFF, name: `policy ${at}` }),
  );
  return { emulator, all };
}

describe("a refusal with any status and code", () => {
  test.each([
    ["before", 0],
    ["after", 1],
  ] as const)("comes %s the commit in the API's envelope", async (commit, left) => {
    const { emulator } = await withPolicies(0, [
      { kind: "refusal", status: 500, code: 10000, message: "no", retryAfter: 7, commit },
    ]);
    const answer = await call(emulator, "POST", POLICIES, STAFF);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([500, "7"]);
    expect(answer.body).toMatchObject({
      success: false,
      errors: [{ code: 10000, message: "no" }],
      result: null,
    });
    expect(emulator.policies()).toHaveLength(left);
  });

  test("has no errors where its code is null", async () => {
    const { emulator } = await withPolicies(0, [{ kind: "refusal", status: 404, code: null }]);
    expect((await call(emulator, "GET", POLICIES)).body.errors).toEqual([]);
  });
});

describe("an answer about another policy", () => {
  test("comes instead of every one that is about a policy, and the request is carried out", async () => {
    const { emulator, all } = await withPolicies(1, [{ kind: "wrong-policy" }]);
    const one = `${POLICIES}/${all[0]}`;
    const other = { id: expect.not.stringContaining(all[0]!), name: "Another policy", decision: "deny" };
    expect((await call(emulator, "GET", one)).result).toMatchObject(other);
    expect((await call(emulator, "PUT", one, { ...STAFF, name: "Changed" })).result).toMatchObject(other);
    expect(ids(await call(emulator, "GET", POLICIES))).toEqual(all);
    expect(emulator.policies()).toMatchObject([{ id: all[0], body: { name: "Changed" } }]);
    expect((await call(emulator, "DELETE", one)).result).toEqual({ id: other.id });
    expect(emulator.policies()).toEqual([]);
  });

  test("differs only in the fields that it names", async () => {
    const { emulator, all } = await withPolicies(1, [{ kind: "wrong-policy", fields: ["name"] }]);
    const { result } = await call(emulator, "GET", `${POLICIES}/${all[0]}`);
    expect(result).toMatchObject({ id: all[0], name: "Another policy", decision: STAFF.decision });
  });
});

test("a list without an end has new entries on every page, and always one page more", async () => {
  const { emulator } = await withPolicies(1, [{ kind: "endless-pages", perPage: 3 }]);
  const pages = await Promise.all(
    [1, 2, 900].map((at) => call(emulator, "GET", `${POLICIES}?page=${at}&per_page=3`)),
  );
  expect(new Set(pages.flatMap(ids)).size).toBe(9);
  expect(pages.map(({ body }) => body.result_info.total_pages)).toEqual([2, 3, 901]);
});
