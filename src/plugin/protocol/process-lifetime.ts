import type { Http2Server, Http2Session } from "node:http2";
import { log } from "./log";

// The engines themselves give a plugin one minute to start.
const CONNECT_TIMEOUT_MS = 60_000;

/** The exit status of a process that SIGTERM ended. */
const TERMINATED = 143;
/** How long calls may take to end after SIGTERM. */
const DRAIN_TIMEOUT_MS = 1_900;
/** How long a response may take to be sent. */
const FLUSH_MS = 100;

/** Ends the process with its engine: when the last connection closes, or when no engine connects. */
export function exitWithParent(server: Http2Server): void {
  const notConnected = setTimeout(() => {
    log.error("No engine has connected, so the plugin ends.", { seconds: CONNECT_TIMEOUT_MS / 1000 });
    process.exit(1);
  }, CONNECT_TIMEOUT_MS);
  const sessions = new Set<Http2Session>();
  server.on("session", (session: Http2Session) => {
    clearTimeout(notConnected);
    sessions.add(session);
    const closed = () => {
      sessions.delete(session);
      // In the next turn, so that what the calls wrote in this one is sent.
      if (sessions.size === 0) setImmediate(() => process.exit(0));
    };
    session.on("close", closed);
    // A session with unsent data may never emit "close"; its socket does.
    session.socket.on("close", closed);
  });
}

/**
 * Keeps signals and uncaught errors from ending the process before its calls are answered.
 *
 * SIGINT and SIGHUP (Ctrl-C, a closed terminal) reach the whole process group, but the engine decides: it calls
 * StopProvider, or ends itself. An error outside of any call is logged; ending the process for it would lose the work of
 * the calls in flight. SIGTERM is meant for this process: it drains the calls and ends, after {@link DRAIN_TIMEOUT_MS} in
 * any case. A second SIGTERM ends it immediately.
 *
 * @param drain asks the calls in flight to stop; resolves when they are answered
 */
export function installCrashGuard(drain: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGHUP"])
    process.on(signal, () => log.debug(`${signal} is left to the engine.`));
  const exit = () => process.exit(TERMINATED);
  process.once("SIGTERM", () => {
    process.on("SIGTERM", exit);
    setTimeout(exit, DRAIN_TIMEOUT_MS);
    drain().then(() => setTimeout(exit, FLUSH_MS), logUncaught);
  });
  process.on("uncaughtException", logUncaught);
  process.on("unhandledRejection", logUncaught);
}

/** Ends the process after its last response was sent, unless the engine closes the connection first. */
export function exitAfterResponse(): void {
  setTimeout(() => process.exit(0), FLUSH_MS);
}

/** Redirects all later output to stderr: the engine reads stdout as part of the handshake. */
export function redirectStdout(): void {
  Object.defineProperty(process, "stdout", { configurable: true, get: () => process.stderr });
}

function logUncaught(error: unknown): void {
  log.error("Something failed outside of any call.", {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}

/** Counts the calls in flight. */
export class InFlightSet {
  #size = 0;
  #waiting: (() => void)[] = [];

  /** Runs a call as a member of the set. */
  async run<T>(call: () => T | Promise<T>): Promise<T> {
    this.#size++;
    try {
      return await call();
    } finally {
      if (--this.#size === 0) for (const resolve of this.#waiting.splice(0)) resolve();
    }
  }

  /** Resolves when no call is in flight. */
  async empty(): Promise<void> {
    if (this.#size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
