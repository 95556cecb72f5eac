import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chosen, RUN_ONCE, summarize, TESTED_ENGINES, testOn } from "../../tools/engines/suite";

const ROOT = join(__dirname, "..", "..");

describe("the engines that the end-to-end tests run on", () => {
  it("are this machine's own, and an old and a newer one of each kind", () => {
    expect(TESTED_ENGINES.map(({ label }) => label)).toEqual([
      "own",
      "terraform-1.5.7",
      "terraform-1.8.5",
      "opentofu-1.6.3",
      "opentofu-1.12.6",
    ]);
  });

  it("are all of them, or those that are named, in the same order", () => {
    expect(chosen([])).toEqual(TESTED_ENGINES);
    expect(chosen(["opentofu-1.6.3", "own"]).map(({ label }) => label)).toEqual(["own", "opentofu-1.6.3"]);
  });

  it("are listed when one is named that there is not", () => {
    expect(() => chosen(["terraform-1.6.0"])).toThrow(
      /"terraform-1\.6\.0".*there are own, terraform-1\.5\.7/,
    );
  });

  it("come with the sums of every module that is not taken as published", () => {
    for (const version of ["1.6.3", "1.12.6"]) {
      const file = join(ROOT, "tools", "engines", `opentofu-${version}`);
      expect(readFileSync(`${file}.mod`, "utf8")).toContain(`github.com/opentofu/opentofu v${version}`);
      expect(readFileSync(`${file}.sum`, "utf8")).toContain(`github.com/opentofu/opentofu v${version} h1:`);
    }
  });

  it("need without Go a program that is there already, and say where", async () => {
    const [terraform] = chosen(["terraform-1.5.7"]);
    const env = { PATH: "/nowhere", XDG_CACHE_HOME: "/nowhere/cache" };
    await expect(terraform!.obtain(env)).rejects.toThrow(
      /Terraform 1\.5\.7 is built with Go.*\/nowhere\/cache\/cdktf-cloudflare-access\/engines\/terraform-1\.5\.7\/terraform/,
    );
  });
});

describe("the tests that one engine runs for all", () => {
  it.each(RUN_ONCE)("%s is there", (file) => {
    expect(existsSync(join(ROOT, "__tests__", "e2e", file))).toBe(true);
  });
});

describe("the summary", () => {
  const old = { name: "Terraform", version: "1.5.7" } as const;
  const tofu = { name: "OpenTofu", version: "1.12.6" } as const;

  it("has a line for each engine with what it lacks, and the counts of all in the last one", () => {
    const { lines } = summarize([
      {
        label: "terraform-1.5.7",
        engine: old,
        score: { passed: 40, failed: 0, seconds: 61.6 },
        lacks: ["wings"],
      },
      { label: "opentofu-1.12.6", engine: tofu, score: { passed: 39, failed: 2, seconds: 100 }, lacks: [] },
    ]);
    expect(lines).toEqual([
      "Terraform 1.5.7  40 passed, 0 failed  62 s   lacks wings",
      "OpenTofu 1.12.6  39 passed, 2 failed  100 s",
      "",
      "79 passed, 2 failed",
    ]);
  });

  it("counts an engine that could not be had as a failure, and says why", () => {
    const { lines, passed, failed } = summarize([{ label: "terraform-1.5.7", reason: "No network." }]);
    expect({ passed, failed }).toEqual({ passed: 0, failed: 1 });
    expect(lines).toEqual([
      "terraform-1.5.7  could not be had",
      "",
      "FAILED: No network.",
      "",
      "0 passed, 1 failed",
    ]);
  });

  it("names what was left out, in capitals, without counting it", () => {
    const { lines, failed, leftOut } = summarize([
      { label: "opentofu-1.12.6", engine: tofu, score: { passed: 39, failed: 0, seconds: 100 } },
      { label: "terraform-1.5.7", reason: "There is no Go.", leftOut: true },
    ]);
    expect({ failed, leftOut }).toEqual({ failed: 0, leftOut: ["terraform-1.5.7"] });
    expect(lines).toContain("terraform-1.5.7  left out");
    expect(lines).toContain("LEFT OUT: There is no Go.");
  });
});

