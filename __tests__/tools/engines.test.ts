import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EngineNotFound, findEngine } from "../../tools/engines";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engines-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that answers `version` the way the engines do. */
function install(path: string, name: string, version: string): string {
  const file = join(folder, path);
  const script = `#!/bin/sh
[ "$CHECKPOINT_DISABLE" = 1 ] || { echo "asked for updates" >&2; exit 9; }
if [ "$2" = -json ]; then echo '{"terraform_version": "${version}"}'; else echo '${name} v${version}'; fi
`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  return file;
}

const BUILT = "cache/cdktf-cloudflare-access/engines/opentofu-1.10.10/tofu";
const env = (more: Record<string, string> = {}) => ({
  PATH: join(folder, "bin"),
  XDG_CACHE_HOME: join(folder, "cache"),
  ...more,
});
const message = (search: Promise<unknown>) =>
  search.then(
    () => "found",
    (error) => (error instanceof EngineNotFound ? error.message : `not for the user: ${error}`),
  );

describe("the search for an engine", () => {
  it("takes the one that TERRAFORM_BINARY_NAME names before all others, by path or by name", async () => {
    install("bin/terraform", "Terraform", "1.11.4");
    const own = install("elsewhere/tofu-dev", "OpenTofu", "1.12.0-dev");
    expect(await findEngine(env({ TERRAFORM_BINARY_NAME: own }))).toMatchObject({
      command: own,
      name: "OpenTofu",
    });
    const named = install("bin/tofu", "OpenTofu", "1.10.0");
    expect(await findEngine(env({ TERRAFORM_BINARY_NAME: "tofu" }))).toMatchObject({ command: named });
  });

  it("takes terraform before tofu before one built earlier", async () => {
    const built = install(BUILT, "OpenTofu", "1.10.10");
    expect(await findEngine(env())).toMatchObject({ command: built, origin: "built earlier" });
    const tofu = install("bin/tofu", "OpenTofu", "1.10.0");
    expect(await findEngine(env())).toMatchObject({ command: tofu });
    const terraform = install("bin/terraform", "Terraform", "1.11.4");
    expect(await findEngine(env())).toEqual({
      name: "Terraform",
      kind: "terraform",
      version: "1.11.4",
      command: terraform,
      origin: "on the PATH",
    });
  });

  it("understands an engine that warns before it answers", async () => {
    const tofu = install("bin/tofu", "OpenTofu", "1.12.6");
    const talking = readFileSync(tofu, "utf8").replace("\n[", "\necho 'Warning: no configuration file'\n[");
    writeFileSync(tofu, talking);
    expect(await findEngine(env())).toMatchObject({ command: tofu, version: "1.12.6" });
  });

  it.each([
    ["Terraform", "terraform", "1.4.7", "1.5.0"],
    ["OpenTofu", "tofu", "1.5.9", "1.6.0"],
  ])(
    "passes %s over when it is too old, and says so when there is nothing else",
    async (name, program, old, minimum) => {
      install(`bin/${program}`, name, old);
      expect(await message(findEngine(env()))).toContain(
        `${name} ${old}; ${name} ${minimum} or newer is needed`,
      );
      const built = install(BUILT, "OpenTofu", "1.10.10");
      expect(await findEngine(env())).toMatchObject({ command: built });
    },
  );

  it.each([
    ["Terraform", "1.5.0"],
    ["Terraform", "1.15.0-beta2"],
    ["Terraform", "2.0.0"],
    ["OpenTofu", "1.6.0"],
  ])("takes %s %s", async (name, version) => {
    install("bin/terraform", name, version);
    expect(await findEngine(env())).toMatchObject({ name, version });
  });

  it("does not fall back when TERRAFORM_BINARY_NAME names something unusable", async () => {
    install("bin/terraform", "Terraform", "1.11.4");
    const old = install("old", "Terraform", "1.3.0");
    const stranger = install("stranger", "Packer", "1.11.0");
    const search = (name: string) => message(findEngine(env({ TERRAFORM_BINARY_NAME: name })));
    expect(await search("gone")).toMatch(/TERRAFORM_BINARY_NAME is "gone", but there is no such program/);
    expect(await search(old)).toMatch(/Terraform 1\.3\.0; Terraform 1\.5\.0 or newer is needed/);
    expect(await search(stranger)).toMatch(/neither Terraform nor OpenTofu/);
  });

  it("says how to get one when there is none and no Go to build it", async () => {
    const text = await message(findEngine(env()));
    expect(text).toMatch(/Neither Terraform nor OpenTofu was found/);
    expect(text).toMatch(/Terraform 1\.5\.0 or newer/);
    expect(text).toMatch(/OpenTofu 1\.6\.0 or newer/);
    expect(text).toMatch(/TERRAFORM_BINARY_NAME/);
  });

  it("says what Go said when the build fails", async () => {
    install("bin/go", "go", "1.0");
    writeFileSync(
      join(folder, "bin/go"),
      '#!/bin/sh\n[ "$1" = version ] && exit 0\necho "go: no network" >&2\nexit 1\n',
    );
    await expect(findEngine(env())).rejects.toThrow(/Building OpenTofu 1\.10\.10 failed: .*go: no network/s);
  });
});
