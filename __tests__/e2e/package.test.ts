import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { Project, succeeded } from "./support/project";
import { session } from "./support/session";

const fixture = (name: string) => join(__dirname, "fixtures", `${name}.ts`);

describe("the packed package", () => {
  const files = () =>
    execFileSync("tar", ["-tzf", session().tarball], { encoding: "utf8" })
      .split("\n")
      .filter(Boolean)
      .map((path) => path.replace(/^package\//, ""));

  it("holds what users need and nothing else", () => {
    expect(
      files()
        .filter((file) => !file.startsWith("dist/"))
        .sort(),
    ).toEqual(["LICENSE", "README.md", "package.json"]);
    expect(files()).toEqual(
      expect.arrayContaining([
        "dist/index.js",
        "dist/index.d.ts",
        "dist/emulator/index.js",
        "dist/emulator/index.d.ts",
        "dist/cli/main.js",
        "dist/plugin/terraform-provider-cfaccess",
        "dist/plugin/THIRD-PARTY-NOTICES",
      ]),
    );
    // The provider is in the package once, as the bundle.
    expect(files().filter((file) => file.startsWith("dist/provider/"))).toEqual([]);
  });

  it("has the licenses of the packages inside the plugin", () => {
    const file = "node_modules/cdktf-cloudflare-access/dist/plugin/THIRD-PARTY-NOTICES";
    const notices = readFileSync(join(session().projects, file), "utf8");
    const listed = [...notices.matchAll(/^(\S+) [\d.]+ \(MIT\)$/gm)].map(([, name]) => name);
    expect(listed).toEqual(expect.arrayContaining(["zod", "ipaddr.js", "https-proxy-agent"]));
    expect(notices.match(/^Copyright/gm)?.length).toBeGreaterThanOrEqual(listed.length);
  });

  it("weighs less than 2 MB", () => {
    expect(statSync(session().tarball).size).toBeLessThan(2_000_000);
  });

  it("names no files that are not there", () => {
    const manifest = JSON.parse(
      readFileSync(join(session().projects, "node_modules/cdktf-cloudflare-access/package.json"), "utf8"),
    );
    const named = JSON.stringify([
      manifest.main,
      manifest.types,
      manifest.exports,
      manifest.bin,
      manifest.typesVersions,
    ]);
    const paths = [...named.matchAll(/"(?:\.\/)?(dist\/[^"]+)"/g)].map((match) => match[1]!);
    expect(paths.length).toBeGreaterThan(5);
    expect(files()).toEqual(expect.arrayContaining(paths));
  });

  it("explains its commands", async () => {
    const project = new Project("commands");
    const help = await succeeded(project.cfAccess("--help"));
    expect(help).toMatch(/mirror/);
    expect(help).toMatch(/emulator/);
  });
});

describe.each(["constructs", "constructs-cdktn"])("the types in dist/%s", (folder) => {
  const path = (file = "") =>
    join(session().projects, "node_modules/cdktf-cloudflare-access/dist", folder, file);
  const types = () =>
    readdirSync(path(), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".d.ts"));

  it("are those of public constructs", () => {
    expect(types().sort()).toEqual([
      "gate/null-resource.d.ts",
      "gate/policy-gate.d.ts",
      "index.d.ts",
      "list/application-policies.d.ts",
      "list/attached-policies.d.ts",
      "list/listed-access-policy.d.ts",
      "policy/access-policy.d.ts",
      "policy/application-access-policy.d.ts",
      "policy/common-props.d.ts",
      "policy/gen/policy-props.d.ts",
      "policy/reusable-access-policy.d.ts",
      "provider/cloudflare-access-provider.d.ts",
      "reference/access-lookup.d.ts",
      "reference/access-reference.d.ts",
      "reference/gen/lookups.d.ts",
      "rule/gen/access-rule.d.ts",
      "usage-error.d.ts",
    ]);
  });

  it("have no internal member", () => {
    const texts = types().map((file) => readFileSync(path(file), "utf8"));
    expect(texts.filter((text) => text.includes("@internal"))).toEqual([]);
    expect(texts.join("\n")).not.toMatch(/\b(RuleContent|ParsedPolicy|AccessPolicyConfig|LookupSubject)\b/);
  });
});

describe("a project that uses the package's types", () => {
  it.each([
    { resolution: "node10", module: "commonjs", type: "commonjs" },
    { resolution: "node16", module: "node16", type: "commonjs" },
    { resolution: "node16", module: "node16", type: "module" },
    { resolution: "bundler", module: "esnext", type: "module" },
  ])("compiles with moduleResolution $resolution, $type", async ({ resolution, module, type }) => {
    const project = new Project("types");
    project.write("package.json", { name: "user", private: true, type });
    project.write("tsconfig.json", {
      compilerOptions: {
        strict: true,
        noEmit: true,
        target: "es2022",
        lib: ["es2022"],
        types: ["node"],
        module,
        moduleResolution: resolution,
        // The package's own declarations are judged as well; only those of others are not.
        skipLibCheck: false,
      },
      files: ["every-field.ts", "emulator-user.ts", "misspelled.ts"],
    });
    for (const name of ["every-field", "emulator-user"])
      copyFileSync(fixture(name), project.path(`${name}.ts`));
    project.write("misspelled.ts", MISSPELLED);
    expect(await succeeded(project.tsc())).toBe("");
  });
});

/** Each line has to be an error for the compiler. */
const MISSPELLED = `
import { AccessRule, ReusableAccessPolicy } from "cdktf-cloudflare-access";
// @ts-expect-error: there is no such selector
AccessRule.emial("ann@example.com");
// @ts-expect-error: a selector's field is missing
AccessRule.okta({ name: "eng" });
// @ts-expect-error: the policy has no rules
new ReusableAccessPolicy(undefined as never, "x", { name: "x", decision: "allow" });
// @ts-expect-error: there is no such prop
new ReusableAccessPolicy(undefined as never, "x", { name: "x", decision: "allow", include: [], sesionDuration: "1h" });
`;

describe("a project that runs the package's emulator", () => {
  it.each(["commonjs", "module"])("imports it in a %s project", async (type) => {
    const project = new Project("emulator-user");
    project.write("package.json", { name: "user", private: true, type });
    const source = readFileSync(fixture("emulator-user"), "utf8");
    const required = source.replace(/import (\{.*\}) from (".*");/, "const $1 = require($2);");
    project.write("main.js", type === "module" ? source : required);
    expect(await succeeded(project.node("main.js"))).toBe("The emulator answers 200\n");
  });
});
