import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Writing a stack to files takes the plugin along, so it has to be there. Takes a moment when its sources changed. */
export function bundlePlugin(): void {
  const root = join(__dirname, "..", "..", "..");
  execFileSync(process.execPath, [join(root, "tools", "bundle-plugin.mjs"), "--if-stale"], { cwd: root });
}
