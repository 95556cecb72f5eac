import type { CreateEvent } from "../../../src/client";
import { failureOf } from "../support/failure-of";
import { success, useScriptedApi } from "../support/scripted-api";

const BODY = { name: "Staff", decision: "allow", include: [{ everyone: {} }] };
const OWN = "own-1";
const api = useScriptedApi();

/** Policies that exist before; a POST makes one under `OWN`, and is answered with the ids that are given. */
function answering(ids: readonly string[], { before = [] as readonly string[], listed = [OWN] } = {}) {
  let posts = 0;
  const policy = (id: string, createdAt: string) => ({ ...BODY, id, created_at: createdAt });
  const old = before.map((id) => policy(id, "2020-01-01T00:00:00Z"));
  api.answer = ({ method, path }, response) => {
    const now = new Date(Date.now() + 1_000).toISOString();
    const one = old.find(({ id }) => path.endsWith(`/${id}`));
    const made = posts > 0 ? listed.map((id) => policy(id, now)) : [];
    const result = method === "POST" ? policy(ids[posts++]!, now) : (one ?? [...old, ...made]);
    success(result)({ method, path } as never, response);
  };
  return api.client({ creates: { wait: async () => {} } }).reusablePolicies("acc");
}

const posts = () => api.asked.filter(({ method }) => method === "POST").length;

describe("a create whose answer gives an id that the new policy cannot have", () => {
  test.each(["../../../x", "$(touch x)", "a b", "", "x".repeat(65)])(
    "takes the policy that it finds, where the id is %j",
    async (id) => {
      const events: CreateEvent[] = [];
      const report = (event: CreateEvent) => void events.push(event);
      const made = await answering([id]).create(BODY, { matches: () => true, report });
      expect(made.id).toBe(OWN);
      expect(posts()).toBe(1);
      expect(events).toMatchObject([{ what: "adopted" }]);
    },
  );

  test("does not take a policy whose id does not have the form of an id from the list either", async () => {
    const policies = answering(["$(touch x)"], { listed: ["$(touch x)"] });
    const failure = await failureOf(policies.create(BODY, { matches: () => true }));
    expect(failure).toMatchObject({ kind: "malformed", outcome: "unknown" });
    expect(failure.message).toContain('the id "$(touch x)", which does not have the form of an id');
    expect(posts()).toBe(1);
  });

  test.each([
    ["read", (policies: ReturnType<typeof answering>) => policies.read("old-1")],
    ["listed", (policies: ReturnType<typeof answering>) => policies.list()],
  ])("takes its own where the id is of a policy that was %s before", async (_, see) => {
    const policies = answering(["old-1"], { before: ["old-1"] });
    await see(policies);
    expect((await policies.create(BODY, { matches: () => true })).id).toBe(OWN);
    expect(posts()).toBe(1);
  });

  test("takes its own where the id is of a policy that the same run created", async () => {
    const policies = answering(["first", "first"]);
    expect((await policies.create(BODY, { matches: () => true })).id).toBe("first");
    expect((await policies.create({ ...BODY }, { matches: () => true })).id).toBe(OWN);
  });

  test("fails with an unknown outcome where no criteria to look by are given", async () => {
    const policies = answering(["old-1"], { before: ["old-1"] });
    await policies.list();
    const failure = await failureOf(policies.create(BODY));
    expect(failure).toMatchObject({ kind: "malformed", outcome: "unknown" });
    expect(failure.message).toContain("the id old-1, which is the id of another policy");
  });
});
