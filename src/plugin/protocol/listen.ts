import { chmodSync, chownSync, readFileSync, unlinkSync } from "node:fs";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineRequest } from "./engine-request";
import { socketName } from "./stale-sockets";

/** Where a server listens, in the handshake's words. */
export interface Endpoint {
  readonly network: "unix" | "tcp";
  readonly address: string;
}

// The kernel's limit for a socket's path is 104 bytes on macOS, 108 on Linux, with a zero byte at the end.
const LONGEST_PATH = 103;

/** Opens the server to the engine: a socket only this user can reach, or a local port on Windows. */
export async function listen(server: Server, request: Partial<EngineRequest>): Promise<Endpoint> {
  if (process.platform === "win32") return listenOnPort(server, request.ports ?? { first: 0, last: 0 });
  const path = socketPath(request.socketDirectory);
  await opened(server, { path });
  process.once("exit", () => remove(path));
  if (request.socketGroup === undefined) {
    chmodSync(path, 0o600);
  } else {
    chownSync(path, -1, groupId(request.socketGroup));
    chmodSync(path, 0o660);
  }
  return { network: "unix", address: path };
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
      await opened(server, { host: "127.0.0.1", port });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || port >= last) throw error;
    }
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { network: "tcp", address: `127.0.0.1:${address.port}` };
}

function opened(server: Server, at: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(at, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

// Node can't look groups up.
function groupId(group: string): number {
  if (/^\d+$/.test(group)) return Number(group);
  const line = readFileSync("/etc/group", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${group}:`));
  const id = Number(line?.split(":")[2]);
  if (!Number.isInteger(id))
    throw new Error(`PLUGIN_UNIX_SOCKET_GROUP names the group ${group}, which is not there.`);
  return id;
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // The server took it along when it closed.
  }
}
