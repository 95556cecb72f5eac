import { type ParseArgsConfig, parseArgs } from "node:util";
import { AccessUsageError } from "../access";
import { ApiError } from "../client";
import { closestMatch } from "../model";
import { ReviewError } from "../review";
import { escapeHidden, quoted } from "../text";

/** A stream to write to, and whether a person looks at it. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What a command works with. */
export interface CommandContext {
  readonly stdout: Output;
  readonly stderr: Output;
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default the process's own */
  readonly cwd?: () => string;
  readonly signal?: AbortSignal;
}

/** An error in the arguments. */
export class UsageError extends Error {}

/** Something that the command cannot do: the message says what, and what to do. */
export class CommandError extends Error {}

export const EXIT = {
  ok: 0,
  error: 1,
  usage: 2,
  /** Somebody gains, or what else `--fail-on` names. */
  found: 3,
  undecided: 4,
} as const;

type Options = NonNullable<ParseArgsConfig["options"]>;

interface Definition<Given extends Options> {
  readonly name: string;
  readonly help: string;
  readonly options: Given;
  /** How many arguments without a name there may be. @default 0 */
  readonly positionals?: number;
}

type Parsed<Given extends Options> = ReturnType<
  typeof parseArgs<{ options: Given; allowPositionals: true; strict: true }>
>;

/**
 * Runs a command: parses its arguments, prints its help, and turns errors into messages without a stack.
 * Resolves with the exit code.
 */
export async function runCommand<Given extends Options>(
  { name, help, options, positionals = 0 }: Definition<Given>,
  args: readonly string[],
  context: CommandContext,
  body: (parsed: Parsed<Given>) => number | Promise<number>,
): Promise<number> {
  const { stdout, stderr } = context;
  if (args.includes("--help") || args.includes("-h")) {
    stdout.write(help);
    return EXIT.ok;
  }
  const say = (message: string) =>
    stderr.write(`cf-access ${name}: ${escapeHidden(message, { lines: true })}\n`);
  try {
    const parsed = parse(args, options);
    const extra = parsed.positionals[positionals];
    if (extra !== undefined)
      throw new UsageError(
        `unexpected argument ${quoted(extra)}; ${positionals === 0 ? "it takes options only" : `it takes at most ${positionals}`}`,
      );
    return await body(parsed);
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${error.message}\nSee: cf-access ${name} --help`);
      return EXIT.usage;
    }
    say(messageOf(error));
    return EXIT.error;
  }
}

function parse<Given extends Options>(args: readonly string[], options: Given): Parsed<Given> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith("ERR_PARSE_ARGS") !== true) throw error;
    const [, unknown] = code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" ? (/'(-[^']*)'/.exec(message) ?? []) : [];
    if (unknown === undefined) throw new UsageError(message.split(". ")[0]!);
    const names = Object.keys(options).map((option) => `--${option}`);
    const meant = closestMatch(unknown, names);
    throw new UsageError(
      `there is no option ${quoted(unknown)}. ${meant === undefined ? `There are: ${names.join(", ")}` : `Did you mean ${meant}?`}`,
    );
  }
}

function messageOf(error: unknown): string {
  if (error instanceof ApiError)
    return [`could not ${error.operation}: ${error.reason}.`, error.fix].filter(Boolean).join("\n");
  if (error instanceof CommandError || error instanceof ReviewError || error instanceof AccessUsageError)
    return error.message;
  // What is none of ours is a bug, or the system's: its message says as much as a person can use.
  return `${(error as Error).message ?? String(error)}`;
}

export function environmentOf({
  env = process.env,
}: CommandContext): Readonly<Record<string, string | undefined>> {
  return env;
}

export function folderOf({ cwd = () => process.cwd() }: CommandContext): string {
  return cwd();
}
