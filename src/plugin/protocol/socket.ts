import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, readFileSync, unlinkSync } from "node:fs";
import { lstat, opendir, unlink } from "node:fs/promises";
import { connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Endpoint, EngineRequest } from "./handshake";

// The kernel's limit for a socket's path is 104 bytes on macOS, 108 on Linux, with a zero byte at the end.
const LONGEST_PATH = 103;

/** Listens for the engine: on a socket that only this user can open, or on a local port on Windows. */
export async function listen(server: Server, request: Partial<EngineRequest>): Promise<Endpoint> {
  if (process.platform === "win32") return listenOnPort(server, request.ports ?? { first: 0, last: 0 });
  const path = socketPath(request.socketDirectory);
  await listening(server, { path });
  process.once("exit", () => removeSocket(path));
  if (request.socketGroup === undefined) {
    chmodSync(path, 0o600);
  } else {
    chownSync(path, -1, groupId(request.socketGroup));
    chmodSync(path, 0o660);
  }
  return { network: "unix", address: path };
}

const SOCKET_NAME = /^tf-provider-(\d+)-[0-9a-f]{8}\.sock$/;

/** Returns a new name for this process's socket. The process id in it shows later whether the process still runs. */
export function socketName(): string {
  return `tf-provider-${process.pid}-${randomBytes(4).toString("hex")}.sock`;
}

function socketPath(directory: string | undefined): string {
  const name = socketName();
  const path = join(directory ?? tmpdir(), name);
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  if (directory === undefined) return join("/tmp", name);
  throw new Error(
    `The socket's path is ${Buffer.byteLength(path)} bytes long, and the system takes ${LONGEST_PATH}: ${path}. ` +
      "Choose a shorter folder in PLUGIN_UNIX_SOCKET_DIR.",
  );
}

async function listenOnPort(server: Server, { first, last }: EngineRequest["ports"]): Promise<Endpoint> {
  for (let port = first; ; port++) {
    try {
      await listening(server, { host: "127.0.0.1", port });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || port >= last) throw error;
    }
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { network: "tcp", address: `127.0.0.1:${address.port}` };
}

function listening(server: Server, at: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

// Node cannot look up groups.
function groupId(group: string): number {
  if (/^\d+$/.test(group)) return Number(group);
  const line = readFileSync("/etc/group", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${group}:`));
  const id = Number(line?.split(":")[2]);
  if (!Number.isInteger(id))
    throw new Error(`PLUGIN_UNIX_SOCKET_GROUP names the group ${group}, which does not exist.`);
  return id;
}

function removeSocket(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The server removed it when it closed.
  }
}

/**
 * Removes the sockets of killed plugins: those in the same folder, of this user, with a name of {@link socketName}, whose
 * process has ended, and which refuse connections. The connection is tried because a container that shares the folder
 * has process ids of its own. A socket that cannot be removed or is not found stays: no run depends on it.
 */
export async function removeStaleSockets(ownSocket: string): Promise<void> {
  const folder = dirname(ownSocket);
  for (const name of await someNames(folder).catch(() => [])) {
    const pid = SOCKET_NAME.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(folder, name);
    if ((await isOwnSocket(path)) && (await refusesConnections(path))) await unlink(path).catch(() => {});
  }
}

// All names of a folder with tens of thousands of files, as build machines have, take longer than the rest of a start.
const MOST_NAMES = 1_000;

/** Reads the names in a folder, at most {@link MOST_NAMES}. */
async function someNames(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of await opendir(folder, { bufferSize: MOST_NAMES })) {
    names.push(name);
    if (names.length === MOST_NAMES) break;
  }
  return names;
}

/** Whether a process runs, also one of another user: a signal to it is not permitted, which differs from not found. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

async function isOwnSocket(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSocket() === true && found.uid === process.getuid?.();
}

function refusesConnections(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
}
