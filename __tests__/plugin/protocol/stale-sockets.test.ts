import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeStaleSockets, socketName } from "../../../src/plugin/protocol/socket";

const folder = mkdtempSync(join(tmpdir(), "stale-"));
const own = join(folder, socketName());
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

const ended = spawnSync(process.execPath, ["-e", ""]).pid;
const named = (pid: number) => join(folder, socketName().replace(`${process.pid}`, `${pid}`));

/** A socket whose listener was killed: node would remove it on a regular end. */
function abandoned(path: string): string {
  const listen = `require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", listen, path]);
  return path;
}

async function listening(path: string): Promise<string> {
  const server = createServer().listen(path);
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  return path;
}

function file(path: string): string {
  writeFileSync(path, "");
  return path;
}

function link(path: string): string {
  symlinkSync(abandoned(join(folder, "other.sock")), path);
  return path;
}

test("removes a socket of a process that was killed", async () => {
  const path = abandoned(named(ended));
  expect(existsSync(path)).toBe(true);
  await removeStaleSockets(own);
  expect(existsSync(path)).toBe(false);
});

test.each<[what: string, make: () => string | Promise<string>]>([
  ["a socket of a process that still runs", () => abandoned(named(process.ppid))],
  ["a socket that a process in another container listens on", () => listening(named(ended))],
  ["a file that is not a socket", () => file(named(ended))],
  ["a link to a socket", () => link(named(ended))],
  ["a socket with another name", () => abandoned(join(folder, `tf-provider-${ended}.sock`))],
])("keeps %s", async (_what, make) => {
  const path = await make();
  await removeStaleSockets(own);
  expect(existsSync(path)).toBe(true);
});

test("does nothing in a folder that cannot be read", async () => {
  await expect(removeStaleSockets(join(folder, "none", socketName()))).resolves.toBeUndefined();
});
