// npm run build: what the package ships, in dist/.
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

try {
  step("clean", () => rmSync(join(root, "dist"), { recursive: true, force: true }));
  step("types and library", () => node(tsc, "-p", "tsconfig.build.json"));
  step("what is used of zod", bundleZod);
  step("provider plugin", () => node("tools/bundle-plugin.mjs"));
  for (const file of Object.values(bin)) step("command", () => makeRunnable(join(root, file)));
} catch (error) {
  // What failed has already said why.
  if (error.status === undefined) console.error(error.message);
  process.exitCode = 1;
}

function step(name, work) {
  const begun = performance.now();
  const detail = work();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`build: ${name}${detail ? ` ${detail}` : ""} (${seconds} s)`);
}

function node(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
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
  writeFileSync(join(root, "dist/model/zod.js"), contents);
  return `${(contents.length / 1024).toFixed(1)} kB`;
}

/** A command needs its first line and its mode; the compiler keeps the one when the source has it and never sets the other. */
function makeRunnable(file) {
  const text = readFileSync(file, "utf8");
  if (!text.startsWith("#!")) writeFileSync(file, `#!/usr/bin/env node\n${text}`);
  chmodSync(file, 0o755);
  return `${relative(root, file)}, ${(statSync(file).size / 1024).toFixed(1)} kB`;
}
