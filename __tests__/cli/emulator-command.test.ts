import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { emulatorCommand } from "../../src/cli/emulator-command";
import { startEmulator } from "../../src/emulator";

class Screen {
  text = "";
  constructor(readonly isTTY = false) {}
  write(text: string): void {
    this.text += text;
  }
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    for (let tries = 0; tries < 200; tries++) {
      const found = pattern.exec(this.text);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`${pattern} did not show in: ${this.text}`);
  }
}

function run(args: string[], isTTY = false) {
  const [stdout, stderr, interrupt] = [new Screen(isTTY), new Screen(), new AbortController()];
  const exit = emulatorCommand(args, { stdout, stderr, env: {}, signal: interrupt.signal });
  return { stdout, stderr, exit, stop: () => interrupt.abort() };
}

const baseUrlOf = async (screen: Screen) => (await screen.shows(/CLOUDFLARE_BASE_URL='(.*)'/))[1]!;
const ask = (url: string, token = "t") => fetch(url, { headers: { authorization: `Bearer ${token}` } });

test("it says how to point a stack at it, logs each request in a line, and ends when interrupted", async () => {
  const { stdout, stderr, exit, stop } = run(["--port", "0"]);
  const baseUrl = await baseUrlOf(stdout);
  expect(stdout.text).toContain("export CLOUDFLARE_API_TOKEN='");
  expect(stdout.text).toContain("export CLOUDFLARE_ACCOUNT_ID='");
  await ask(`${baseUrl}/accounts/a/access/policies?page=1`);
  await stdout.shows(/^GET {4}\/accounts\/a\/access\/policies\?page=1 200 \d+ ms$/m);
  stop();
  expect(await exit).toBe(0);
  expect(stdout.text).toMatch(/Stopped after 1 request\(s\)\.\n$/);
  expect(stdout.text + stderr.text).not.toContain("\u001b[");
});

test("it uses colors on a terminal", async () => {
  const { stdout, exit, stop } = run(["--port", "0"], true);
  await baseUrlOf(stdout);
  stop();
  await exit;
  expect(stdout.text).toContain("\u001b[1mAccess policies API");
});

