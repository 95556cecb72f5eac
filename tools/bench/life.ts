import type { EmulatorProcess, RequestCounts } from "./emulator/start";
import type { Usage } from "./measured-command";
import type { ConfigurationOptions } from "./policies";
import type { Project } from "./workspace";

export const COMMANDS = ["plan", "apply", "no-op plan", "one-edit plan", "destroy"] as const;
export type CommandName = (typeof COMMANDS)[number];

/** One command of one life. */
export interface Measure extends Usage {
  readonly requests: RequestCounts;
}

export type Life = Readonly<Partial<Record<CommandName, Measure>>>;

const PLAN = ["plan", "-input=false", "-no-color"];
const WITHOUT_ASKING = ["-auto-approve", "-input=false", "-no-color"];

/**
 * From nothing to policies and back: what a person's day with them is made of, measured command by command.
 * @throws Error when a plan does not say what it has to say, since then something else was measured
 */
export async function live(
  project: Project,
  what: ConfigurationOptions,
  emulator: EmulatorProcess,
  begin: (command: CommandName) => void,
  until: CommandName = "destroy",
): Promise<Life> {
  const life: Partial<Record<CommandName, Measure>> = {};
  const step = async (command: CommandName, says: RegExp, ...args: string[]) => {
    if (life[until]) return;
    begin(command);
    await emulator.takeCounts();
    const { usage, output } = await project.run(...args);
    if (!says.test(output)) throw new Error(`${command} does not say ${says}:\n${output.slice(-4000)}`);
    life[command] = { ...usage, requests: await emulator.takeCounts() };
  };
  const { count } = what;
  project.configure(what);
  await project.run("init", "-input=false", "-no-color");
  await step("plan", new RegExp(`^Plan: ${count} to add, 0 to change, 0 to destroy`, "m"), ...PLAN);
  await step(
    "apply",
    new RegExp(`^Apply complete! Resources: ${count} added`, "m"),
    "apply",
    ...WITHOUT_ASKING,
  );
  await step("no-op plan", /^No changes\./m, ...PLAN);
  project.configure({ ...what, edited: true });
  await step("one-edit plan", /^Plan: 0 to add, 1 to change, 0 to destroy/m, ...PLAN);
  await step("destroy", new RegExp(`Resources: ${count} destroyed`), "destroy", ...WITHOUT_ASKING);
  return life;
}
