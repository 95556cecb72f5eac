import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { mirrorPlatforms } from "../../src/delivery";

const ROOT = join(__dirname, "..", "..");

/** Where bundles of the stand-in are kept between runs; npm owns the folder, and git ignores it. */
export const CACHE = join(ROOT, "node_modules", ".cache", "cf-access", "null-stand-in");

/** Both engines' default registries: a source without a host means either, by engine. */
const HOSTS = ["registry.terraform.io", "registry.opentofu.org"];

/** Returns the version of hashicorp/null that the bindings in @cdktf/provider-null were generated from, e.g. `3.2.4`. */
export function nullProviderVersion(): string {
  const manifest = require.resolve("@cdktf/provider-null/package.json");
  return JSON.parse(readFileSync(manifest, "utf8")).cdktf.provider.version;
}

/**
 * Puts the stand-in into a filesystem mirror for every common platform, where both engines find it as hashicorp/null.
 * Returns at once where it is there already.
 */
export async function layOutNullStandIn(mirror: string): Promise<void> {
  const version = nullProviderVersion();
  const bundle = await bundleStandIn(version);
  const executable = `terraform-provider-null_v${version}`;
  for (const host of HOSTS) {
    for (const platform of mirrorPlatforms()) {
      const folder = join(mirror, host, "hashicorp", "null", version, platform);
      mkdirSync(folder, { recursive: true });
      linkOrCopy(bundle, join(folder, executable));
      // The folder may sit inside a "type": "module" project, where an extensionless script would not load.
      writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }\n');
    }
  }
}

async function bundleStandIn(version: string): Promise<string> {
  const { bundleIfStale } = await import("../bundle-plugin.mjs");
  const outfile = join(CACHE, "terraform-provider-null");
  await bundleIfStale({
    name: "null",
    entry: join(__dirname, "main.ts"),
    outfile,
    version,
    sources: ["src/plugin", "src/text", "tools/null-stand-in"],
  });
  return outfile;
}

/** Links or copies a file in one step, so that no process reads half of it. */
function linkOrCopy(bundle: string, target: string): void {
  if (isSameFile(bundle, target)) return;
  const draft = join(dirname(target), `.${process.pid}.tmp`);
  rmSync(draft, { force: true });
  try {
    linkSync(bundle, draft);
  } catch {
    copyFileSync(bundle, draft);
  }
  renameSync(draft, target);
}

function isSameFile(a: string, b: string): boolean {
  const other = statSync(b, { throwIfNoEntry: false });
  return other !== undefined && other.ino === statSync(a).ino && other.dev === statSync(a).dev;
}
