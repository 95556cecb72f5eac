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
  ])("%s is read, and an update that would send it back is refused", async (_what, member, name) => {
    for (const result of [`{${POLICY},${member}}`, `[{${POLICY},${member}}]`]) {
      api.answer = answerOf(result);
      api.asked.length = 0;
      const collection = policies();
      const policy = result.startsWith("[") ? (await collection.list())[0]! : (await collection.read("p1"))!;
      // As private state holds it until the update.
      const body = JSON.parse(JSON.stringify(policy));
      const failure = await failureOf(collection.replace("p1", body));
      expect(failure).toMatchObject({ kind: "misconfigured", outcome: "no" });
      expect(failure.message).toContain(`a number in ${name} that would lose digits`);
      expect(api.asked.every(({ method }) => method === "GET")).toBe(true);
      await expect(collection.delete("p1")).resolves.toBe("deleted");
    }
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

  test("is read when the digits are in a text", async () => {
    api.answer = success({ id: "p1", name: "12345678901234567890", decision: "allow", include: [] });
    await expect(policies().read("p1")).resolves.toMatchObject({ name: "12345678901234567890" });
  });
});
