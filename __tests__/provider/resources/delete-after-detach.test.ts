import { AccessClient, type PolicyEndpoint } from "../../../src/client";
import { type Emulator, startEmulator } from "../../../src/emulator";
import { deletingAfterDetach } from "../../../src/provider/resources/delete-after-detach";

const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";

describe("deleting a reusable policy that applications use", () => {
  let emulator: Emulator;
  let client: AccessClient;
  let policy: string;
  const policies = (quietMs?: number): PolicyEndpoint =>
    deletingAfterDetach(
      client.reusablePolicies(ACCOUNT),
      (id, options) => client.applicationsWith(ACCOUNT, id, options),
      quietMs,
    );
  const apps = `/accounts/${ACCOUNT}/access/apps`;
  const change = async (method: string, path: string, body?: object) => {
    const answer = await fetch(emulator.baseUrl + path, {
      method,
      headers: { authorization: "Bearer t", "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    return ((await answer.json()) as { result: { id: string } }).result.id;
  };
  const application = (name: string, linked: readonly string[]) => ({
    name,
    type: "self_hosted",
    domain: `${name}.example.com`,
    policies: linked,
  });

  beforeEach(async () => {
    emulator = await startEmulator({ rateLimit: false });
    client = new AccessClient({ credentials: { apiToken: "t" }, baseUrl: emulator.baseUrl, environment: {} });
    policy = emulator.add(
      { accountId: ACCOUNT },
      { name: "Staff", decision: "allow", include: [{ everyone: {} }] },
    );
  });
  afterEach(async () => {
    client.close();
    await emulator.close();
  });

  it("succeeds at once where none does", async () => {
    expect(await policies().delete(policy)).toBe("deleted");
    expect(emulator.requests.map(({ method }) => method)).toEqual(["DELETE"]);
  });

  it("waits until the application lets go of it", async () => {
    const wiki = await change("POST", apps, application("wiki", [policy]));
    const deleted = policies().delete(policy);
    while (!emulator.requests.some(({ status }) => status === 409))
      await new Promise((resolve) => setTimeout(resolve, 5));
    await change("PUT", `${apps}/${wiki}`, application("wiki", []));
    expect(await deleted).toBe("deleted");
    expect(emulator.policies()).toEqual([]);
  });

  it("names the applications that keep it", async () => {
    const wiki = await change("POST", apps, application("wiki", [policy]));
    const error = await policies(0)
      .delete(policy)
      .catch((thrown) => thrown);
    expect(error).toMatchObject({
      kind: "conflict",
      reason: `an application uses it still: "wiki" (${wiki})`,
      fix: expect.stringContaining("Detach the policy from it first"),
    });
    expect(emulator.policies()).toHaveLength(1);
  });

  it("ends when Terraform asks to stop", async () => {
    await change("POST", apps, application("wiki", [policy]));
    const stopping = new AbortController();
    const deleted = policies()
      .delete(policy, { signal: stopping.signal })
      .catch((thrown) => thrown);
    while (!emulator.requests.some(({ status }) => status === 409))
      await new Promise((resolve) => setTimeout(resolve, 5));
    stopping.abort();
    expect(await deleted).toMatchObject({ name: "ApiError" });
  });
});
