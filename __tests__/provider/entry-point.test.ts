import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_SOURCE } from "../../src/delivery";

// The plugin may not load the delivery, which reads files when it is loaded: the address is in both.
test("the plugin names the address it is delivered under", () => {
  const entryPoint = readFileSync(join(__dirname, "../../src/provider/main.ts"), "utf8");
  expect(entryPoint).toContain(`address: "${PROVIDER_SOURCE}"`);
});
