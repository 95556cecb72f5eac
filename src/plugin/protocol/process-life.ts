import type { Http2Server, Http2Session } from "node:http2";
import { log } from "./log";

// The engines themselves give a plugin one minute to come up.
const LONGEST_WAIT_FOR_ENGINE = 60_000;

/** The status of a process that SIGTERM ended. */
const TERMINATED = 143;
/** How long calls may take to end after SIGTERM, in milliseconds: people wait two seconds for what they end. */
const LONGEST_FAREWELL = 1_900;
/** What an answer takes to go out. */
const LAST_ANSWER = 100;

/** Ties the process to the engine: it must not die before its engine lets it, and must not outlive it. */
export function liveWithEngine(server: Http2Server): void {
  const nobodyCame = setTimeout(() => {
    log.error("No engine has connected, so the plugin ends.", { seconds: LONGEST_WAIT_FOR_ENGINE / 1000 });
    process.exit(1);
  }, LONGEST_WAIT_FOR_ENGINE);
  const sessions = new Set<Http2Session>();
  server.on("session", (session: Http2Session) => {
    clearTimeout(nobodyCame);
    sessions.add(session);
    const closed = () => {
      sessions.delete(session);
      // What the calls began to write in this turn still goes out.
      if (sessions.size === 0) setImmediate(() => process.exit(0));
    };
    session.on("close", closed);
    // A session with something left to write may never say that it has closed; its socket does.
    session.socket.on("close", closed);
  });
}

/**
 * Ctrl-C and a closed terminal reach the whole process group, but it is the engine that decides: it asks by StopProvider,
 * or ends and is gone. What is thrown with no call to answer is logged; ending the process for it would lose the work of
 * the calls under way.
 *
 * SIGTERM means this process: it stops as when the engine asks, and ends when the calls under way are answered, soon in
 * any case. A second one ends it at once.
 *
 * @param windDown asks the calls under way to come to an end; resolves when they have
 */
export function outliveAccidents(windDown: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGHUP"])
    process.on(signal, () => log.debug(`${signal} is left to the engine.`));
  const end = () => process.exit(TERMINATED);
  process.once("SIGTERM", () => {
    process.on("SIGTERM", end);
    setTimeout(end, LONGEST_FAREWELL);
    windDown().then(() => setTimeout(end, LAST_ANSWER), survive);
  });
  process.on("uncaughtException", survive);
  process.on("unhandledRejection", survive);
}

/** Ends the process, unless the engine closes the connection first: its last answer still has to go out. */
export function endSoon(): void {
  setTimeout(() => process.exit(0), LAST_ANSWER);
}

/** Whatever is printed from here on goes to stderr: the engine reads stdout as part of the handshake. */
export function keepStdoutClean(): void {
  Object.defineProperty(process, "stdout", { configurable: true, get: () => process.stderr });
}

function survive(error: unknown): void {
  log.error("Something failed outside of any call.", {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
