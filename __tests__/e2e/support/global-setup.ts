import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capabilitiesOf, type Engine, findEngine } from "../../../tools/engines";
import { nullProviderEnvironment } from "../../../tools/null-stand-in";
import { run, sealedEnvironment } from "../../../tools/processes";
import { Progress } from "../../../tools/terminal";
import { rememberSession } from "./session";

const ROOT = join(__dirname, "..", "..", "..");

/** Builds and packs the package once, and installs it as a user would into a folder that all test projects share. */
export default async function globalSetup(): Promise<void> {
  process.stderr.write("\n");
  const engine = await findEngine();
  process.stderr.write(`End-to-end tests run ${engine.name} ${engine.version} (${engine.command})\n`);

  const folder = mkdtempSync(join(tmpdir(), "cf-access-e2e-"));
  try {
    await prepare(folder, engine);
  } catch (error) {
    // After a failed set-up nobody else tidies up.
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function prepare(folder: string, engine: Engine): Promise<void> {
  const projects = join(folder, "projects");
  const homes = join(folder, "homes");
  for (const path of [projects, homes]) mkdirSync(path);

  await step("Building the package", "node", ["tools/build.mjs"], ROOT);
  const packed = await step("Packing it", "npm", ["pack", "--json", "--pack-destination", folder], ROOT);
  const tarball = join(folder, JSON.parse(packed)[0].filename);

  writeFileSync(join(projects, "package.json"), JSON.stringify({ name: "projects", private: true }));
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const others = ["cdktf", "constructs", "@types/node"].map((name) => `${name}@${devDependencies[name]}`);
  const quietly = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await step("Installing it", "npm", ["install", ...quietly, tarball, ...others], projects);

  const env = sealedEnvironment({ engine: engine.command, home: homes });
  const nullProvider = await nullProviderEnvironment({ engine: engine.kind, env });
  const capabilities = capabilitiesOf(engine.command, env);
  rememberSession({ folder, projects, homes, tarball, engine, capabilities, nullProvider });
}

async function step(label: string, command: string, args: string[], cwd: string): Promise<string> {
  const progress = new Progress(label);
  const { code, stdout, output } = await run(command, args, { cwd, env: process.env, timeoutMs: 300_000 });
  if (code !== 0) {
    progress.failed();
    throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${output}`);
  }
  progress.done();
  return stdout;
}
