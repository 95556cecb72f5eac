import { EmulatorProcess, type RequestCounts } from "./emulator/start";
import type { Usage } from "./measured-command";
import type { Subject } from "./subjects";
import type { Bench, Project } from "./workspace";

export const COMMANDS = ["plan", "apply", "no-op plan", "one-edit plan", "destroy"] as const;
export type CommandName = (typeof COMMANDS)[number];

/** One command of one life cycle. */
export interface Measure extends Usage {
  readonly requests: RequestCounts;
}

export type LifeCycle = Readonly<Partial<Record<CommandName, Measure>>>;

/** What one life cycle is measured with. */
export interface LifeCycleSetting {
  /** Shown while it runs. */
  readonly title: string;
  /** Undefined where the engine's built-in provider is enough. */
  readonly plugin: string | undefined;
  readonly subject: Subject;
  /** How long the API takes to answer. @default 0 */
  readonly latencyMs?: number;
  /** Whether the API's limit of requests is enforced. @default false */
  readonly limit?: boolean;
  /** The last command. @default "destroy" */
  readonly until?: CommandName;
}

/** Measures one life cycle in a folder and with an emulator of its own. */
export async function measureLifeCycle(
  { workspace, progress }: Pick<Bench, "workspace" | "progress">,
  { title, plugin, subject, latencyMs = 0, limit = false, until = "destroy" }: LifeCycleSetting,
): Promise<LifeCycle> {
  const { applications = [] } = subject;
  const emulator = await EmulatorProcess.start({ latencyMs, limit, applications });
  const project = await workspace.project(plugin, emulator.baseUrl);
  try {
    const begin = (command: CommandName) => progress.update(`${title}: ${command}`);
    return await runCommands(project, subject, emulator, begin, until);
  } finally {
    await emulator.stop();
    project.remove();
  }
}

const PLAN = ["plan", "-input=false", "-no-color"];
const WITHOUT_ASKING = ["-auto-approve", "-input=false", "-no-color"];

/** @throws Error when a plan does not show what it has to show, since then something else was measured */
async function runCommands(
  project: Project,
  subject: Subject,
  emulator: EmulatorProcess,
  begin: (command: CommandName) => void,
  until: CommandName,
): Promise<LifeCycle> {
  const measures: Partial<Record<CommandName, Measure>> = {};
  const step = async (command: CommandName, expected: RegExp, ...args: string[]) => {
    if (measures[until]) return;
    begin(command);
    await emulator.takeCounts();
    const { usage, output } = await project.run(...args);
    if (!expected.test(output))
      throw new Error(`${command} does not show ${expected}:\n${output.slice(-4000)}`);
    measures[command] = { ...usage, requests: await emulator.takeCounts() };
  };
  const { resources } = subject;
  project.configure(subject.configuration(false));
  await project.run("init", "-input=false", "-no-color");
  await step("plan", new RegExp(`^Plan: ${resources} to add, 0 to change, 0 to destroy`, "m"), ...PLAN);
  await step(
    "apply",
    new RegExp(`^Apply complete! Resources: ${resources} added`, "m"),
    "apply",
    ...WITHOUT_ASKING,
  );
  await step("no-op plan", /^No changes\./m, ...PLAN);
  project.configure(subject.configuration(true));
  await step("one-edit plan", /^Plan: 0 to add, 1 to change, 0 to destroy/m, ...PLAN);
  await step("destroy", new RegExp(`Resources: ${resources} destroyed`), "destroy", ...WITHOUT_ASKING);
  return measures;
}
