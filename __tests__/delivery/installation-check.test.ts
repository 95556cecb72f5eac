import { join } from "node:path";
import { installationWarning, writeMirror } from "../../src/delivery";
import { fakePlugin, temporaryFolder } from "./support/temporary-folder";

const OURS = '["cdktf.internal/*/*"]';
const plugin = fakePlugin();
const mirror = temporaryFolder();
writeMirror(mirror, { plugin });
const staleMirror = temporaryFolder();
writeMirror(staleMirror, { plugin: fakePlugin("another build") });
const emptyMirror = temporaryFolder();

function check(
  files: Readonly<Record<string, string>>,
  env: Record<string, string> = {},
): string | undefined {
  const home = temporaryFolder(files);
  const inHome = Object.entries(env).map(([name, value]) => [name, value.replace("~", home)]);
  return installationWarning({ plugin, home, env: Object.fromEntries(inHome), platform: "linux" });
}

const installation = (body: string) => `provider_installation {\n${body}\n}\n`;
const fs = (path: string, rest = "") => `filesystem_mirror {\n path = "${path}"\n ${rest}\n}`;

describe("a CLI configuration that leaves the plugin to be found", () => {
  test.each<[string, Record<string, string>, Record<string, string>?]>([
    ["none", {}],
    ["a file in TF_CLI_CONFIG_FILE that does not exist", {}, { TF_CLI_CONFIG_FILE: "~/nowhere" }],
    [
      "no provider_installation",
      { ".terraformrc": 'plugin_cache_dir = "/tmp/cache"\ndisable_checkpoint = true' },
    ],
    ["one that Terraform cannot read either", { ".terraformrc": "provider_installation {" }],
    ["one in a comment", { ".terraformrc": "# provider_installation {\n# direct {}\n# }" }],
    [
      "one in the home directory while TF_CLI_CONFIG_FILE names another file",
      { ".terraformrc": installation("direct {}"), other: "" },
      { TF_CLI_CONFIG_FILE: "~/other" },
    ],
    ["one for OpenTofu while Terraform runs", { ".tofurc": installation("direct {}") }],
    [
      "a file of another kind in the configuration directory",
      { ".terraform.d/x.txt": installation("direct {}") },
    ],
    [
      "a mirror with this build, and direct without our address",
      { ".terraformrc": installation(`${fs(mirror, `include = ${OURS}`)}\ndirect {\n exclude = ${OURS}\n}`) },
    ],
    ["a mirror with this build for everything", { ".terraformrc": installation(fs(mirror)) }],
    [
      "a mirror with this build, in JSON",
      {
        ".terraformrc": JSON.stringify({ provider_installation: { filesystem_mirror: [{ path: mirror }] } }),
      },
    ],
    [
      "direct for other providers alone",
      { ".terraformrc": installation(`${fs(mirror)}\ndirect { include = ["registry.terraform.io/*/*"] }`) },
    ],
    [
      "a development override of our address",
      {
        ".terraformrc": installation(
          'dev_overrides { "cdktf.internal/embedded/cfaccess" = "/x" }\ndirect {}',
        ),
      },
    ],
    [
      "a network mirror that is named for our address",
      {
        ".terraformrc": installation(
          `network_mirror {\n url = "https://m.example.com/"\n include = ${OURS}\n}`,
        ),
      },
    ],
  ])("is %s", (_what, files, env = {}) => {
    expect(check(files, env)).toBeUndefined();
  });
});

