import { rmSync } from "node:fs";
import { lacks } from "../../../tools/engines";
import { session } from "./session";

/** Leaves nothing behind, unless KEEP_TEST_PROJECTS asks for a look at what the tests wrote. */
export default async function globalTeardown(): Promise<void> {
  const { folder, engine, capabilities } = session();
  for (const what of lacks(capabilities)) {
    process.stderr.write(`${engine.name} ${engine.version} lacks ${what}: tested was that it says so\n`);
  }
  if (process.env.KEEP_TEST_PROJECTS) process.stderr.write(`The test projects are in ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
}
