import { randomBytes } from "node:crypto";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../../src/emulator";
import { ACCOUNT_ID, APPLICATION_ID, INFRASTRUCTURE_ID } from "./every-field";

/** An account at an emulator of its own, and what a user sets to reach it. */
export interface Account {
  readonly emulator: Emulator;
  readonly token: string;
  readonly variables: Readonly<Record<string, string>>;
}

export async function openAccount(options: EmulatorOptions = {}): Promise<Account> {
  const token = randomBytes(20).toString("hex");
  const emulator = await startEmulator({
    tokens: [{ token, permission: "write" }],
    applications: [
      { accountId: ACCOUNT_ID, id: APPLICATION_ID, name: "Wiki" },
      { accountId: ACCOUNT_ID, id: INFRASTRUCTURE_ID, name: "Bastion", type: "infrastructure" },
    ],
    ...options,
  });
  const variables = {
    CLOUDFLARE_API_TOKEN: token,
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID,
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
  };
  return { emulator, token, variables };
}
