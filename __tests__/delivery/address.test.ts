import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDER_SOURCE, PROVIDER_VERSION, packageRoot, pluginFile } from "../../src/delivery";
import { temporaryFolder } from "./support/temporary-folder";

const ROOT = join(__dirname, "..", "..");

describe("the plugin's address", () => {
  test("is at a host no registry answers for", () => {
    expect(PROVIDER_SOURCE).toBe("cdktf.internal/embedded/cfaccess");
  });

  test("has the package's own version", () => {
    expect(PROVIDER_VERSION).toBe(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version);
  });

  test("is in the package's dist folder", () => {
    expect(pluginFile()).toBe(join(ROOT, "dist", "plugin", "terraform-provider-cfaccess"));
  });

  test("is found from deep inside the package, past other package.json files", () => {
    const root = temporaryFolder({
      "package.json": '{"name":"cdktf-cloudflare-access"}',
      "dist/package.json": '{"name":"other"}',
      "dist/delivery/address.js": "",
    });
    expect(packageRoot(join(root, "dist", "delivery"))).toBe(root);
  });
});