describe("a CLI configuration that hides the plugin", () => {
  const NONE = "none of its methods has the plugin";
  const STALE = "another build of the plugin is in";
  const DIRECT = 'its "direct" would ask for cdktf.internal/embedded/cfaccess on the network';

  test.each<[string, Record<string, string>, string, Record<string, string>?]>([
    ["an empty block", { ".terraformrc": installation("") }, NONE],
    ["direct alone", { ".terraformrc": installation("direct {}") }, NONE],
    ["a mirror without it", { ".terraformrc": installation(fs(emptyMirror)) }, NONE],
    [
      "a mirror that is not for it",
      { ".terraformrc": installation(fs(mirror, 'include = ["hashicorp/*"]')) },
      NONE,
    ],
    ["a mirror it is kept out of", { ".terraformrc": installation(fs(mirror, `exclude = ${OURS}`)) }, NONE],
    [
      "a network mirror for everything",
      { ".terraformrc": installation('network_mirror { url = "https://m/" }') },
      NONE,
    ],
    [
      "a development override of something else",
      { ".terraformrc": installation('dev_overrides { "a/b" = "/x" }') },
      NONE,
    ],
    ["a mirror with another build", { ".terraformrc": installation(fs(staleMirror)) }, STALE],
    ["direct beside the right mirror", { ".terraformrc": installation(`${fs(mirror)}\ndirect {}`) }, DIRECT],
    ["JSON", { ".terraformrc": '{"provider_installation": {"direct": {}}}' }, NONE],
    ["a file of the configuration directory", { ".terraform.d/mine.tfrc": installation("direct {}") }, NONE],
    [
      "a JSON file of the configuration directory",
      { ".terraform.d/a.tfrc.json": '{"provider_installation": {}}' },
      NONE,
    ],
    [
      "the file in TF_CLI_CONFIG_FILE",
      { rc: installation("direct {}") },
      NONE,
      { TF_CLI_CONFIG_FILE: "~/rc" },
    ],
    [
      "OpenTofu's own file",
      { ".tofurc": installation("direct {}") },
      NONE,
      { TERRAFORM_BINARY_NAME: "/opt/tofu" },
    ],
    [
      "Terraform's file under OpenTofu",
      { ".terraformrc": installation("direct {}") },
      NONE,
      { TERRAFORM_BINARY_NAME: "tofu" },
    ],
    [
      "OpenTofu's file by XDG",
      { "xdg/opentofu/tofurc": installation("direct {}") },
      NONE,
      { TERRAFORM_BINARY_NAME: "tofu", XDG_CONFIG_HOME: "~/xdg" },
    ],
  ])("is %s", (_what, files, problem, env = {}) => {
    const warning = check(files, env);
    expect(warning).toContain(problem);
    expect(warning).toContain(Object.keys(files)[0]!);
  });

  test("is answered with the command and the stanza that fix it", () => {
    const home = temporaryFolder({ ".terraformrc": installation("direct {}") });
    expect(installationWarning({ plugin, home, env: {}, platform: "linux" })).toBe(
      `Terraform will not use the cfaccess plugin beside this stack: the provider_installation block in ${join(home, ".terraformrc")} switches such folders off, and none of its methods has the plugin. To fix it, run

  npx cf-access mirror ${home}/.terraform.d/cf-access-mirror

and add to the block in ${join(home, ".terraformrc")}:

  provider_installation {
    filesystem_mirror {
      path    = "${home}/.terraform.d/cf-access-mirror"
      include = ["cdktf.internal/*/*"]
    }
    direct {
      exclude = ["cdktf.internal/*/*"]
    }
  }`,
    );
  });

  test("is answered with the folder it names for us already", () => {
    const block = installation(`${fs(emptyMirror, `include = ${OURS}`)}\ndirect {\n exclude = ${OURS}\n}`);
    expect(check({ ".terraformrc": block })).toContain(`npx cf-access mirror ${emptyMirror}\n`);
  });

  test("disappears once its fix is applied", () => {
    const home = temporaryFolder({ ".terraformrc": installation("direct {}") });
    const where = { plugin, home, env: {}, platform: "linux" };
    const warning = installationWarning(where)!;
    writeMirror(/npx cf-access mirror (\S+)/.exec(warning)![1]!, { plugin });
    const stanza = warning.slice(warning.indexOf("provider_installation {", warning.indexOf("say,")));
    const fixed = temporaryFolder({ rc: stanza });
    expect(installationWarning({ ...where, env: { TF_CLI_CONFIG_FILE: join(fixed, "rc") } })).toBeUndefined();
  });

  test("on Windows is in the application data", () => {
    const appData = temporaryFolder({ "terraform.rc": installation("direct {}") });
    const env = { APPDATA: appData };
    expect(installationWarning({ plugin, home: temporaryFolder(), env, platform: "win32" })).toContain(
      "terraform.rc",
    );
  });
});
