// Puts the stand-in for hashicorp/null into the mirror of stacks, where the registry that has the real one cannot be
// reached. For the demo and the tests: it is no part of what users install.
//   node tools/null-provider/lay-stand-in.mjs <stack folder> …
// Without folders: every stack of the cdktf output, $CDKTF_OUTDIR or ./cdktf.out.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleIfStale } from "../bundle-plugin.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const outfile = join(root, "node_modules", ".cache", "cdktf-cloudflare-access", "terraform-provider-null");

/** The version that the bindings ask for. */
const manifest = createRequire(import.meta.url).resolve("@cdktf/provider-null/package.json");
const { version } = JSON.parse(readFileSync(manifest, "utf8")).cdktf.provider;

/** Terraform and OpenTofu each read `hashicorp/null` as an address on their own registry. */
const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];
const ARCHITECTURES = { x64: "amd64", ia32: "386" };
const platform = `${process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;

await bundleIfStale({
  entry: join(root, "tools", "null-stand-in", "main.ts"),
  outfile,
  version,
  sources: ["tools/null-stand-in", "src/provider/framework", "src/provider/protocol", "src/provider/cty"],
});
const folders =
  process.argv.length > 2 ? process.argv.slice(2) : stacksOf(process.env.CDKTF_OUTDIR ?? "cdktf.out");
for (const folder of folders) {
  for (const host of HOSTS)
    lay(join(folder, "terraform.d", "plugins", host, "hashicorp", "null", version, platform));
}

function stacksOf(output) {
  const stacks = join(output, "stacks");
  return existsSync(stacks) ? readdirSync(stacks).map((name) => join(stacks, name)) : [];
}

function lay(folder) {
  const program = join(folder, `terraform-provider-null_v${version}`);
  if (existsSync(program) && readFileSync(program).equals(readFileSync(outfile))) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(outfile, program);
  // The stack may lie inside of a "type": "module" project.
  writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
}
