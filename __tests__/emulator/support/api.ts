import { type Emulator, type EmulatorOptions, startEmulator } from "../../../src/emulator";

export const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
export const POLICIES = `/accounts/${ACCOUNT}/access/policies`;
export const APPS = `/accounts/${ACCOUNT}/access/apps`;
export const appPolicies = (appId: string) => `${APPS}/${appId}/policies`;

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  readonly result: Json;
  /** The first error's code. */
  readonly code: number | undefined;
  /** All errors' JSON pointers. */
  readonly pointers: readonly string[];
}

const running: Emulator[] = [];

export async function emulate(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return emulator;
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
}

export async function call(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(emulator.baseUrl + path, {
    method,
    headers: { authorization: "Bearer a-token", "content-type": "application/json", ...headers },
    body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
  });
  const parsed: Json = await response.json();
  return {
    status: response.status,
    headers: response.headers,
    body: parsed,
    result: parsed.result,
    code: parsed.errors[0]?.code,
    pointers: parsed.errors.map((error: Json) => error.source?.pointer),
  };
}

export const STAFF = {
  name: "Staff",
  decision: "allow",
  include: [{ email_domain: { domain: "example.com" } }],
};

export async function makeReusable(emulator: Emulator, change: object = {}): Promise<Json> {
  return (await call(emulator, "POST", POLICIES, { ...STAFF, ...change })).result;
}

export async function makeApp(emulator: Emulator, change: object = {}): Promise<Json> {
  const app = { name: "Wiki", type: "self_hosted", domain: "wiki.example.com" };
  return (await call(emulator, "POST", APPS, { ...app, ...change })).result;
}