describe("testing on several engines", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "engines-suite-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A program that says its version the way the engines do, and plans everything. */
  function install(path: string, name: string, version: string): void {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const answer = `if [ "$2" = -json ]; then echo '{"terraform_version": "${version}"}'; else echo '${name} v${version}'; fi`;
    writeFileSync(file, `#!/bin/sh\n[ "$1" = version ] || exit 0\n${answer}\n`);
    chmodSync(file, 0o755);
  }
  const built = (label: string) => `cache/cdktf-cloudflare-access/engines/${label}`;

  /** Tests on what there is, with a score of one for each engine. */
  async function test(options: { exceptOwn?: boolean; ifGo?: boolean }, failing?: string) {
    const runs: string[] = [];
    const said: string[] = [];
    const summary = await testOn({
      ...options,
      env: { PATH: join(folder, "bin"), XDG_CACHE_HOME: join(folder, "cache") },
      run: async ({ name, version }, { everything }) => {
        runs.push(`${name} ${version}${everything ? ", everything" : ""}`);
        const failed = version === failing ? 1 : 0;
        return { passed: 1 - failed, failed, seconds: 1 };
      },
      print: (line) => said.push(line),
    });
    return { ...summary, runs, said: said.join("\n") };
  }

  it("runs everything on the first, and on the others what speaks of engines", async () => {
    install("bin/terraform", "Terraform", "1.11.4");
    install(`${built("terraform-1.5.7")}/terraform`, "Terraform", "1.5.7");
    install(`${built("opentofu-1.6.3")}/tofu`, "OpenTofu", "1.6.3");
    const { runs, said } = await test({ ifGo: true });
    expect(runs).toEqual(["Terraform 1.11.4, everything", "Terraform 1.5.7", "OpenTofu 1.6.3"]);
    expect(said).toMatch(/2 of 5: Terraform 1\.5\.7/);
  });

  it("goes on after an engine that fails, and fails in the end", async () => {
    install("bin/terraform", "Terraform", "1.11.4");
    install(`${built("terraform-1.5.7")}/terraform`, "Terraform", "1.5.7");
    const { runs, passed, failed } = await test({ ifGo: true }, "1.11.4");
    expect(runs).toHaveLength(2);
    expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
  });

  it("leaves this machine's own engine to the tests that ran on it before", async () => {
    // The same version under another name is the same engine.
    install("bin/terraform", "Terraform", "1.5.7");
    install(`${built("terraform-1.5.7")}/terraform`, "Terraform", "1.5.7");
    install(`${built("opentofu-1.6.3")}/tofu`, "OpenTofu", "1.6.3");
    const { runs } = await test({ exceptOwn: true, ifGo: true });
    expect(runs).toEqual(["OpenTofu 1.6.3"]);
  });

  it("fails for each engine that would have to be built without Go, unless that may be", async () => {
    install("bin/terraform", "Terraform", "1.11.4");
    const strict = await test({});
    expect(strict).toMatchObject({ passed: 1, failed: 4, leftOut: [] });
    const lenient = await test({ ifGo: true });
    expect(lenient).toMatchObject({ passed: 1, failed: 0 });
    expect(lenient.leftOut).toEqual([
      "terraform-1.5.7",
      "terraform-1.8.5",
      "opentofu-1.6.3",
      "opentofu-1.12.6",
    ]);
    expect(lenient.lines.filter((line) => line.startsWith("LEFT OUT: "))).toHaveLength(4);
  });

  it("does not put up with a build that fails", async () => {
    install("bin/terraform", "Terraform", "1.11.4");
    install("bin/go", "Go", "1");
    writeFileSync(
      join(folder, "bin", "go"),
      '#!/bin/sh\n[ "$1" = version ] && exit 0\necho "no network" >&2\nexit 1\n',
    );
    const { failed, said } = await test({ ifGo: true });
    expect(failed).toBe(4);
    expect(said).toMatch(/Building Terraform 1\.5\.7 failed: .*no network/s);
  });
});
