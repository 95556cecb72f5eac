import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  installPlugin,
  isLocked,
  PROVIDER_SOURCE,
  PROVIDER_VERSION,
  packageDirectory,
  packageHash,
} from "../../src/delivery";
import { fakePlugin, temporaryFolder } from "./support/temporary-folder";

const MIRROR = "terraform.d/plugins";
const LOCK = ".terraform.lock.hcl";

describe("the plugin beside a stack", () => {
  test("is in the implied mirror, and locked with the checksum of what is there", () => {
    const stack = temporaryFolder();
    installPlugin(stack, { plugin: fakePlugin() });
    const lock = readFileSync(join(stack, LOCK), "utf8");
    expect(lock).toContain(`provider "${PROVIDER_SOURCE}"`);
    expect(lock).toContain(packageHash(packageDirectory(join(stack, MIRROR), "darwin_arm64")));
    expect(readdirSync(stack).sort()).toEqual([LOCK, "terraform.d"]);
    expect(readdirSync(join(stack, MIRROR))).toEqual(["cdktf.internal"]);
  });

  test("is locked again when it has changed", () => {
    const stack = temporaryFolder();
    installPlugin(stack, { plugin: fakePlugin("one") });
    const one = readFileSync(join(stack, LOCK), "utf8");
    installPlugin(stack, { plugin: fakePlugin("two") });
    const two = readFileSync(join(stack, LOCK), "utf8");
    expect(two).not.toBe(one);
    expect(two).toContain(packageHash(packageDirectory(join(stack, MIRROR), "linux_amd64")));
  });

  test("is the only version there", () => {
    const old = `${MIRROR}/${PROVIDER_SOURCE}/0.0.1/linux_amd64/terraform-provider-cfaccess_v0.0.1`;
    const stack = temporaryFolder({ [old]: "old" });
    installPlugin(stack, { plugin: fakePlugin() });
    expect(readdirSync(join(stack, MIRROR, PROVIDER_SOURCE))).toEqual([PROVIDER_VERSION]);
  });

  test("is not written again, nor is the lock file", () => {
    const stack = temporaryFolder();
    const options = { plugin: fakePlugin(), requiredProviders: [{ source: "null", version: "3.2.4" }] };
    installPlugin(stack, options);
    const before = statSync(join(stack, LOCK));
    installPlugin(stack, options);
    expect(statSync(join(stack, LOCK))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  test("comes with an entry for each other provider the stack requires", () => {
    const stack = temporaryFolder();
    expect(isLocked(stack, "null")).toBe(false);
    installPlugin(stack, {
      plugin: fakePlugin(),
      requiredProviders: [
        { source: "null", version: "3.2.4" },
        { source: "hashicorp/aws", version: "~> 5.0" },
      ],
    });
    expect(isLocked(stack, "null")).toBe(true);
    expect(isLocked(stack, "hashicorp/aws")).toBe(false);
  });

  test("leaves nothing when the plugin is missing", () => {
    const stack = temporaryFolder();
    expect(() => installPlugin(stack, { plugin: join(stack, "no-such-plugin") })).toThrow(
      "plugin is missing",
    );
    expect(existsSync(join(stack, LOCK))).toBe(false);
  });
});
