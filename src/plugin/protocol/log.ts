import { writeSync } from "node:fs";

const LEVELS = ["trace", "debug", "info", "warn", "error", "off"] as const;
type Level = Exclude<(typeof LEVELS)[number], "off">;
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/**
 * Writes the lines that Terraform shows with `TF_LOG=…`: JSON objects on stderr in hclog's format.
 * `TF_LOG_PROVIDER` (or else `TF_LOG`) sets the lowest level; without either, warnings and errors are written.
 * Credentials and the values of resources never belong in the log.
 */
export const log = {
  trace: (message: string, fields?: LogFields) => write("trace", message, fields),
  debug: (message: string, fields?: LogFields) => write("debug", message, fields),
  info: (message: string, fields?: LogFields) => write("info", message, fields),
  warn: (message: string, fields?: LogFields) => write("warn", message, fields),
  error: (message: string, fields?: LogFields) => write("error", message, fields),
};

const STDERR = 2;
// The engine reads lines up to 64 KiB; with the escapes of JSON a message of this length fits.
const LONGEST_MESSAGE = 8 * 1024;
const lowestLevel = LEVELS.indexOf(levelOf(process.env.TF_LOG_PROVIDER || process.env.TF_LOG));

function levelOf(setting: string | undefined): (typeof LEVELS)[number] {
  if (!setting) return "warn";
  // As the engines do: `json` means every level in another format, and so does an unknown level.
  return LEVELS.find((level) => level === setting.toLowerCase()) ?? "trace";
}

function write(level: Level, message: string, fields: LogFields = {}): void {
  if (LEVELS.indexOf(level) < lowestLevel) return;
  const line = {
    "@level": level,
    "@message": message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message,
    // Six fraction digits: the engine treats a line with any other number of them as plain text.
    "@timestamp": new Date().toISOString().replace("Z", "000Z"),
    ...fields,
  };
  try {
    // Synchronously, since the process may end with the next line of code.
    writeSync(STDERR, `${JSON.stringify(line)}\n`);
  } catch {
    // The reader has gone or the pipe is full: a log line must not fail a call.
  }
}
