import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mirrorPlatforms, platformOf } from "../../src/delivery";
import { layOutNullStandIn, nullProviderVersion } from "../../tools/null-stand-in";
import { searchVariables } from "../../tools/null-stand-in/environment";
import { nullProvider } from "../../tools/null-stand-in/provider";
import { run } from "../../tools/processes";
import { FakeTerraformCore } from "../fake-terraform-core";

describe("a null_resource", () => {
  let core: FakeTerraformCore<object>;
  beforeEach(async () => {
    core = new FakeTerraformCore(nullProvider);
    await core.configure();
  });

  it("has an id from its creation on", async () => {
    const { stored } = await core.run("null_resource", null, {});
    expect(stored?.value.id).toMatch(/^\d{1,20}$/);
    expect((await core.plan("null_resource", stored, {})).action).toBe("no-op");
  });

  it("is replaced exactly when a trigger changes", async () => {
    const { stored } = await core.run("null_resource", null, { triggers: { policies: "one" } });
    const plan = (policies: string) => core.plan("null_resource", stored, { triggers: { policies } });
    expect((await plan("one")).action).toBe("no-op");
    expect(await plan("two")).toMatchObject({ action: "replace", requiresReplace: [["triggers"]] });
  });

  it("hands inputs on through the data source", async () => {
    const { state } = await core.readDataSource("null_data_source", { inputs: { a: "b" } });
    expect(state).toMatchObject({ id: "static", outputs: { a: "b" }, has_computed_default: "default" });
  });
});

describe("the stand-in in a mirror", () => {
  const mirror = mkdtempSync(join(tmpdir(), "null-mirror-"));
  const version = nullProviderVersion();
  const folder = (host: string) => join(mirror, host, "hashicorp", "null", version);
  beforeAll(() => layOutNullStandIn(mirror));
  afterAll(() => rmSync(mirror, { recursive: true }));

  it.each(["registry.terraform.io", "registry.opentofu.org"])(
    "is there for every platform under %s",
    (host) => {
      expect(readdirSync(folder(host)).sort()).toEqual([...mirrorPlatforms()].sort());
    },
  );

  it("is an executable that loads wherever it lies, and nothing else", () => {
    const here = join(folder("registry.terraform.io"), platformOf());
    const executable = `terraform-provider-null_v${version}`;
    expect(readdirSync(here).sort()).toEqual(["package.json", executable]);
    expect(statSync(join(here, executable)).mode & 0o111).toBe(0o111);
    expect(JSON.parse(readFileSync(join(here, "package.json"), "utf8"))).toEqual({ type: "commonjs" });
  });

  it("says what it is when it is started by hand", async () => {
    const executable = join(
      folder("registry.opentofu.org"),
      platformOf(),
      `terraform-provider-null_v${version}`,
    );
    const { code, output } = await run(executable, [], { cwd: mirror, env: process.env });
    expect(code).toBe(1);
    expect(output).toContain(`a stand-in for hashicorp/null) ${version}`);
  });

  it("is left alone when it is there already", async () => {
    const file = join(folder("registry.terraform.io"), platformOf(), `terraform-provider-null_v${version}`);
    const before = statSync(file).ino;
    await layOutNullStandIn(mirror);
    expect(statSync(file).ino).toBe(before);
  });
});

describe("the variables that lead an engine to a mirror", () => {
  const mirror = join("/somewhere", "terraform", "plugins");

  it("add a folder to those it searches anyway", () => {
    expect(searchVariables(mirror, {}, "linux")).toEqual({
      XDG_DATA_DIRS: "/somewhere:/usr/local/share:/usr/share",
    });
    expect(searchVariables(mirror, { XDG_DATA_DIRS: "/mine" }, "linux")).toEqual({
      XDG_DATA_DIRS: "/somewhere:/mine",
    });
  });

  it("name the stack's own mirror too where init needs every mirror", () => {
    expect(searchVariables(mirror, { TF_CLI_ARGS_init: "-upgrade" }, "darwin")).toEqual({
      TF_CLI_ARGS_init:
        "-upgrade -plugin-dir='terraform.d/plugins' -plugin-dir='/somewhere/terraform/plugins'",
    });
  });
});

it("is not part of what users install", () => {
  const { files } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
  expect(files.filter((name: string) => name.startsWith("tools"))).toEqual([]);
  expect(existsSync(join(__dirname, "..", "..", "tools", "null-stand-in"))).toBe(true);
});
