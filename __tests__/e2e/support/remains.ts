import type { Emulator } from "../../../src/emulator";
import { idsInAccount, idsInState } from "./crowd";
import { type Project, succeeded } from "./project";

/** A policy that a plan says is there already, and the command it names to take it over. */
export interface Remains {
  readonly name: string;
  readonly id: string;
  /** What follows the engine's own name. */
  readonly command: readonly string[];
}

/**
 * What a run that was cut off has left behind, as the next plan tells it; fails when the account has a policy that is
 * neither in the state nor told of.
 */
export async function remainsTold(project: Project, emulator: Emulator, folder = "."): Promise<Remains[]> {
  const kept = await idsInState(project, folder);
  const remains = remainsIn(await succeeded(project.engineIn(folder, "plan")));
  const known = [...kept, ...remains.map(({ id }) => id)];
  expect(idsInAccount(emulator).filter((id) => !known.includes(id))).toEqual([]);
  return remains;
}

function remainsIn(plan: string): Remains[] {
  const told = plan.matchAll(
    /Policy "([^"]+)".* has the same content as (\S+): if nothing manages that one, import it with terraform (import \S+ \S+)$/gm,
  );
  return Array.from(told, ([, name, id, command]) => ({
    name: name!,
    id: id!,
    command: command!.split(" "),
  }));
}

/** Takes policies over, each with the very command that was told. Only which resource it is for, the user has to say. */
export async function takeOver(project: Project, remains: readonly Remains[], folder = "."): Promise<void> {
  for (const { name, command } of remains) {
    await succeeded(project.engineIn(folder, ...command.map((word) => word.replace(/\.NAME$/, `.${name}`))));
  }
}
