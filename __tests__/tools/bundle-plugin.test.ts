import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../tools/processes";

describe("a bundled program", () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const entry = join(folder, "main.ts");
  const outfile = join(folder, "out", "program");
  const bundle = async (version?: string) => {
    const { bundleIfStale } = await import("../../tools/bundle-plugin.mjs");
    return bundleIfStale({ entry, outfile, sources: [entry], ...(version ? { version } : {}) });
  };
  beforeAll(() => {
    writeFileSync(
      entry,
      'declare const PROVIDER_VERSION: string;\nconsole.log("version", PROVIDER_VERSION);\n',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("starts by itself and knows its version", async () => {
    expect(await bundle("9.8.7")).toMatchObject({ file: outfile });
    const { output } = await run(outfile, [], { cwd: folder, env: process.env });
    expect(output.trim()).toBe("version 9.8.7");
    expect(statSync(outfile).mode & 0o777).toBe(0o755);
  });

  it("is left alone while it is newer than its sources", async () => {
    expect(await bundle()).toBeUndefined();
  });

  it("is made anew once a source is newer, with the package's version unless told another", async () => {
    const later = new Date(Date.now() + 60_000);
    utimesSync(entry, later, later);
    expect(await bundle()).toMatchObject({ file: outfile });
    const { version } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
    const { output } = await run(outfile, [], { cwd: folder, env: process.env });
    expect(output.trim()).toBe(`version ${version}`);
  });

  it("has a file with the licences of the packages in it", async () => {
    const { bundlePlugin } = await import("../../tools/bundle-plugin.mjs");
    const notices = join(folder, "notices");
    const modules = join(__dirname, "..", "..", "node_modules");
    const ms = JSON.stringify(join(modules, "ms"));
    writeFileSync(
      entry,
      `import ms from ${ms};\nimport { join } from "node:path";\nconsole.log(join(ms(1000)));\n`,
    );
    await bundlePlugin({ entry, outfile, notices });
    const { version } = JSON.parse(readFileSync(join(modules, "ms", "package.json"), "utf8"));
    const licence = readFileSync(join(modules, "ms", "license.md"), "utf8").trim();
    expect(readFileSync(notices, "utf8")).toBe(`ms ${version} (MIT)\n\n${licence}\n`);
  });
});
