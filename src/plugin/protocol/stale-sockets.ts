import { randomBytes } from "node:crypto";
import { lstat, readdir, unlink } from "node:fs/promises";
import { connect } from "node:net";
import { dirname, join } from "node:path";

const SOCKET_NAME = /^cfaccess-(\d+)-[0-9a-f]{8}\.sock$/;

/** A new name for this process's socket: the process's id in it shows later whether the process is still there. */
export function socketName(): string {
  return `cfaccess-${process.pid}-${randomBytes(4).toString("hex")}.sock`;
}

/**
 * Removes sockets of plugins that were killed and so could not remove them: those in the same folder, of this user, with
 * a name that {@link socketName} gives, whose process has ended, and where nobody listens. The last is asked because a
 * container that shares the folder has processes of its own. What cannot be removed stays: no run depends on it.
 */
export async function removeStaleSockets(ownSocket: string): Promise<void> {
  const folder = dirname(ownSocket);
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const pid = SOCKET_NAME.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(folder, name);
    if ((await isOwnSocket(path)) && (await refusesConnections(path))) await unlink(path).catch(() => {});
  }
}

/** Another user's process counts: a signal to it is not permitted, which is not the same as not found. */
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
