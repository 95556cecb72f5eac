import { AccessClient } from "../../../../src/client";
import type { Emulator } from "../../../../src/emulator";
import type { Provider } from "../../../../src/provider/framework";
import { type AccessMeta, applicationPolicy, reusablePolicy } from "../../../../src/provider/resources";
import { Core } from "../../framework/support/core";

/** Terraform's part, with a configured provider of both kinds of policy. */
export async function policyCore(emulator: Emulator, accountId: string): Promise<Core<AccessMeta>> {
  const client = new AccessClient({ credentials: { apiToken: "t" }, baseUrl: emulator.baseUrl });
  const provider: Provider<AccessMeta> = {
    schema: { description: "Access.", attributes: {} },
    resources: [reusablePolicy, applicationPolicy],
    dataSources: [],
    configure: () => ({ meta: { client, accountId } }),
  };
  const core = new Core(provider);
  await core.configure();
  return core;
}
