import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  type EmulatorOptions,
  type FaultPlan,
  type ObjectKind,
  type RecordedRequest,
  readFaults,
  SAMPLE_ACCOUNT,
  startEmulator,
} from "../emulator";
import type { CommandContext } from "./command";
import { type Styles, stylesFor } from "./styles";

const DEFAULT_PORT = 8787;

const HELP = `Usage: cf-access emulator [options]

Serves the API's endpoints of Access policies on 127.0.0.1, for trying a stack out without an account.

  --port N           port to listen on, 0 for a free one (default ${DEFAULT_PORT})
  --data FILE        keep the state in this file of JSON lines (default: in memory)
  --token TOKEN      the only token that is let in; repeatable (default: any)
  --read-token TOKEN a token that may only read; repeatable
  --account ID       an account that the tokens reach; repeatable (default: any)
  --app ID[=NAME]    an application that exists; repeatable (default: any id is taken as existing)
  --sample           an account with a few applications, groups, identity providers, lists, … to refer to
  --rate-limit N/S   N requests in S seconds, or "off" (default 1200/300, as the API)
  --faults FAULTS    what goes wrong: JSON, or a file of it (default: nothing)
  --help             this text

Faults are a list, or {"seed": N, "faults": [...]} to choose the random numbers. Each has a kind:

  latency            {"ms": 40}, {"ms": [10, 200]}
  too-many-requests  429 with {"retryAfter": SECONDS}
  block              429 to everything for {"seconds": 300}
  server-error       {"status": 500}
  refusal            in the API's envelope, {"status": 404, "code": 9109}, also "message", "retryAfter"
  wrong-policy       the answer is about another one, in its {"fields": ["id", "name", "decision"]}
  reset              the connection ends
  page               a proxy's HTML, {"status": 502}
  truncated          {"keep": 0.5, "length": "closed"|"consistent"}
  slow-bytes         {"bytes": 16, "pauseMs": 5}
  small-pages        {"perPage": N}
  shifting-pages     {"change": "moved"|"removed"|"added"}
  endless-pages      {"perPage": 10}, lists without an end
  stale-lists        {"ms": 500}, lists show what was so long ago

latency, server-error, refusal, reset and page take "commit": "before" (the default) or "after" the request was carried out.
Which requests: "methods": ["POST"], "path": "/accounts/*/access/policies" (** also goes over /).
When: "probability": 0.1, "every": K, "skip": N, "next": N (so often, then never again). For example

  --faults '[{"kind": "reset", "commit": "after", "methods": ["POST"], "probability": 0.2}]'

While it runs, PUT <URL>/emulator/faults replaces them, DELETE ends them, GET shows how often each struck;
GET <URL>/emulator/requests counts requests.
`;

/**
 * `cf-access emulator`: serves until interrupted. Resolves with the exit code: 0 after Ctrl-C, 1 where it cannot start
 * (the port is taken, the data file is another program's or can not be written), 2 for arguments it does not understand.
 */
export async function emulatorCommand(
  args: readonly string[],
  context: CommandContext = process,
): Promise<number> {
  let settings: Settings;
  try {
    settings = readArguments(args);
  } catch (error) {
    context.stderr.write(`cf-access emulator: ${(error as Error).message}\nSee: cf-access emulator --help\n`);
    return 2;
  }
  if (settings.help) {
    context.stdout.write(HELP);
    return 0;
  }
  try {
    return await serve(settings.options, context);
  } catch (error) {
    context.stderr.write(
      `cf-access emulator: ${explain(error as NodeJS.ErrnoException, settings.options)}\n`,
    );
    return 1;
  }
}

async function serve(options: EmulatorOptions, context: CommandContext): Promise<number> {
  const { stdout } = context;
  const styles = stylesFor(context);
  const emulator = await startEmulator({
    ...options,
    onDone: (request) => stdout.write(logLine(request, styles)),
  });
  stdout.write(banner(emulator.baseUrl, options, styles));
  await interruption(context.signal);
  await emulator.close();
  stdout.write(`\nStopped after ${emulator.requests.length} request(s).\n`);
  return 0;
}

interface Settings {
  readonly help: boolean;
  readonly options: EmulatorOptions;
}

function readArguments(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: String(DEFAULT_PORT) },
      data: { type: "string" },
      token: { type: "string", multiple: true },
      "read-token": { type: "string", multiple: true },
      account: { type: "string", multiple: true },
      app: { type: "string", multiple: true },
      sample: { type: "boolean", default: false },
      "rate-limit": { type: "string" },
      faults: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const tokens = [
    ...(values.token ?? []).map((token) => ({ token, permission: "write" as const })),
    ...(values["read-token"] ?? []).map((token) => ({ token, permission: "read" as const })),
  ];
  const sample: Partial<EmulatorOptions> = values.sample ? SAMPLE_ACCOUNT : {};
  const apps = [...(sample.applications ?? []), ...(values.app ?? []).map(readApplication)];
  return {
    help: values.help,
    options: {
      ...sample,
      port: readPort(values.port),
      dataFile: values.data,
      tokens: tokens.length > 0 ? tokens : undefined,
      accounts: values.account,
      applications: apps.length > 0 ? apps : undefined,
      rateLimit: readRateLimit(values["rate-limit"]),
      faults: values.faults === undefined ? undefined : readFaultsArgument(values.faults),
    },
  };
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new Error(`--port takes a number from 0 to 65535, got "${text}"`);
}

