import type { Emulator } from "../../../src/emulator";
import { idsInAccount, idsInState } from "./crowd";
import { type Project, succeeded } from "./project";

/** A policy that a plan reports as an orphan, and the command it names to import it. */
export interface Orphan {
  readonly name: string;
  readonly id: string;
  /** What follows the engine's own name. */
  readonly command: readonly string[];
}

/**
 * What a run that was cut off has left behind, as the next plan reports it; fails when the account has a policy that is
 * neither in the state nor reported.
 */
export async function reportedOrphans(project: Project, emulator: Emulator, folder = "."): Promise<Orphan[]> {
  const kept = await idsInState(project, folder);
  const orphans = orphansIn(await succeeded(project.engineIn(folder, "plan")));
  const known = [...kept, ...orphans.map(({ id }) => id)];
  expect(idsInAccount(emulator).filter((id) => !known.includes(id))).toEqual([]);
  return orphans;
}

function orphansIn(plan: string): Orphan[] {
  const warnings = plan.matchAll(
    /Policy "([^"]+)".* has the same content as (\S+): if nothing manages that one, import it with terraform (import \S+ \S+)$/gm,
  );
  return Array.from(warnings, ([, name, id, command]) => ({
    name: name!,
    id: id!,
    command: command!.split(" "),
  }));
}

/** Imports orphans, each with the command that the plan named. The user only names the resource. */
export async function importOrphans(
  project: Project,
  orphans: readonly Orphan[],
  folder = ".",
): Promise<void> {
  for (const { name, command } of orphans) {
    await succeeded(project.engineIn(folder, ...command.map((word) => word.replace(/\.NAME$/, `.${name}`))));
  }
}
