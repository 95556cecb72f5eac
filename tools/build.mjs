// npm run build: what the package ships, in dist/, or in the dist/ of the folder that is given.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { bundlePlugin, NOTICES_FILE, PLUGIN_FILE } from "./bundle-plugin.mjs";
import { writeCdktnEntry } from "./framework-entries.mjs";
import { keepPublicTypes } from "./public-types.mjs";
import { thirdPartyNotices } from "./third-party-notices.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = resolve(process.argv[2] ?? root);
const dist = join(target, "dist");
const { bin, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

try {
  await step("clean", () => rmSync(dist, { recursive: true, force: true }));
  await step("types and library", () => node(tsc, "-p", "tsconfig.build.json", "--outDir", dist));
  await step("the same for cdktn", () => writeCdktnEntry(dist));
  await step("public types", () => keepPublicTypes(dist, typeEntries()));
  await step("what is used of zod", bundleZod);
  await step("provider plugin", bundleProvider);
  for (const file of Object.values(bin)) await step("command", () => bundleCommand(file));
} catch (error) {
  // What failed has already said why.
  if (error.status === undefined) console.error(error.message);
  process.exitCode = 1;
}

async function step(name, work) {
  const begun = performance.now();
  const detail = await work();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`build: ${name}${detail ? ` ${detail}` : ""} (${seconds} s)`);
}

function node(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
}

/** The declaration files that users import, by their paths in dist/. */
function typeEntries() {
  return Object.values(exports).flatMap(({ types }) =>
    types === undefined ? [] : types.replace("./dist/", ""),
  );
}

/** In one file: all of zod is over a hundred, and takes longer to load than the rest of the package. */
function bundleZod() {
  const { outputFiles } = buildSync({
    entryPoints: [join(root, "src/model/zod.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20",
    banner: { js: `/*\n${readFileSync(join(root, "node_modules/zod/LICENSE"), "utf8").trim()}\n*/` },
    logLevel: "warning",
  });
  const [{ contents }] = outputFiles;
  writeFileSync(join(dist, "model/zod.js"), contents);
  return inKilobytes(contents.length);
}

async function bundleProvider() {
  const [outfile, notices] = [PLUGIN_FILE, NOTICES_FILE].map((file) => join(dist, "plugin", basename(file)));
  const { bytes } = await bundlePlugin({ outfile, notices });
  return inKilobytes(bytes);
}

/** In one file with the packages that it uses: it starts faster, and the package needs none of them to be installed. */
async function bundleCommand(name) {
  const file = join(target, name);
  const { outputFiles, metafile } = buildSync({
    entryPoints: [join(root, name.replace(/^dist/, "src").replace(/\.js$/, ".ts"))],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    outfile: file,
    platform: "node",
    format: "cjs",
    target: "node20",
    logLevel: "warning",
  });
  const [{ text }] = outputFiles;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(join(dirname(file), "THIRD-PARTY-NOTICES"), await thirdPartyNotices(metafile, root));
  writeFileSync(file, text.startsWith("#!") ? text : `#!/usr/bin/env node\n${text}`);
  chmodSync(file, 0o755);
  return `${name}, ${inKilobytes(text.length)}`;
}

function inKilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} kB`;
}
