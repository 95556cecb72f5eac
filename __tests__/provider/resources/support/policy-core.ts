import { AccessClient } from "../../../../src/client";
import type { Emulator } from "../../../../src/emulator";
import type { Provider } from "../../../../src/plugin";
import {
  type AccessMeta,
  applicationPolicy,
  RunWrites,
  reusablePolicy,
} from "../../../../src/provider/resources";
import { FakeTerraformCore } from "../../../fake-terraform-core";

/** Terraform's part, with a configured provider of both kinds of policy. */
export async function policyCore(
  emulator: Emulator,
  accountId: string,
  client = new AccessClient({ credentials: { apiToken: "t" }, baseUrl: emulator.baseUrl }),
): Promise<FakeTerraformCore<AccessMeta>> {
  const provider: Provider<AccessMeta> = {
    schema: { description: "Access.", attributes: {} },
    resources: [reusablePolicy, applicationPolicy],
    dataSources: [],
    configure: () => ({ meta: { client, accountId, writes: new RunWrites() } }),
  };
  const core = new FakeTerraformCore(provider);
  await core.configure();
  return core;
}
