#!/usr/bin/env node
// Bundles a provider program into the one file that Terraform starts. As a command: the provider of this package,
// `--if-stale` only when it is missing or older than what it is made from.
import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { pluginLauncher } from "./plugin-launcher.mjs";
import { thirdPartyNotices } from "./third-party-notices.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export const PLUGIN_FILE = path.join(root, "dist/plugin/terraform-provider-cfaccess");
export const NOTICES_FILE = path.join(root, "dist/plugin/THIRD-PARTY-NOTICES");
/** The program is copied into stacks and mirrors without that file. */
const POINTER =
  "// The licenses of the packages in it: dist/plugin/THIRD-PARTY-NOTICES of cdktf-cloudflare-access, on npm.";

/**
 * @typedef {object} BundleOptions
 * @property {string} [entry] the program's first file; default: the provider of this package
 * @property {string} [name] the plugin's name in the launcher's messages; default: `cfaccess`
 * @property {string} [outfile] default: `dist/plugin/terraform-provider-cfaccess`
 * @property {string} [notices] where the licenses of the packages in it are written; default: beside the provider of this
 *   package, nowhere for another program
 * @property {string} [version] what `PROVIDER_VERSION` is in the program; default: the package's version
 * @property {string[]} [sources] files and folders it is made from, for `bundleIfStale`
 */

/**
 * Bundles one provider program.
 * @param {BundleOptions} [options]
 * @returns {Promise<{ file: string, bytes: number, milliseconds: number }>}
 */
export async function bundlePlugin(options = {}) {
  const started = performance.now();
  const outfile = options.outfile ?? PLUGIN_FILE;
  const notices = options.notices ?? (options.outfile === undefined ? NOTICES_FILE : undefined);
  const { build } = await import("esbuild");
  const manifest = await packageManifest();
  const version = options.version ?? manifest.version;
  const launcher = pluginLauncher({
    name: options.name ?? "cfaccess",
    minimum: Number.parseInt(manifest.engines.node.slice(2), 10),
  });
  const { outputFiles, metafile } = await build({
    entryPoints: [options.entry ?? path.join(root, "src/provider/main.ts")],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    outfile,
    platform: "node",
    format: "cjs",
    target: "node20",
    banner: { js: notices ? `${launcher}\n${POINTER}` : launcher },
    define: { PROVIDER_VERSION: JSON.stringify(version) },
    // Every start reads all of it. Names stay, so that a stack in a log can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: "warning",
  });
  const [{ contents }] = outputFiles;
  await mkdir(path.dirname(outfile), { recursive: true });
  if (notices) await writeFile(notices, await thirdPartyNotices(metafile, root));
  // In one step, since another process may be about to start or copy it.
  const draft = `${outfile}.${process.pid}.tmp`;
  await writeFile(draft, contents);
  await chmod(draft, 0o755);
  await rename(draft, outfile);
  return { file: outfile, bytes: contents.length, milliseconds: Math.round(performance.now() - started) };
}

/**
 * Bundles when the file is missing or older than its sources.
 * @param {BundleOptions} [options]
 * @returns {Promise<{ file: string, bytes: number, milliseconds: number } | undefined>} undefined: it is fresh
 */
export async function bundleIfStale(options = {}) {
  const built = await modifiedAt(options.outfile ?? PLUGIN_FILE);
  const sources = [
    ...(options.sources ?? ["src/plugin", "src/provider", "src/model", "src/client", "src/text"]),
    "package.json",
    "tools/plugin-launcher.mjs",
    fileURLToPath(import.meta.url),
  ];
  const newest = Math.max(
    ...(await Promise.all(sources.map((source) => newestIn(path.resolve(root, source))))),
  );
  return built > newest ? undefined : bundlePlugin(options);
}

async function packageManifest() {
  return JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
}

async function modifiedAt(file) {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** When the newest file in a folder was written; the folder itself counts, so that a deleted file does too. */
async function newestIn(entry) {
  const found = await stat(entry).catch(() => undefined);
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const names = await readdir(entry);
  const times = await Promise.all(names.map((name) => newestIn(path.join(entry, name))));
  return Math.max(found.mtimeMs, ...times);
}

async function main() {
  const built = process.argv.includes("--if-stale") ? await bundleIfStale() : await bundlePlugin();
  if (!built) return;
  const size = `${Math.round(built.bytes / 1024)} KiB`;
  console.error(`Bundled ${path.relative(process.cwd(), built.file)} (${size}) in ${built.milliseconds} ms.`);
}

// No top-level await: jest loads this file as CommonJS.
if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error) => {
    // esbuild has shown its own findings already.
    if (!error.errors) console.error(error.message);
    process.exitCode = 1;
  });
