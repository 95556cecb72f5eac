import { failureOf } from "./support/failure-of";
import { success, text, useScriptedApi } from "./support/scripted-api";

const POLICY = '"id":"p1","name":"n","decision":"allow","include":[{"everyone":{}}]';
const answerOf = (result: string) => text(200, `{"success":true,"errors":[],"result":${result}}`);

describe("a policy with a number that JavaScript rounds", () => {
  const api = useScriptedApi();
  const policies = () => api.client().reusablePolicies("acc");

  test.each([
    ["of an unknown field", '"new_field":{"at":[1,12345678901234567890]}', "new_field.at.1"],
    ["of an unknown selector", '"require":[{"new":{"score":1e400}}]', "require.0.new.score"],
  ])("%s is not read, since an update would send it back changed", async (_what, member, name) => {
    api.answer = answerOf(`{${POLICY},${member}}`);
    const failure = await failureOf(policies().read("p1"));
    expect(failure).toMatchObject({ kind: "malformed", status: 200, outcome: "no" });
    expect(failure.message).toContain(`a number in ${name} that would lose digits`);
  });

  test("is read by itself where a list shows it, and the others of the list are not", async () => {
    const one = `{${POLICY},"new_field":12345678901234567890}`;
    const others = ["p2", "p3", "p4"].map((id) => `{${POLICY.replace("p1", id)}}`);
    api.answer = ({ path }, response) => {
      const isList = !path.includes("/policies/");
      const result = isList ? `[${[others[0], one, ...others.slice(1)].join(",")}]` : one;
      answerOf(result)({ path } as never, response);
    };
    const collection = policies();
    const [failure, ...read] = await Promise.all([
      failureOf(collection.read("p1")),
      ...["p2", "p3", "p4"].map((id) => collection.read(id)),
    ]);
    expect(failure.message).toContain("a number in new_field that would lose digits");
    expect(read.map((policy) => policy?.id)).toEqual(["p2", "p3", "p4"]);
    expect(api.asked.filter(({ path }) => path.includes("/policies/")).map(({ path }) => path)).toEqual([
      expect.stringContaining("/policies/p1"),
    ]);
  });

  test("is kept in the result of a write, which has been carried out", async () => {
    api.answer = answerOf(`{${POLICY},"new_field":12345678901234567890}`);
    await expect(policies().replace("p1", { name: "n" })).resolves.toMatchObject({ id: "p1" });
  });

  test.each(["1.50", "1e3", "9007199254740992"])(
    "is read when the number is %s, which survives",
    async (number) => {
      api.answer = answerOf(`{${POLICY},"new_field":${number}}`);
      await expect(policies().read("p1")).resolves.toMatchObject({ new_field: Number(number) });
    },
  );

  test("is read when the digits stand in a text", async () => {
    api.answer = success({ id: "p1", name: "12345678901234567890", decision: "allow", include: [] });
    await expect(policies().read("p1")).resolves.toMatchObject({ name: "12345678901234567890" });
  });
});
