import { tmpdir } from "node:os";
import { sealedEnvironment } from "../../processes";
import { capabilitiesOf, lacks } from "../capabilities";
import type { Engine } from "../engine";
import { type Contestant, chosen, NoGo, OWN } from "./contestants";
import { type RunSuite, runSuite } from "./run-suite";
import { type Outcome, type Summary, summarise } from "./summary";

export interface TestOptions {
  /** The engines to test on. @default all */
  readonly labels?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Not on the engine that this machine has: `npm test` was run on it. @default false */
  readonly exceptOwn?: boolean;
  /** Where there is no Go toolchain, engines that would have to be built are left out. @default false: they fail */
  readonly ifGo?: boolean;
  /** What runs the tests on one engine. */
  readonly run?: RunSuite;
  readonly say?: (line: string) => void;
}

/**
 * Tests on engines, one after the other, and says how it went.
 * @throws Error with a message for the user when a label is unknown
 */
export async function testOn({
  labels = [],
  say = console.error,
  ...options
}: TestOptions): Promise<Summary> {
  const { env, exceptOwn = false, run = runSuite } = options;
  // All are obtained first: a build that fails is heard of before minutes of tests.
  const obtained: Obtained[] = [];
  for (const contestant of chosen(labels)) {
    const { engine, ...rest } = await tryToObtain(contestant, { ...options, say });
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
    say(`\n${index + 1} of ${candidates.length}: ${engine.name} ${engine.version}`);
    const score = await run(engine, { everything: index === 0 && !exceptOwn, env });
    outcomes.push({ ...candidate, score });
  }
  return summarise(outcomes);
}

type Obtained = Outcome & { readonly engine?: Engine };

/** An engine that cannot be had is told of at once, and again in the summary. */
async function tryToObtain(
  { label, obtain }: Contestant,
  { env, ifGo = false, say }: Pick<TestOptions, "env" | "ifGo"> & { say: (line: string) => void },
): Promise<Obtained> {
  try {
    const engine = await obtain(env);
    const sealed = sealedEnvironment({ engine: engine.command, home: tmpdir() }, env);
    return { label, engine, lacks: lacks(capabilitiesOf(engine.command, sealed)) };
  } catch (error) {
    const reason = (error as Error).message;
    say(reason);
    return { label, reason, leftOut: ifGo && error instanceof NoGo };
  }
}

function sameEngine(one: Engine, other: Engine): boolean {
  return one.name === other.name && one.version === other.version;
}
