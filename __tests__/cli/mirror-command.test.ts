import { existsSync } from "node:fs";
import { join } from "node:path";
import { mirrorCommand } from "../../src/cli/mirror-command";
import { installationWarning, packageDirectory, packageHash } from "../../src/delivery";
import { bundlePlugin } from "../constructs/support/bundled-plugin";
import { temporaryFolder } from "../delivery/support/temporary-folder";

beforeAll(bundlePlugin);

function mirror(...args: string[]) {
  const said = { out: "", err: "" };
  const code = mirrorCommand(args, {
    stdout: {
      write: (text) => {
        said.out += text;
      },
    },
    stderr: {
      write: (text) => {
        said.err += text;
      },
    },
  });
  return { code, ...said };
}

describe("cf-access mirror", () => {
  test("writes the plugin and says what to put where", () => {
    const folder = join(temporaryFolder(), "mirror");
    const { code, out, err } = mirror(folder);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(packageHash(packageDirectory(folder, "linux_amd64")));
    expect(out).toContain(`    filesystem_mirror {\n      path    = "${folder}"`);
    expect(out).toMatch(
      /cfaccess = \{\n {8}source {2}= "cdktf\.internal\/embedded\/cfaccess"\n {8}version = "\d/,
    );
  });

  test("prints a stanza with which the plugin is found", () => {
    const { out } = mirror(temporaryFolder());
    const stanza = out.slice(out.indexOf("provider_installation"), out.indexOf("In the configuration"));
    const home = temporaryFolder({ rc: stanza });
    const env = { TF_CLI_CONFIG_FILE: join(home, "rc") };
    expect(installationWarning({ home, env, platform: "linux" })).toBeUndefined();
  });

  test.each([
    ["no folder", [], /one folder is asked for, got 0/],
    ["two folders", ["a", "b"], /one folder is asked for, got 2/],
    ["an option it does not have", ["--all", "a"], /--all/],
  ])("does not understand %s", (_what, args, message) => {
    const { code, out, err } = mirror(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
    expect(err).toContain("See: cf-access mirror --help");
  });

  test("says why it cannot write", () => {
    const folder = temporaryFolder({ file: "" });
    const { code, out, err } = mirror(join(folder, "file", "mirror"));
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^cf-access mirror: E/);
    expect(existsSync(join(folder, "file", "mirror"))).toBe(false);
  });
});
