import { AccessClient, type Credentials, type PolicyEndpoint } from "../../../src/client";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../src/emulator";

export const ACCOUNT = "699d98642c564d2e855e9661899b7252";
export const APPLICATION = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

export interface Pair {
  readonly emulator: Emulator;
  readonly client: AccessClient;
  as(credentials: Credentials, baseUrl?: string): AccessClient;
}

/** Runs `body` with a client and an emulator of its own, and ends both. */
export async function withEmulator(
  options: EmulatorOptions,
  body: (pair: Pair) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator(options);
  const clients: AccessClient[] = [];
  const as = (credentials: Credentials, baseUrl = emulator.baseUrl) => {
    const client = new AccessClient({ credentials, baseUrl, environment: {} });
    clients.push(client);
    return client;
  };
  try {
    await body({ emulator, client: as({ apiToken: "a-token" }), as });
  } finally {
    for (const client of clients) client.close();
    await emulator.close();
  }
}

/** Both kinds of policies, for suites that hold for either. */
export const KINDS: readonly (readonly [
  string,
  (client: AccessClient) => PolicyEndpoint,
  { appId?: string },
])[] = [
  ["reusable", (client) => client.reusablePolicies(ACCOUNT), {}],
  ["application", (client) => client.applicationPolicies(ACCOUNT, APPLICATION), { appId: APPLICATION }],
];

/** An application that has a reusable policy attached; answers its id. The client has no calls for applications. */
export async function makeApplicationWith(emulator: Emulator, policyId: string): Promise<string> {
  const answer = await fetch(`${emulator.baseUrl}/accounts/${ACCOUNT}/access/apps`, {
    method: "POST",
    headers: { authorization: "Bearer a-token", "content-type": "application/json" },
    body: JSON.stringify({
      name: "Wiki",
      type: "self_hosted",
      domain: "wiki.example.com",
      policies: [policyId],
    }),
  });
  return ((await answer.json()) as { result: { id: string } }).result.id;
}
