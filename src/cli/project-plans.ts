import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { isPlainObject } from "../model";
import { readBytes, readJson } from "./account-source";
import { type CommandContext, CommandError, folderOf, UsageError } from "./command";
import { findEngine, runProgram } from "./engine";

/** A synthesized stack of a cdktf project. */
export interface SynthesizedStack {
  readonly name: string;
  /** The folder that the engine works in. */
  readonly folder: string;
  /** The parsed `cdk.tf.json`. */
  readonly stack: unknown;
}

/**
 * Synthesizes the project in the working folder, as `cdktf synth` does: runs the command `app` of its cdktf.json.
 *
 * @throws CommandError where there is no project, and where its command fails
 */
export async function synthesize(context: CommandContext): Promise<readonly SynthesizedStack[]> {
  const folder = folderOf(context);
  const file = join(folder, "cdktf.json");
  if (!existsSync(file))
    throw new CommandError(
      `There is no cdktf.json in ${folder}. Run it in a cdktf project, or name a saved plan: cf-access review PLAN.`,
    );
  const settings = readJson(context, file, "the settings of a cdktf project");
  if (!isPlainObject(settings) || typeof settings.app !== "string")
    throw new CommandError(`${file} has no command in "app" that synthesizes the project.`);
  const output = typeof settings.output === "string" ? settings.output : "cdktf.out";
  context.stderr.write("Synthesizing the project\n");
  await runProgram(context, settings.app, [], {
    cwd: folder,
    shell: true,
    env: {
      CDKTF_OUTDIR: output,
      CDKTF_CONTEXT_JSON: JSON.stringify(settings.context ?? {}),
      SYNTH_HCL_OUTPUT: "false",
    },
  });
  return stacksIn(context, resolve(folder, output));
}

function stacksIn(context: CommandContext, output: string): readonly SynthesizedStack[] {
  const manifest = readJson(context, join(output, "manifest.json"), "the manifest of a synthesized project");
  const stacks = isPlainObject(manifest) && isPlainObject(manifest.stacks) ? manifest.stacks : {};
  return Object.entries(stacks).flatMap(([name, entry]): SynthesizedStack[] => {
    if (!isPlainObject(entry)) return [];
    const file = join(output, String(entry.synthesizedStackPath));
    const stack = readJson(context, file, "a synthesized stack");
    return [{ name, folder: join(output, String(entry.workingDirectory)), stack }];
  });
}

/** How a plan is made. */
export interface PlanOptions {
  /** Plans only what the account has and the state does not. @default false */
  readonly refreshOnly?: boolean;
}

/**
 * Plans a stack as `cdktf diff` does and answers the plan as JSON. Nothing of the plan stays on the disk, since it holds
 * values in clear text.
 */
export async function planStack(
  context: CommandContext,
  { name, folder }: SynthesizedStack,
  { refreshOnly = false }: PlanOptions = {},
): Promise<unknown> {
  const engine = findEngine(context);
  const temporary = mkdtempSync(join(tmpdir(), "cf-access-"));
  const file = join(temporary, "plan");
  try {
    context.stderr.write(`Planning ${name}\n`);
    await runProgram(context, engine, ["init", "-input=false", "-no-color"], { cwd: folder });
    const mode = refreshOnly ? ["-refresh-only"] : [];
    await runProgram(context, engine, ["plan", ...mode, "-input=false", "-no-color", `-out=${file}`], {
      cwd: folder,
    });
    return await shown(context, file, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Reads a plan: the JSON of `terraform show -json`, or a file that `terraform plan -out` wrote. The engine reads that one in
 * its folder, where the providers are.
 */
export async function readPlan(context: CommandContext, file: string): Promise<unknown> {
  const bytes = readBytes(context, file);
  // A saved plan is a ZIP archive.
  if (bytes.subarray(0, 2).toString("latin1") !== "PK") return parsedPlan(bytes.toString("utf8"), file);
  if (file === "-") throw new UsageError("the standard input is a saved plan: name its file instead");
  const path = resolve(folderOf(context), file);
  const folder = [dirname(path), folderOf(context)].find((one) => existsSync(join(one, ".terraform")));
  if (folder === undefined)
    throw new CommandError(
      `${file} is a saved plan, which the engine reads only in the folder of its stack. Move it there, or run there:\n\n` +
        "  terraform show -json PLAN > plan.json\n\nand review plan.json.",
    );
  return shown(context, path, folder);
}

function parsedPlan(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(
      `${file} is not a plan. Expected a file that terraform plan -out=FILE wrote, or what terraform show -json FILE prints of it.`,
    );
  }
}

async function shown(context: CommandContext, file: string, folder: string): Promise<unknown> {
  const printed = await runProgram(context, findEngine(context), ["show", "-json", file], { cwd: folder });
  return parsedPlan(printed, file);
}

/** What the provider block of a stack says of the account. */
export function accountOfStack(stack: unknown): { accountId?: string; baseUrl?: string } {
  const providers =
    isPlainObject(stack) && isPlainObject(stack.provider) ? stack.provider.cfaccess : undefined;
  const blocks: unknown[] = Array.isArray(providers) ? providers : [providers];
  const text = (name: string) =>
    blocks
      .map((block) => (isPlainObject(block) ? block[name] : undefined))
      .find((value): value is string => typeof value === "string" && !value.includes("${"));
  const [accountId, baseUrl] = [text("account_id"), text("base_url")];
  return { ...(accountId === undefined ? {} : { accountId }), ...(baseUrl === undefined ? {} : { baseUrl }) };
}

/** The account of the resources of a plan, where they have one. */
export function accountOfPlan(plan: unknown): string | undefined {
  const text = JSON.stringify(isPlainObject(plan) ? (plan.planned_values ?? null) : null);
  return /"account_id":"([0-9a-f]{32})"/.exec(text)?.[1];
}
