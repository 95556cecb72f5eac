import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const USER = "team";

const DEBIAN = "/usr/lib/postgresql";

/** The folder with a PostgreSQL server's programs, of the newest version there is; undefined where there is none. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter),
    ...newestFirst.map((version) => join(DEBIAN, version, "bin")),
  ];
  return folders.find((folder) => ["initdb", "postgres"].every((name) => existsSync(join(folder, name))));
}

/** A database server of a test's own. */
export interface Database {
  /** For `PgBackend`. */
  readonly url: string;
  /** What a user sets to be let in. */
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1, with all it has in a folder that goes with it. */
export async function startDatabase(programs: string): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), "cf-access-database-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const user = unprivileged();
    if (user) chownSync(folder, user.uid, user.gid);
    const data = join(folder, "data");
    const cluster = ["-D", data, "-U", USER, "--auth=trust", "--no-sync", "--no-locale"];
    execFileSync(join(programs, "initdb"), cluster, { ...user, cwd: folder, stdio: "pipe" });
    const port = await freePort();
    const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
    const server = spawn(
      join(programs, "postgres"),
      ["-D", data, ...settings.flatMap((setting) => ["-c", setting])],
      { ...user, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
    // Nothing else would end it when this process is ended in the middle.
    const end = () => void server.kill("SIGQUIT");
    process.once("exit", end);
    await ready(server).catch(async (error) => {
      end();
      await ended;
      throw error;
    });
    return {
      variables: { PGUSER: USER },
      url: `postgres://127.0.0.1:${port}/postgres?sslmode=disable`,
      async close() {
        process.off("exit", end);
        // Connections that are left over are ended, too.
        server.kill("SIGINT");
        await ended;
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (of: string) => Number(execFileSync("id", [of, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Resolves when it takes connections. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.once("error", reject);
    server.once("close", () => reject(new Error(`PostgreSQL ended:\n${said}`)));
    server.stderr!.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("ready to accept connections")) resolve();
    });
  });
}
