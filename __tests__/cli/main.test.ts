import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../src/cli/main";

const { version } = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));

async function cfAccess(...args: string[]) {
  const said = { out: "", err: "" };
  const code = await run(args, {
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

const COMMANDS = ["review", "drift", "decide", "snapshot", "mirror", "emulator"];

describe("cf-access", () => {
  test.each([["--help"], ["-h"], ["help"]])("%s prints its commands", async (arg) => {
    const { code, out, err } = await cfAccess(arg);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: cf-access <command>/);
    expect(out).toMatch(/^ {2}mirror <dir> /m);
    expect(out).toMatch(/^ {2}emulator /m);
    expect(err).toBe("");
  });

  test.each([["--version"], ["-v"]])("%s prints the package's version", async (arg) => {
    expect(await cfAccess(arg)).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  test("without a command prints its commands as a usage error", async () => {
    const { code, out, err } = await cfAccess();
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^Usage: cf-access <command>/);
  });

  test.each([["constructor"], ["everything"]])(
    "knows no command %s, and names those there are",
    async (name) => {
      expect(await cfAccess(name, "x")).toEqual({
        code: 2,
        out: "",
        err: `cf-access: there is no command "${name}". There are: ${COMMANDS.join(", ")}.\n`,
      });
    },
  );

  test("suggests the command that a misspelled one resembles", async () => {
    expect(await cfAccess("reviw")).toEqual({
      code: 2,
      out: "",
      err: 'cf-access: there is no command "reviw". Did you mean "review"?\n',
    });
  });

  test.each(COMMANDS)("hands the rest to the command %s", async (name) => {
    const { code, out } = await cfAccess(name, "--help");
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: cf-access ${name} `));
  });
});