function readApplication(text: string): { id: string; name?: string } {
  const [id, ...name] = text.split("=") as [string, ...string[]];
  if (id === "") throw new Error(`--app takes an application's id, or id=name, got "${text}"`);
  return name.length > 0 ? { id, name: name.join("=") } : { id };
}

function readRateLimit(text: string | undefined): EmulatorOptions["rateLimit"] {
  if (text === undefined) return undefined;
  if (text === "off") return false;
  const parts = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text);
  if (!parts)
    throw new Error(`--rate-limit takes REQUESTS/SECONDS such as 1200/300, or "off", got "${text}"`);
  return { requests: Number(parts[1]), windowSeconds: Number(parts[2]) };
}

/** JSON starts with a bracket; anything else is the name of a file. */
function readFaultsArgument(given: string): FaultPlan {
  const isJson = /^\s*[[{]/.test(given);
  const source = isJson ? "--faults" : `--faults ${given}`;
  try {
    return readFaults(JSON.parse(isJson ? given : readFileSync(given, "utf8")));
  } catch (error) {
    throw new Error(`${source}: ${(error as Error).message}`);
  }
}

function explain(error: NodeJS.ErrnoException, options: EmulatorOptions): string {
  if (error.code === "EADDRINUSE") {
    return `port ${options.port} is taken; end what listens there, or choose another with --port (0 takes a free one)`;
  }
  if (error.code === "EACCES" && error.syscall === "listen") {
    return `port ${options.port} may not be opened by this user; choose one above 1023 with --port`;
  }
  if (error.syscall !== undefined && options.dataFile !== undefined) {
    return `the data file ${options.dataFile} can not be used (${error.message}); name another with --data`;
  }
  return error.message;
}

function banner(baseUrl: string, options: EmulatorOptions, styles: Styles): string {
  const token = options.tokens ? "<a token given with --token>" : "any-token";
  const account = options.accounts?.[0] ?? "023e105f4ecef8ad9ca31a8372d0c353";
  const state = options.dataFile === undefined ? "in memory, gone when this stops" : `in ${options.dataFile}`;
  const apps = options.applications?.map(({ id, name }) => (name ? `${id} (${name})` : id)).join(", ");
  return `${styles.bold("Access policies API, emulated")}

  Base URL  ${baseUrl}
  State     ${state}
  Apps      ${apps ?? "any application id is taken as existing"}${objectLines(options)}

To point a stack at it:

  export CLOUDFLARE_BASE_URL='${baseUrl}'
  export CLOUDFLARE_API_TOKEN='${token}'
  export CLOUDFLARE_ACCOUNT_ID='${account}'

${styles.dim("Ctrl-C ends it. Requests:")}
`;
}

const OBJECT_TITLES = {
  groups: "Groups",
  identityProviders: "Logins",
  serviceTokens: "Tokens",
  lists: "Lists",
  postureRules: "Posture",
} as const satisfies { readonly [Kind in ObjectKind]: string };

/** What there is to refer to by name, a line for each kind. */
function objectLines(options: EmulatorOptions): string {
  const kinds = Object.entries(OBJECT_TITLES) as [ObjectKind, string][];
  const lines = kinds.map(([kind, title]) => {
    const names = options[kind]?.map(({ name }) => name).join(", ");
    return names ? `\n  ${title.padEnd(9)} ${names}` : "";
  });
  return lines.join("");
}

function logLine(
  { method, path, query, status, durationMs, faults = [] }: RecordedRequest,
  styles: Styles,
): string {
  const search = new URLSearchParams(query).toString();
  const color = status === undefined || status >= 500 ? "red" : status >= 400 ? "yellow" : "green";
  const outcome = styles[color](status === undefined ? "dropped" : String(status));
  const duration = styles.dim(`${Math.round(durationMs ?? 0)} ms`);
  const struck = faults.length > 0 ? styles.yellow(` [${faults.join(", ")}]`) : "";
  return `${method.padEnd(6)} ${path}${search && `?${search}`} ${outcome} ${duration}${struck}\n`;
}

const INTERRUPTIONS = ["SIGINT", "SIGTERM"] as const;

function interruption(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      for (const name of INTERRUPTIONS) process.off(name, finish);
      resolve();
    };
    for (const name of INTERRUPTIONS) process.on(name, finish);
    signal?.addEventListener("abort", finish, { once: true });
    if (signal?.aborted) finish();
  });
}
