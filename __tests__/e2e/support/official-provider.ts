import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { platformOf } from "../../../src/delivery";
import { searchVariables } from "../../../tools/null-stand-in/environment";
import { session } from "./session";

const HOSTS = { terraform: "registry.terraform.io", tofu: "registry.opentofu.org" } as const;
const VERSIONS = ["4.52.5", "5.21.0"];

/**
 * The variables with which an engine finds a stand-in for the official provider. An engine wants every provider of a
 * state installed and asks it for its schemas; for a move it asks it nothing else, so that any plugin will do.
 */
export function officialProviderVariables(): Readonly<Record<string, string>> {
  const { folder, projects, nullProvider } = session();
  const mirror = join(folder, "official", "terraform", "plugins");
  const plugin = join(
    projects,
    "node_modules/cdktf-cloudflare-access/dist/plugin/terraform-provider-cfaccess",
  );
  for (const host of Object.values(HOSTS)) {
    for (const version of VERSIONS) {
      const versionFolder = join(mirror, host, "cloudflare", "cloudflare", version, platformOf());
      mkdirSync(versionFolder, { recursive: true });
      copyFileSync(plugin, join(versionFolder, `terraform-provider-cloudflare_v${version}`));
      writeFileSync(join(versionFolder, "package.json"), '{ "type": "commonjs" }\n');
    }
  }
  return searchVariables(mirror, nullProvider, process.platform);
}

export interface OfficialResource {
  readonly type: string;
  readonly name: string;
  readonly schemaVersion: number;
  readonly attributes: object;
}

/** A state file with resources of the official provider, as its own applies leave it. */
export function officialState(...resources: readonly OfficialResource[]): object {
  const host = HOSTS[session().engine.kind];
  return {
    version: 4,
    terraform_version: "1.5.0",
    serial: 3,
    lineage: "3b0f2a1e-7a55-4c39-8f53-0d1f6a1f8c11",
    outputs: {},
    resources: resources.map(({ type, name, schemaVersion, attributes }) => ({
      mode: "managed",
      type,
      name,
      provider: `provider["${host}/cloudflare/cloudflare"]`,
      instances: [{ schema_version: schemaVersion, attributes, sensitive_attributes: [] }],
    })),
    check_results: null,
  };
}
