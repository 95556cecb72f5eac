import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import { findEngine } from "../engines";
import { nullProviderEnvironment } from "../null-stand-in";
import { run, sealedEnvironment } from "../processes";
import { accessReview } from "./access-review";
import { Cdktf, CommandFailed } from "./cdktf";
import { inForce } from "./in-force";
import { outlineOf, planIn } from "./plan-output";
import type { Reporter } from "./reporter";
import { ROOT, Workspace } from "./workspace";

const ACCOUNT_ID = "023e105f4ecef8ad9ca31a8372d0c353";
const WIKI_ID = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const CRM_ID = "5d3bb4b6-8a3c-4c5e-9d0e-6a2f0f6c1a02";

/** Runs the main job from an empty account to an empty account, step by step. */
export async function demo(reporter: Reporter, signal: AbortSignal): Promise<void> {
  const engine = await findEngine();
  reporter.title("Cloudflare Access policies in a cdktf stack, against an emulated API");
  reporter.note(`${engine.name} ${engine.version} (${engine.command}), node ${process.versions.node}`);

  reporter.step("Get ready");
  await reporter.work("bundling the provider, unless it is fresh", bundle);
  const token = randomBytes(20).toString("hex");
  const emulator = await startEmulator({
    tokens: [{ token, permission: "write" }],
    applications: [
      { accountId: ACCOUNT_ID, id: WIKI_ID, name: "Wiki", domain: "wiki.example.com" },
      { accountId: ACCOUNT_ID, id: CRM_ID, name: "CRM", domain: "crm.example.com" },
    ],
  });
  reporter.print(`the emulated API listens on ${emulator.url}, for a token made up for this run`);
  try {
    const workspace = new Workspace(`node ${join("..", "node_modules", "tsx", "dist", "cli.mjs")} main.ts`);
    const variables = {
      CLOUDFLARE_API_TOKEN: token,
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID,
      CLOUDFLARE_BASE_URL: emulator.baseUrl,
      ACCESS_WIKI_ID: WIKI_ID,
      ACCESS_CRM_ID: CRM_ID,
    };
    const sealed = sealedEnvironment({ engine: engine.command, home: workspace.home, variables });
    const notes: string[] = [];
    const nullProvider = await reporter.work("asking the registry for the null provider", () =>
      nullProviderEnvironment({ engine: engine.kind, env: sealed, print: (line) => notes.push(line) }),
    );
    for (const note of notes) reporter.print(note);
    const env = { ...sealed, ...nullProvider };
    const review = () =>
      reporter.work("cf-access review", (progress) =>
        accessReview(workspace.folder, env, { signal, progress }),
      );
    await runSteps(reporter, {
      workspace,
      cdktf: new Cdktf(workspace.folder, env, signal),
      emulator,
      review,
    });
    workspace.remove();
  } finally {
    await emulator.close();
  }
}

interface Stage {
  readonly workspace: Workspace;
  readonly cdktf: Cdktf;
  readonly emulator: Emulator;
  /** Reviews what the project would change, and answers the lines of the report. */
  readonly review: () => Promise<string[]>;
}

async function runSteps(reporter: Reporter, { workspace, cdktf, emulator, review }: Stage): Promise<void> {
  const plan = async () => {
    const output = await reporter.work("cdktf diff", (progress) => cdktf.run(["diff"], progress));
    const lines = planIn(output);
    if (lines.length === 0) throw new CommandFailed("cdktf diff", output);
    return lines;
  };
  const apply = async (command: "deploy" | "destroy") => {
    const args = [command, "--auto-approve"];
    await reporter.work(`cdktf ${args.join(" ")}`, (progress) => cdktf.run(args, progress));
  };
  const show = () => {
    reporter.quote(inForce(emulator.policies(), reporter.width));
    const attached = emulator.order(ACCOUNT_ID, CRM_ID).map(({ policy }) => String(policy.body.name));
    reporter.print(`attached to the CRM: ${attached.join(", ") || "none"}`);
  };

  reporter.step("What main.ts would make");
  reporter.quote(outlineOf(await plan()));

  reporter.step("Deploy it");
  await apply("deploy");
  reporter.print("In force now, as the API has it:");
  show();

  reporter.step("Edit main.ts: one more person");
  reporter.quote(workspace.edit(oneMorePerson));
  reporter.quote(await plan());

  reporter.step("Review it: who gets in by this plan");
  reporter.quote(await review());

  reporter.step("Deploy the edit");
  await apply("deploy");
  show();

  reporter.step("Destroy it all");
  await apply("destroy");
  reporter.print(`policies left at the API: ${emulator.policies().length}`);
}

function oneMorePerson(source: string): string {
  return source.replace(/(AccessRule\.emails\([^)]*)\)/, '$1, "carol@partner.org")');
}

async function bundle(): Promise<void> {
  const args = ["tools/bundle-plugin.mjs", "--if-stale"];
  const { code, output } = await run(process.execPath, args, { cwd: ROOT, env: process.env });
  if (code !== 0) throw new CommandFailed(`node ${args.join(" ")}`, output);
}
