import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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

  it("is made again once a source is newer, with the package's version unless another one is given", async () => {
    const later = new Date(Date.now() + 60_000);
    utimesSync(entry, later, later);
    expect(await bundle()).toMatchObject({ file: outfile });
    const { version } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
    const { output } = await run(outfile, [], { cwd: folder, env: process.env });
    expect(output.trim()).toBe(`version ${version}`);
  });

  it("has a file with the licenses of the packages in it", async () => {
    const { bundlePlugin } = await import("../../tools/bundle-plugin.mjs");
    const notices = join(folder, "notices");
    const modules = join(__dirname, "..", "..", "node_modules");
    const ms = JSON.stringify(join(modules, "ms"));
    writeFileSync(
      entry,
      `import ms from ${ms};\nimport { dirname, join } from "node:path";\nconsole.log(join(ms(1000)));\n`,
    );
    await bundlePlugin({ entry, outfile, notices });
    const { version } = JSON.parse(readFileSync(join(modules, "ms", "package.json"), "utf8"));
    const license = readFileSync(join(modules, "ms", "license.md"), "utf8").trim();
    expect(readFileSync(notices, "utf8")).toBe(`ms ${version} (MIT)\n\n${license}\n`);
  });
});

describe("the launcher of a bundled program", () => {
  const folder = mkdtempSync(join(tmpdir(), "launcher-"));
  const entry = join(folder, "main.ts");
  const outfile = join(folder, "out", "program");
  beforeAll(async () => {
    writeFileSync(entry, "console.log(process.argv.slice(2).join());\n");
    const { bundlePlugin } = await import("../../tools/bundle-plugin.mjs");
    await bundlePlugin({ entry, outfile });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("starts by a relative path in a project of ES modules, and gets its arguments", async () => {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
    const { output } = await run("sh", ["-c", 'out/program --debug "a b"'], { cwd: folder, env });
    expect(output.trim()).toBe("--debug,a b");
  });

  describe("where node does not run it", () => {
    const { engines } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
    const minimum = engines.node.slice(">=".length);
    const started = (PATH: string) => run(outfile, [], { cwd: folder, env: { PATH } });
    /** A node of another version that, like the real one, cannot read newer syntax: it is never given any. */
    const olderNode = () => {
      const bin = join(folder, "bin");
      mkdirSync(bin, { recursive: true });
      const pretend = join(bin, "version.js");
      const versions = 'version: { value: "v0.12.18" }, versions: { value: { node: "0.12.18" } }';
      writeFileSync(pretend, `Object.defineProperties(process, { ${versions} });`);
      const script = `#!/bin/sh\nexec '${process.execPath}' -r '${pretend}' "$@"\n`;
      writeFileSync(join(bin, "node"), script, { mode: 0o755 });
      return bin;
    };

    it.each([
      ["there is no node", () => folder, /there is no node on the PATH/],
      ["node is too old", olderNode, /node on the PATH is v0\.12\.18 \(.+\)/],
    ])("says so in the first line of its output when %s", async (_case, path, what) => {
      const { code, stdout, stderr } = await started(path());
      expect(code).toBe(1);
      expect(stderr).toBe("");
      expect(stdout).toMatch(what);
      expect(stdout).toContain(`Node.js ${minimum} or later`);
      // An engine takes a line with these for a handshake.
      expect(stdout).not.toContain("|");
      expect(stdout.trim().split("\n")).toHaveLength(1);
    });
  });
});
