import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../../src/emulator";
import { findEngine } from "../engines";
import { nullProviderEnvironment } from "../null-stand-in";
import { run, sealedEnvironment } from "../processes";
import { Cdktf, CommandFailed } from "./cdktf";
import { inForce } from "./in-force";
import type { Narrator } from "./narrator";
import { outlineOf, planIn } from "./plan-text";
import { ROOT, Workspace } from "./workspace";

const ACCOUNT_ID = "023e105f4ecef8ad9ca31a8372d0c353";
const WIKI_ID = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";
const CRM_ID = "5d3bb4b6-8a3c-4c5e-9d0e-6a2f0f6c1a02";

/** The main job from an empty account to an empty account, told step by step. */
export async function demo(narrator: Narrator, signal: AbortSignal): Promise<void> {
  const engine = await findEngine();
  narrator.title("Cloudflare Access policies in a cdktf stack, against an emulated API");
  narrator.note(`${engine.name} ${engine.version} (${engine.command}), node ${process.versions.node}`);

  narrator.step("Get ready");
  await narrator.work("bundling the provider, unless it is fresh", bundle);
  const token = randomBytes(20).toString("hex");
  const emulator = await startEmulator({
    tokens: [{ token, permission: "write" }],
    applications: [
      { accountId: ACCOUNT_ID, id: WIKI_ID, name: "Wiki", domain: "wiki.example.com" },
      { accountId: ACCOUNT_ID, id: CRM_ID, name: "CRM", domain: "crm.example.com" },
    ],
  });
  narrator.say(`the emulated API listens on ${emulator.url}, for a token made up for this run`);
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
    const findings: string[] = [];
    const nullProvider = await narrator.work("asking the registry for the null provider", () =>
      nullProviderEnvironment({ engine: engine.kind, env: sealed, say: (line) => findings.push(line) }),
    );
    for (const finding of findings) narrator.say(finding);
    const env = { ...sealed, ...nullProvider };
    await story(narrator, workspace, new Cdktf(workspace.folder, env, signal), emulator);
    workspace.remove();
  } finally {
    await emulator.close();
  }
}

async function story(
  narrator: Narrator,
  workspace: Workspace,
  cdktf: Cdktf,
  emulator: Emulator,
): Promise<void> {
  const plan = async () => {
    const output = await narrator.work("cdktf diff", (progress) => cdktf.run(["diff"], progress));
    const lines = planIn(output);
    if (lines.length === 0) throw new CommandFailed("cdktf diff", output);
    return lines;
  };
  const apply = async (command: "deploy" | "destroy") => {
    const args = [command, "--auto-approve"];
    await narrator.work(`cdktf ${args.join(" ")}`, (progress) => cdktf.run(args, progress));
  };
  const show = () => {
    narrator.quote(inForce(emulator.policies(), narrator.width));
    const attached = emulator.order(ACCOUNT_ID, CRM_ID).map(({ policy }) => String(policy.body.name));
    narrator.say(`attached to the CRM: ${attached.join(", ") || "none"}`);
  };

  narrator.step("What main.ts would make");
  narrator.quote(outlineOf(await plan()));

  narrator.step("Deploy it");
  await apply("deploy");
  narrator.say("In force now, as the API has it:");
  show();

  narrator.step("Edit main.ts: one more person");
  narrator.quote(workspace.edit(oneMorePerson));
  narrator.quote(await plan());

  narrator.step("Deploy the edit");
  await apply("deploy");
  show();

  narrator.step("Destroy it all");
  await apply("destroy");
  narrator.say(`policies left at the API: ${emulator.policies().length}`);
}

function oneMorePerson(source: string): string {
  return source.replace(/(AccessRule\.emails\([^)]*)\)/, '$1, "carol@partner.org")');
}

async function bundle(): Promise<void> {
  const args = ["tools/bundle-plugin.mjs", "--if-stale"];
  const { code, output } = await run(process.execPath, args, { cwd: ROOT, env: process.env });
  if (code !== 0) throw new CommandFailed(`node ${args.join(" ")}`, output);
}
