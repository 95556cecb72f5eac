import { existsSync } from "node:fs";
import { buildEngine, hasGo } from "../build-engine";
import { builtProgram, type EngineBuild, labelOf, TESTED_BUILDS } from "../builds";
import { type Engine, identify } from "../engine";
import { findEngine } from "../find-engine";

/** An engine to run the tests on. */
export interface TestedEngine {
  /** Its name on the command line. */
  readonly label: string;
  /** Finds it or builds it. Throws an Error with a message for the user. */
  readonly obtain: (env: NodeJS.ProcessEnv) => Promise<Engine>;
}

/** An engine would have to be built, and there is no Go toolchain; the message says what to do. */
export class GoNotFound extends Error {}

/** The engine that this machine has. */
export const OWN = "own";

export const TESTED_ENGINES: readonly TestedEngine[] = [
  { label: OWN, obtain: findEngine },
  ...TESTED_BUILDS.map((build) => ({
    label: labelOf(build),
    obtain: (env: NodeJS.ProcessEnv) => obtainBuild(build, env),
  })),
];

/**
 * Returns the engines that a command line names; all when it names none.
 * @throws Error that lists the known engines
 */
export function chosen(labels: readonly string[]): readonly TestedEngine[] {
  const known = TESTED_ENGINES.map(({ label }) => label);
  const unknown = labels.find((label) => !known.includes(label));
  if (unknown !== undefined) {
    throw new Error(`There is no engine "${unknown}" to test on; there are ${known.join(", ")}.`);
  }
  return TESTED_ENGINES.filter(({ label }) => labels.length === 0 || labels.includes(label));
}

async function obtainBuild(build: EngineBuild, env: NodeJS.ProcessEnv): Promise<Engine> {
  const program = builtProgram(build, env);
  if (existsSync(program)) return identify(program, "built earlier", env);
  if (!hasGo(env)) {
    throw new GoNotFound(
      `${build.name} ${build.version} is built with Go, which is not on the PATH. Install Go (https://go.dev/dl), or put the program at ${program}.`,
    );
  }
  return identify(await buildEngine(build, env), "built from its Go module", env);
}
