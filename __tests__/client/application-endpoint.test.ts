import { changedSettings } from "../../src/client";
import { json, refused, success, text, useScriptedApi } from "./support/scripted-api";

const api = useScriptedApi();
const endpoint = () => api.client().application("acc", "app-1");

/** An application as the API writes it: numbers that a double cannot hold, and unknown fields. */
const RESULT =
  '{"id":"app-1","aud":"a","name":"CRM","session_duration":"6h","limit":12345678901234567890,"ratio":1.50,"tiny":1e-400,' +
  '"later":{"list":[1.0,null,{}],"text":"\\u00e9"},"policies":[{"id":"p2","name":"B","precedence":2,"reusable":true},' +
  '{"id":"p1","name":"A","precedence":1}],"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-02T00:00:00Z"}';
const answering = (result: string) =>
  text(200, `{"success":true,"errors":[],"messages":[],"result":${result}}`);

describe("an application that is written back", () => {
  it("keeps every setting and the text of every number, and replaces the policies alone", async () => {
    api.answer = answering(RESULT);
    const document = (await endpoint().document())!;
    await endpoint().replacePolicies(document, ["p9", "p2"]);
    expect(api.asked.at(-1)!.body).toBe(
      '{"name":"CRM","session_duration":"6h","limit":12345678901234567890,"ratio":1.50,"tiny":1e-400,' +
        '"later":{"list":[1.0,null,{}],"text":"é"},"policies":[{"id":"p9","precedence":1},{"id":"p2","precedence":2}]}',
    );
  });

  it("shows its own and its attached policies by precedence", async () => {
    api.answer = answering(RESULT);
    expect(await endpoint().document()).toMatchObject({
      policies: [
        { id: "p1", name: "A", reusable: false },
        { id: "p2", name: "B", reusable: true },
      ],
    });
  });

  it.each([
    ["without policies", '{"id":"app-1","name":"CRM"}'],
    ["of another form", '"CRM"'],
  ])("is an error where the API answers one %s, since a write would lose them", async (_, result) => {
    api.answer = answering(result);
    await expect(endpoint().document()).rejects.toMatchObject({ kind: "not-json" });
  });

  it("is an error where the API answers another one, since a write would replace the right one with it", async () => {
    api.answer = answering(RESULT.replace('"id":"app-1"', '"id":"app-2"'));
    const failure = { kind: "malformed", reason: expect.stringMatching(/app-2, not about app-1/) };
    await expect(endpoint().document()).rejects.toMatchObject(failure);
  });

  it("is absent where the API says so", async () => {
    api.answer = refused(404, [{ code: 12135, message: "access.api.error.application_not_found" }]);
    expect(await endpoint().document()).toBeUndefined();
  });
});

describe("the settings that differ between two readings", () => {
  const reading = async (result: string) => {
    api.answer = answering(result);
    return (await endpoint().document())!;
  };

  it("are named by their top-level names; another order of members is not a difference", async () => {
    const before = await reading('{"id":"app-1","a":{"x":1,"y":2},"b":1.0,"c":[1,2],"policies":[]}');
    const after = await reading(
      '{"id":"app-1","a":{"y":2,"x":1},"b":1.5,"c":[2,1],"d":null,"policies":[{"id":"p"}]}',
    );
    expect(changedSettings(before, after)).toEqual(["b", "c", "d"]);
  });

  it("leave out what the API maintains itself", async () => {
    const before = await reading('{"id":"app-1","updated_at":"2026-01-01T00:00:00Z","policies":[]}');
    const after = await reading('{"id":"app-1","updated_at":"2026-01-02T00:00:00Z","policies":[]}');
    expect(changedSettings(before, after)).toEqual([]);
  });
});

describe("a read of an application", () => {
  const LIST = [
    {
      id: "app-1",
      name: "CRM",
      updated_at: "2026-01-02T00:00:00Z",
      policies: [{ id: "p1", reusable: true }],
    },
  ];
  const answerBoth = () => {
    api.answer = ({ path }, response) =>
      path.includes("?")
        ? success(LIST)({} as never, response)
        : answering(RESULT.replace("app-1", path.split("/").at(-1)!))({} as never, response);
  };

  it("is answered by the list of applications, which many reads share", async () => {
    answerBoth();
    const client = api.client();
    const [one, other] = await Promise.all([
      client.application("acc", "app-1").read(),
      client.application("acc", "app-1").read(),
    ]);
    expect(one).toEqual(other);
    expect(api.asked.map(({ path }) => path)).toEqual([
      "/client/v4/accounts/acc/access/apps?page=1&per_page=1000",
    ]);
  });

  it.each([
    ["that the list shows staler than our last write", "app-1", "2026-01-03T00:00:00Z"],
    ["that the list does not have", "app-2", undefined],
  ])("of one %s asks for it alone", async (_, appId, notOlderThan) => {
    answerBoth();
    await api.client().application("acc", appId).read({ notOlderThan });
    expect(api.asked.map(({ path }) => path).at(-1)).toBe(`/client/v4/accounts/acc/access/apps/${appId}`);
  });

  it("asks for it alone where the list fails", async () => {
    api.answer = ({ path }, response) =>
      path.includes("?")
        ? json(400, { success: false, errors: [] })({} as never, response)
        : answering(RESULT)({} as never, response);
    expect(await endpoint().read()).toMatchObject({ name: "CRM" });
  });
});
