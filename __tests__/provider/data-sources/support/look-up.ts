import { type Emulator, type EmulatorOptions, startEmulator } from "../../../../src/emulator";
import type { ObjectValue } from "../../../../src/plugin";
import { accessProvider } from "../../../../src/provider/provider";
import { FakeTerraformCore } from "../../../fake-terraform-core";

export const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";

export interface LookUps {
  readonly emulator: Emulator;
  /** The warnings in the log. */
  readonly warnings: readonly string[];
  /** Reads a data source as Terraform does. */
  read(typeName: string, config: ObjectValue): ReturnType<FakeTerraformCore<unknown>["readDataSource"]>;
  /** A provider that has remembered nothing yet, as in the next run. */
  newRun(variables?: Readonly<Record<string, string>>): Promise<LookUps>;
}

const running: Emulator[] = [];

export async function openAccount(options: EmulatorOptions = {}): Promise<LookUps> {
  const emulator = await startEmulator(options);
  running.push(emulator);
  return run(emulator, { CLOUDFLARE_ACCOUNT_ID: ACCOUNT });
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((emulator) => emulator.close()));
}

async function run(emulator: Emulator, variables: Readonly<Record<string, string>>): Promise<LookUps> {
  const environment = {
    CLOUDFLARE_API_TOKEN: "a-token",
    CLOUDFLARE_BASE_URL: emulator.baseUrl,
    NO_PROXY: "*",
    ...variables,
  };
  const warnings: string[] = [];
  const logger = { trace: () => {}, warn: (line: string) => warnings.push(line) };
  const core = new FakeTerraformCore(accessProvider("0.0.0", environment, logger));
  await core.configure();
  return {
    emulator,
    warnings,
    read: (typeName, config) => core.readDataSource(typeName, config),
    newRun: (next = variables) => run(emulator, next),
  };
}
