import { writeSync } from "node:fs";

const LEVELS = ["trace", "debug", "info", "warn", "error", "off"] as const;
type Level = Exclude<(typeof LEVELS)[number], "off">;
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/**
 * The lines that Terraform shows with `TF_LOG=…`: one JSON object each, on stderr, in hclog's form.
 * `TF_LOG_PROVIDER` (or else `TF_LOG`) says from which level on; without either, warnings and errors are written.
 * A token or a policy's content never belongs in here.
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
const lowest = LEVELS.indexOf(wantedLevel(process.env.TF_LOG_PROVIDER || process.env.TF_LOG));

function wantedLevel(setting: string | undefined): (typeof LEVELS)[number] {
  if (!setting) return "warn";
  // As the engines do it: `json` is everything in another format, and so is a level nobody knows.
  return LEVELS.find((level) => level === setting.toLowerCase()) ?? "trace";
}

function write(level: Level, message: string, fields: LogFields = {}): void {
  if (LEVELS.indexOf(level) < lowest) return;
  const line = {
    "@level": level,
    "@message": message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message,
    // Six digits of fraction: the engine takes a line with any other number of them for plain text.
    "@timestamp": new Date().toISOString().replace("Z", "000Z"),
    ...fields,
  };
  try {
    // Written at once, as the process may end with the next line of code.
    writeSync(STDERR, `${JSON.stringify(line)}\n`);
  } catch {
    // Nobody reads any more, or the pipe is full: a log line is not worth a failure.
  }
}
