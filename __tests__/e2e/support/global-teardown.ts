import { rmSync } from "node:fs";
import { session } from "./session";

/** Leaves nothing behind, unless KEEP_TEST_PROJECTS asks for a look at what the tests wrote. */
export default async function globalTeardown(): Promise<void> {
  const { folder } = session();
  if (process.env.KEEP_TEST_PROJECTS) process.stderr.write(`The test projects are in ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
}
