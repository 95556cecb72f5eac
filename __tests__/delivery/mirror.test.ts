import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  COMMON_PLATFORMS,
  mirrorPlatforms,
  PROVIDER_VERSION,
  packageDirectory,
  packageHash,
  platformOf,
  readPluginPackage,
  writeMirror,
} from "../../src/delivery";
import { fakePlugin, temporaryFolder } from "./support/temporary-folder";

const EXECUTABLE = `terraform-provider-cfaccess_v${PROVIDER_VERSION}`;
const VERSION_FOLDER = `cdktf.internal/embedded/cfaccess/${PROVIDER_VERSION}`;

describe("a filesystem mirror", () => {
  test("has the plugin where Terraform looks for it, for every common platform", () => {
    const mirror = temporaryFolder();
    writeMirror(mirror, { plugin: fakePlugin("the plugin") });
    for (const platform of COMMON_PLATFORMS) {
      const folder = join(mirror, VERSION_FOLDER, platform);
      expect(readdirSync(folder).sort()).toEqual(["package.json", EXECUTABLE]);
      expect(readFileSync(join(folder, EXECUTABLE), "utf8")).toBe("the plugin");
    }
    expect(readdirSync(mirror)).toEqual(["cdktf.internal"]);
  });

  test("has an executable that node reads as CommonJS whatever project it is in", () => {
    const mirror = temporaryFolder();
    writeMirror(mirror, { plugin: fakePlugin() });
    const folder = packageDirectory(mirror, "linux_arm64");
    expect(statSync(join(folder, EXECUTABLE)).mode & 0o777).toBe(0o755);
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toEqual({ type: "commonjs" });
  });

  test("has the same checksum on every platform, the one it reports", () => {
    const mirror = temporaryFolder();
    const { hash } = writeMirror(mirror, { plugin: fakePlugin() });
    const hashes = mirrorPlatforms().map((platform) => packageHash(packageDirectory(mirror, platform)));
    expect(new Set(hashes)).toEqual(new Set([hash]));
  });

  test("holds its content once, and is whole when it is copied", () => {
    const mirror = temporaryFolder();
    const { hash } = writeMirror(mirror, { plugin: fakePlugin() });
    const inodes = mirrorPlatforms().map(
      (platform) => statSync(join(packageDirectory(mirror, platform), EXECUTABLE)).ino,
    );
    expect(new Set(inodes).size).toBe(1);

    const copy = temporaryFolder();
    cpSync(mirror, copy, { recursive: true });
    for (const platform of mirrorPlatforms())
      expect(packageHash(packageDirectory(copy, platform))).toBe(hash);
  });

  test("is left alone when it is right already", () => {
    const mirror = temporaryFolder();
    const plugin = fakePlugin();
    writeMirror(mirror, { plugin });
    const file = join(packageDirectory(mirror, "linux_amd64"), EXECUTABLE);
    const before = statSync(file);
    writeMirror(mirror, { plugin });
    expect(statSync(file)).toMatchObject({
      ino: before.ino,
      mtimeMs: before.mtimeMs,
      ctimeMs: before.ctimeMs,
    });
  });

  test.each([
    ["its content is another", (file: string) => writeFileSync(file, "old")],
    ["it was cut short", (file: string) => writeFileSync(file, "")],
    ["it cannot be run", (file: string) => chmodSync(file, 0o644)],
  ])("is repaired when of one file %s", (_what, spoil) => {
    const plugin = fakePlugin();
    for (const platform of ["darwin_amd64", "linux_arm64"]) {
      const mirror = temporaryFolder();
      writeMirror(mirror, { plugin });
      const copy = temporaryFolder();
      cpSync(mirror, copy, { recursive: true });
      const file = join(packageDirectory(copy, platform), EXECUTABLE);
      spoil(file);
      const { hash } = writeMirror(copy, { plugin });
      expect(packageHash(packageDirectory(copy, platform))).toBe(hash);
      expect(statSync(file).mode & 0o777).toBe(0o755);
    }
  });

  test("keeps other providers and other versions", () => {
    const mirror = temporaryFolder({
      "registry.terraform.io/hashicorp/null/3.2.4/linux_amd64/terraform-provider-null_v3.2.4": "null",
      "cdktf.internal/embedded/cfaccess/0.0.1/linux_amd64/terraform-provider-cfaccess_v0.0.1": "old",
    });
    writeMirror(mirror, { plugin: fakePlugin() });
    expect(readdirSync(mirror).sort()).toEqual(["cdktf.internal", "registry.terraform.io"]);
    expect(existsSync(join(mirror, "cdktf.internal/embedded/cfaccess/0.0.1/linux_amd64"))).toBe(true);
  });

  test("cannot be written without the plugin, and says what to do", () => {
    const missing = join(temporaryFolder(), "plugin");
    expect(() => readPluginPackage({ plugin: missing })).toThrow(
      `The Terraform plugin is missing: ${missing} does not exist. In a checkout run \`npm run bundle\`; ` +
        "an installed package carries it, so install it again.",
    );
  });
});

describe("the platforms of a mirror", () => {
  test("leave Windows out, where no script can be started by its first line", () => {
    expect(mirrorPlatforms("win32", "x64")).toEqual(COMMON_PLATFORMS);
    expect(COMMON_PLATFORMS.filter((platform) => platform.startsWith("windows"))).toEqual([]);
  });

  test("have a rarer one when it is this machine's", () => {
    expect(mirrorPlatforms("linux", "riscv64")).toEqual([...COMMON_PLATFORMS, "linux_riscv64"].sort());
  });

  test.each([
    ["linux", "x64", "linux_amd64"],
    ["darwin", "arm64", "darwin_arm64"],
    ["linux", "ia32", "linux_386"],
    ["win32", "x64", "windows_amd64"],
    ["freebsd", "arm", "freebsd_arm"],
  ])("call %s on %s %s", (platform, arch, name) => {
    expect(platformOf(platform, arch)).toBe(name);
  });
});