test("it takes tokens, accounts, applications and a rate limit, and never shows a token", async () => {
  const { stdout, exit, stop } = run([
    ...["--port", "0", "--token", "sesame", "--read-token", "peep", "--account", "acme"],
    ...["--app", "wiki-id=Team wiki", "--app", "shop-id", "--rate-limit", "6/60"],
  ]);
  const base = await baseUrlOf(stdout);
  expect(stdout.text).toContain("export CLOUDFLARE_ACCOUNT_ID='acme'");
  expect(stdout.text).toContain("wiki-id (Team wiki), shop-id");
  expect((await ask(`${base}/accounts/acme/access/apps`, "other")).status).toBe(401);
  expect((await ask(`${base}/accounts/other/access/apps`, "sesame")).status).toBe(403);
  const apps = (await (await ask(`${base}/accounts/acme/access/apps`, "peep")).json()) as {
    result: { name: string }[];
  };
  expect(apps.result.map(({ name }) => name)).toEqual(["Team wiki", "shop-id"]);
  const statuses = [];
  for (let count = 0; count < 7; count++)
    statuses.push((await ask(`${base}/accounts/acme/access/apps`, "sesame")).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  stop();
  await exit;
  expect(stdout.text).not.toMatch(/sesame|peep/);
});

test("it says plainly that a port is taken", async () => {
  const other = await startEmulator();
  const { stderr, exit } = run(["--port", String(other.port)]);
  expect(await exit).toBe(1);
  expect(stderr.text).toBe(
    `cf-access emulator: port ${other.port} is taken; end what listens there, or choose another with --port (0 takes a free one)\n`,
  );
  await other.close();
});

test("it says plainly that a data file is another program's", async () => {
  const folder = await mkdtemp(join(tmpdir(), "emulator-"));
  const file = join(folder, "state.json");
  await writeFile(file, "{}");
  const { stderr, exit } = run(["--port", "0", "--data", file]);
  expect(await exit).toBe(1);
  expect(stderr.text).toContain(`${file} is not a data file of this emulator`);
  await rm(folder, { recursive: true });
});

test.each([
  ["a folder", ""],
  ["below a file", "state.json/state.json"],
])("it says at the start that a data file can not be written: %s", async (_what, name) => {
  const folder = await mkdtemp(join(tmpdir(), "emulator-"));
  await writeFile(join(folder, "state.json"), "");
  const file = join(folder, name);
  const { stdout, stderr, exit } = run(["--port", "0", "--data", file]);
  expect(await exit).toBe(1);
  expect(stderr.text).toMatch(
    /^cf-access emulator: the data file .+ can not be used \(E\w+: .+\); name another with --data\n$/,
  );
  expect(stderr.text).toContain(file);
  expect(stdout.text).toBe("");
  await rm(folder, { recursive: true });
});

test("it has written the data file when it is up", async () => {
  const folder = await mkdtemp(join(tmpdir(), "emulator-"));
  const file = join(folder, "new", "state.json");
  const emulator = await startEmulator({ dataFile: file });
  expect((await readFile(file, "utf8")).split("\n")[0]).toContain("emulator");
  await emulator.close();
  await rm(folder, { recursive: true });
});

describe("faults", () => {
  const FAULTS = '[{"kind":"server-error","status":503,"next":1}]';
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "emulator-"));
    await writeFile(join(folder, "faults.json"), FAULTS);
    await writeFile(join(folder, "broken.json"), "{");
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each([
    ["JSON", () => FAULTS],
    ["a file", () => join(folder, "faults.json")],
  ])("are given as %s, and the log shows where one struck", async (_, faults) => {
    const { stdout, exit, stop } = run(["--port", "0", "--faults", faults()]);
    const url = `${await baseUrlOf(stdout)}/accounts/a/access/policies`;
    expect([(await ask(url)).status, (await ask(url)).status]).toEqual([503, 200]);
    await stdout.shows(/policies 503 \d+ ms \[server-error\]\n.*policies 200 \d+ ms\n/);
    stop();
    await exit;
  });

  test.each([
    [
      () => '[{"kind":"reset","probability":2}]',
      /--faults: faults\[0\]\.probability: must be a number from 0 to 1, got 2/,
    ],
    [() => "[{", /--faults: .*JSON/],
    [() => join(folder, "none.json"), /--faults .*none\.json: ENOENT/],
    [() => join(folder, "broken.json"), /--faults .*broken\.json: .*JSON/],
  ])("that are wrong are reported with exit code 2", async (faults, message) => {
    const { stderr, exit } = run(["--port", "0", "--faults", faults()]);
    expect(await exit).toBe(2);
    expect(stderr.text).toMatch(message);
  });
});

test.each([
  [["--port", "http"], '--port takes a number from 0 to 65535, got "http"'],
  [["--port", "70000"], "--port takes a number"],
  [["--app", "=Wiki"], "--app takes an application's id"],
  [["--rate-limit", "fast"], "--rate-limit takes REQUESTS/SECONDS"],
  [["--prot", "1"], "--prot"],
  [["8080"], "8080"],
])("it refuses %j with exit code 2", async (args, message) => {
  const { stdout, stderr, exit } = run(args);
  expect(await exit).toBe(2);
  expect(stderr.text).toContain(message);
  expect(stderr.text).toContain("cf-access emulator --help");
  expect(stdout.text).toBe("");
});

test("--help lists the options and starts nothing", async () => {
  const { stdout, exit } = run(["--help"]);
  expect(await exit).toBe(0);
  expect(stdout.text).toContain("--rate-limit N/S");
});

test("it has a sample account to refer to, whose names it prints, beside the applications that are given", async () => {
  const { stdout, exit, stop } = run(["--port", "0", "--sample", "--app", "shop-id=Shop"]);
  const baseUrl = await baseUrlOf(stdout);
  expect(stdout.text).toMatch(/Apps .*\(Wiki\).*shop-id \(Shop\)\n/);
  expect(stdout.text).toMatch(/^ {2}Groups {4}Engineering, Contractors$/m);
  expect(stdout.text).toMatch(/^ {2}Lists {5}Partners, Office networks$/m);
  const groups = await ask(`${baseUrl}/accounts/a/access/groups`);
  expect(await groups.json()).toMatchObject({ result: [{ name: "Engineering" }, { name: "Contractors" }] });
  stop();
  await exit;
});
