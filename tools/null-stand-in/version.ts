import { readFileSync } from "node:fs";

/** The version of hashicorp/null that the bindings in @cdktf/provider-null were generated from, e.g. `3.2.4`. */
export function nullProviderVersion(): string {
  const file = require.resolve("@cdktf/provider-null/lib/resource/index.js");
  const [, version] = /providerVersion: '(\d+\.\d+\.\d+)'/.exec(readFileSync(file, "utf8")) ?? [];
  if (!version) throw new Error(`${file} does not say which provider version it was generated from.`);
  return version;
}
