import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CONTESTANTS, chosen, RUN_ONCE, summarise } from "../../tools/engines/suite";

const ROOT = join(__dirname, "..", "..");

describe("the engines that the end-to-end tests run on", () => {
  it("are this machine's own, and an old and a newer one of each kind", () => {
    expect(CONTESTANTS.map(({ label }) => label)).toEqual([
      "own",
      "terraform-1.5.7",
      "terraform-1.8.5",
      "opentofu-1.6.3",
      "opentofu-1.12.6",
    ]);
  });

  it("are all of them, or those that are named, in the same order", () => {
    expect(chosen([])).toEqual(CONTESTANTS);
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
    const { lines } = summarise([
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

  it("counts an engine that could not be had as a failure", () => {
    const { lines, passed, failed } = summarise([{ label: "terraform-1.5.7" }]);
    expect({ passed, failed }).toEqual({ passed: 0, failed: 1 });
    expect(lines[0]).toBe("terraform-1.5.7  could not be had");
  });
});
