import { readFileSync } from "node:fs";

/** The version of hashicorp/null that the bindings in @cdktf/provider-null were generated from, e.g. `3.2.4`. */
export function nullProviderVersion(): string {
  const manifest = require.resolve("@cdktf/provider-null/package.json");
  return JSON.parse(readFileSync(manifest, "utf8")).cdktf.provider.version;
}
