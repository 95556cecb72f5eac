import { tmpdir } from "node:os";
import { sealedEnvironment } from "../../processes";
import { capabilitiesOf, lacks } from "../capabilities";
import type { Engine } from "../engine";
import { type Contestant, chosen } from "./contestants";
import { runSuite } from "./run-suite";
import { type Outcome, summarise } from "./summary";

/**
 * Tests on the engines with these labels, or on all of them, and prints the summary.
 * @throws Error with a message for the user when a label is unknown
 */
export async function testOn(
  labels: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ passed: number; failed: number }> {
  // All are obtained first: a build that fails is heard of before minutes of tests.
  const obtained: Obtained[] = [];
  for (const contestant of chosen(labels)) {
    const { engine, ...rest } = await tryToObtain(contestant, env);
    const again = obtained.some((other) => engine && other.engine && sameEngine(other.engine, engine));
    if (!again) obtained.push({ engine, ...rest });
  }
  const outcomes: Outcome[] = [];
  for (const [index, candidate] of obtained.entries()) {
    const { engine } = candidate;
    outcomes.push(
      engine ? { ...candidate, score: await runSuite(engine, { everything: index === 0, env }) } : candidate,
    );
  }
  const { lines, ...counts } = summarise(outcomes);
  console.log(`\n${lines.join("\n")}`);
  return counts;
}

type Obtained = Outcome & { readonly engine?: Engine };

/** An engine that cannot be had is told of, and counts as a failure later. */
async function tryToObtain({ label, obtain }: Contestant, env: NodeJS.ProcessEnv): Promise<Obtained> {
  try {
    const engine = await obtain(env);
    const sealed = sealedEnvironment({ engine: engine.command, home: tmpdir() }, env);
    return { label, engine, lacks: lacks(capabilitiesOf(engine.command, sealed)) };
  } catch (error) {
    console.error((error as Error).message);
    return { label };
  }
}

function sameEngine(one: Engine, other: Engine): boolean {
  return one.name === other.name && one.version === other.version;
}
