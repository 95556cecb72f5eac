import { CAPABILITY_PROBES, type Capability } from "../../../tools/engines";
import { session } from "./session";

/** Whether the engine that the tests run on said it can do this. */
function engineHas(capability: Capability): boolean {
  return session().capabilities.includes(capability);
}

/**
 * Tests that need something which not every engine has, and those that replace them where it is missing: usually
 * that the user gets the message that is documented for such engines. One of the two always runs.
 */
export function dependingOn(
  capability: Capability,
  tests: { present: () => void; absent: () => void },
): void {
  const { what } = CAPABILITY_PROBES[capability];
  if (engineHas(capability)) describe(`on an engine with ${what}`, tests.present);
  else describe(`on an engine without ${what}`, tests.absent);
}
