import type { Http2Server, Http2Session } from "node:http2";
import { log } from "./log";

// The engines themselves give a plugin one minute to come up.
const LONGEST_WAIT_FOR_ENGINE = 60_000;

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
 * Ctrl-C reaches the whole process group, but it is the engine that decides: it asks by StopProvider. What is thrown
 * with no call to answer is logged; ending the process for it would lose the work of the calls under way.
 */
export function outliveAccidents(): void {
  process.on("SIGINT", () => log.debug("SIGINT is left to the engine."));
  for (const [signal, status] of [
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => process.exit(status));
  }
  const survive = (error: unknown) => {
    log.error("Something failed outside of any call.", {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  };
  process.on("uncaughtException", survive);
  process.on("unhandledRejection", survive);
}

/** Ends the process, unless the engine closes the connection first: its last answer still has to go out. */
export function endSoon(): void {
  setTimeout(() => process.exit(0), 100);
}

/** Whatever is printed from here on goes to stderr: the engine reads stdout as part of the handshake. */
export function keepStdoutClean(): void {
  Object.defineProperty(process, "stdout", { configurable: true, get: () => process.stderr });
}
