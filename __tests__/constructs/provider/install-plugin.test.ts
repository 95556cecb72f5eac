import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type IStackSynthesizer, TerraformProvider, TerraformStack, Testing } from "cdktf";
import { CloudflareAccessProvider, PolicyGate, ReusableAccessPolicy } from "../../../src";
import { bundlePlugin } from "../support/bundled-plugin";
import { RIGHT, stackWithProvider, synthesized, warningsOf } from "../support/synthesized";

const MIRROR = "terraform.d/plugins/cdktf.internal/embedded/cfaccess";
const LOCK = ".terraform.lock.hcl";

beforeAll(bundlePlugin);

const configurationBefore = process.env.TF_CLI_CONFIG_FILE;
afterEach(() => {
  if (configurationBefore === undefined) delete process.env.TF_CLI_CONFIG_FILE;
  else process.env.TF_CLI_CONFIG_FILE = configurationBefore;
});

/** The folder of each stack, after the app was synthesized to files. */
function written(app: App): (id: string) => string {
  app.synth();
  return (id) => join(app.outdir, "stacks", id);
}

describe("synth to files", () => {
  test("puts the plugin and the lock file beside the configuration of each stack with our provider", () => {
    const app = Testing.app();
    for (const id of ["one", "two", "none"]) new TerraformStack(app, id);
    for (const id of ["one", "two"]) {
      const stack = app.node.findChild(id) as TerraformStack;
      new CloudflareAccessProvider(stack, "first");
      new CloudflareAccessProvider(stack, "second", { alias: "second" });
    }
    const folder = written(app);
    for (const id of ["one", "two"]) {
      expect(readdirSync(folder(id)).sort()).toEqual([LOCK, "cdk.tf.json", "terraform.d"]);
      expect(readdirSync(join(folder(id), MIRROR))).toHaveLength(1);
    }
    expect(readdirSync(folder("none"))).toEqual(["cdk.tf.json"]);
    expect(readdirSync(app.outdir).sort()).toEqual(["manifest.json", "stacks"]);
  });

  test("locks the other providers of the stack, as the written configuration requires them", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "access");
    new CloudflareAccessProvider(stack, "cloudflare");
    new PolicyGate(stack, "gate", { policies: [new ReusableAccessPolicy(stack, "staff", RIGHT)] });
    stack.addOverride("terraform.required_providers.null.version", "3.2.1");
    const lock = readFileSync(join(written(app)("access"), LOCK), "utf8");
    expect(lock).toContain('provider "registry.terraform.io/hashicorp/null" {\n  version     = "3.2.1"\n');
  });

  test("does the same for HCL output", () => {
    const app = new App({ outdir: Testing.app().outdir, hclOutput: true });
    const stack = new TerraformStack(app, "access");
    (stack.synthesizer as IStackSynthesizer & { hclOutput: boolean }).hclOutput = true;
    new CloudflareAccessProvider(stack, "cloudflare");
    new PolicyGate(stack, "gate", { policies: [new ReusableAccessPolicy(stack, "staff", RIGHT)] });
    const folder = written(app)("access");
    expect(existsSync(join(folder, MIRROR))).toBe(true);
    expect(readFileSync(join(folder, LOCK), "utf8")).toContain("hashicorp/null");
  });

  test("happens once a stack, and a synthesizer of the user's still does its work", () => {
    const stack = new TerraformStack(Testing.app(), "access");
    const inner = stack.synthesizer;
    let calls = 0;
    stack.synthesizer = {
      synthesize: (session) => {
        calls += 1;
        inner.synthesize(session);
      },
    };
    for (const alias of [undefined, "b", "c"]) new CloudflareAccessProvider(stack, `p-${alias}`, { alias });
    expect(existsSync(join(Testing.fullSynth(stack), "stacks", "access", MIRROR))).toBe(true);
    expect(calls).toBe(1);
  });

  test("writes nothing when it fails", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "access");
    new CloudflareAccessProvider(stack, "cloudflare");
    stack.node.addValidation({ validate: () => ["no"] });
    expect(() => app.synth()).toThrow("no");
    expect(existsSync(join(app.outdir, "stacks", "access", LOCK))).toBe(false);
  });
});

describe("synth in a unit test", () => {
  test("writes no files", () => {
    const stack = stackWithProvider();
    const { outdir } = App.of(stack);
    synthesized(stack, true);
    expect(readdirSync(join(outdir, "stacks"))).toEqual([]);
  });
});

describe("a warning at synth", () => {
  class Homemade extends TerraformProvider {
    constructor(stack: TerraformStack, version?: string) {
      super(stack, "homemade", {
        terraformResourceType: "homemade",
        terraformProviderSource: "corp/homemade",
        terraformGeneratorMetadata: { providerName: "homemade", providerVersionConstraint: version },
      });
    }
  }

  test("warns once that the user's CLI configuration hides the plugin", () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, "access");
    const provider = new CloudflareAccessProvider(stack, "cloudflare");
    process.env.TF_CLI_CONFIG_FILE = join(app.outdir, "rc");
    require("node:fs").writeFileSync(
      process.env.TF_CLI_CONFIG_FILE,
      "provider_installation {\n  direct {}\n}\n",
    );
    app.synth();
    app.synth();
    expect(warningsOf(provider)).toEqual([expect.stringContaining("npx cf-access mirror ")]);
    const manifest = JSON.parse(readFileSync(join(app.outdir, "manifest.json"), "utf8"));
    expect(manifest.stacks.access.annotations).toHaveLength(1);
  });

  test.each([
    ["says that a provider without an exact version cannot be locked ahead", "~> 1.0", 1],
    ["is not about a provider that has one", "1.0.0", 0],
  ])("%s", (_what, version, count) => {
    process.env.TF_CLI_CONFIG_FILE = "/nonexistent";
    const stack = stackWithProvider();
    const homemade = new Homemade(stack, version);
    Testing.fullSynth(stack);
    expect(warningsOf(homemade)).toHaveLength(count);
    if (count) expect(warningsOf(homemade)[0]).toContain("corp/homemade has no exact version");
  });
});
