import { tmpdir } from "node:os";
import { sealedEnvironment } from "../../processes";
import { capabilitiesOf, lacks } from "../capabilities";
import type { Engine } from "../engine";
import { type RunSuite, runSuite } from "./run-suite";
import { type Outcome, type Summary, summarize } from "./summary";
import { chosen, GoNotFound, OWN, type TestedEngine } from "./tested-engines";

export interface TestOptions {
  /** The engines to test on. @default all */
  readonly labels?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Leaves out the engine that this machine has: `npm test` was run on it. @default false */
  readonly exceptOwn?: boolean;
  /** Where there is no Go toolchain, engines that would have to be built are left out. @default false: they fail */
  readonly ifGo?: boolean;
  /** Runs the tests on one engine. */
  readonly run?: RunSuite;
  readonly print?: (line: string) => void;
}

/**
 * Tests on engines, one after the other, and returns the results.
 * @throws Error with a message for the user when a label is unknown
 */
export async function testOn({
  labels = [],
  print = console.error,
  ...options
}: TestOptions): Promise<Summary> {
  const { env, exceptOwn = false, run = runSuite } = options;
  // All are obtained first: a build that fails is reported before minutes of tests.
  const obtained: Obtained[] = [];
  for (const tested of chosen(labels)) {
    const { engine, ...rest } = await tryToObtain(tested, { ...options, print });
    const again = obtained.some((other) => engine && other.engine && sameEngine(other.engine, engine));
    if (!again) obtained.push({ engine, ...rest });
  }
  const candidates = obtained.filter(({ label }) => !(exceptOwn && label === OWN));
  const outcomes: Outcome[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const { engine } = candidate;
    if (!engine) {
      outcomes.push(candidate);
      continue;
    }
    print(`\n${index + 1} of ${candidates.length}: ${engine.name} ${engine.version}`);
    const score = await run(engine, { everything: index === 0 && !exceptOwn, env });
    outcomes.push({ ...candidate, score });
  }
  return summarize(outcomes);
}

type Obtained = Outcome & { readonly engine?: Engine };

/** Obtains an engine. Why one cannot be had is printed at once, and again in the summary. */
async function tryToObtain(
  { label, obtain }: TestedEngine,
  { env, ifGo = false, print }: Pick<TestOptions, "env" | "ifGo"> & { print: (line: string) => void },
): Promise<Obtained> {
  try {
    const engine = await obtain(env);
    const sealed = sealedEnvironment({ engine: engine.command, home: tmpdir() }, env);
    return { label, engine, lacks: lacks(capabilitiesOf(engine.command, sealed)) };
  } catch (error) {
    const reason = (error as Error).message;
    print(reason);
    return { label, reason, leftOut: ifGo && error instanceof GoNotFound };
  }
}

function sameEngine(one: Engine, other: Engine): boolean {
  return one.name === other.name && one.version === other.version;
}
