import { parseArgs } from "node:util";

export const PARTS = [
  "start",
  "size",
  "synth",
  "commands",
  "lists",
  "applications",
  "large",
  "schema",
  "access",
] as const;
export type Part = (typeof PARTS)[number];

/** What one run of the benchmark measures. */
export interface BenchOptions {
  readonly parts: readonly Part[];
  /** Numbers of policies. */
  readonly sizes: readonly number[];
  /** What the emulator waits before it answers, in milliseconds. */
  readonly latencies: readonly number[];
  /** Whether the API's limit of requests is enforced. */
  readonly limits: readonly boolean[];
  /** How often everything is measured; the table has the medians. */
  readonly rounds: number;
  /** The same for more than {@link MANY} policies. */
  readonly largeRounds: number;
  /** Applications with five policies each, in the measure of whole life cycles. */
  readonly lists: number;
  /** Applications with two policies each, in the measure of requests. */
  readonly applications: number;
  /** Emails of a policy in the measure of large sets. */
  readonly large: readonly number[];
  /** Policies in the measure of `synth`. */
  readonly synthPolicies: number;
  /** Policies in the measure of the schema's variants. */
  readonly schemaPolicies: number;
  /** Another build of the plugin, measured in turns with this one. */
  readonly before?: string;
  /** Where the JSON goes. */
  readonly output: string;
  /** Whether what this run does not measure is taken from the JSON of the run before. */
  readonly keep: boolean;
  /** The tables are kept in docs/performance.md. */
  readonly docs: boolean;
}

/** Up to so many policies a round takes seconds. */
export const MANY = 100;

/** Returns how often so many policies are measured. */
export function roundsOf({ rounds, largeRounds }: BenchOptions, policies: number): number {
  return policies > MANY ? largeRounds : rounds;
}

/** A usage error; the message says what to write instead. */
export class UsageError extends Error {}

export const HELP = `npm run bench -- [flags]   measures this package on this machine, in about twenty minutes

  --quick              100 policies, one round, in two or three minutes
  --full               100, 500 and 1,500 policies, the rate limit off and on; about an hour
  --parts <a,b>        any of ${PARTS.join(", ")}
  --sizes <n,n>        numbers of policies
  --latencies <ms,ms>  what the API takes to answer
  --limits <off,on>    whether the API's limit of 1,200 requests in five minutes is enforced
  --rounds <n>         the table has the medians; by default of 3, and of 1 above ${MANY} policies
  --lists <n>          applications with five policies each, over whole life cycles
  --applications <n>   applications with two policies each, up to a plan without changes
  --large <n,n>        emails of a policy in the measure of large sets
  --synth <n>          policies in the measure of synth
  --schema <n>         policies in the measure of the schema's variants
  --before <plugin>    another build of the plugin (npm run bundle), measured in turns with this one in part commands
  --output <file>      where the JSON goes
  --keep               takes over from that file what this run does not measure
  --docs               keeps the tables in docs/performance.md as well
`;

const DEFAULTS = {
  parts: PARTS.join(","),
  sizes: "100,500",
  latencies: "0,40",
  limits: "off",
  rounds: "3",
  lists: "100",
  applications: "500",
  large: "300,1000,4000",
  synth: "1000",
  schema: "100",
  output: "bench.json",
};

const PRESETS = {
  quick: { sizes: "100", latencies: "0", rounds: "1", lists: "20", applications: "50", large: "300" },
  full: { sizes: "100,500,1500", limits: "off,on", schema: "500" },
};

/** @throws UsageError */
export function parseOptions(args: readonly string[]): BenchOptions | "help" {
  const given = read(args);
  if (given.help) return "help";
  const preset = { ...(given.full ? PRESETS.full : {}), ...(given.quick ? PRESETS.quick : {}) };
  const text = { ...DEFAULTS, ...preset, ...given } as typeof DEFAULTS;
  return {
    parts: listOf("parts", text.parts, PARTS),
    sizes: numbersOf("sizes", text.sizes, 1),
    latencies: numbersOf("latencies", text.latencies, 0),
    limits: listOf("limits", text.limits, ["off", "on"] as const).map((word) => word === "on"),
    rounds: numbersOf("rounds", text.rounds, 1)[0]!,
    largeRounds: numbersOf("rounds", given.rounds ?? "1", 1)[0]!,
    lists: numbersOf("lists", text.lists, 1)[0]!,
    applications: numbersOf("applications", text.applications, 1)[0]!,
    large: numbersOf("large", text.large, 1),
    synthPolicies: numbersOf("synth", text.synth, 1)[0]!,
    schemaPolicies: numbersOf("schema", text.schema, 1)[0]!,
    ...(given.before !== undefined && { before: given.before }),
    output: text.output,
    keep: given.keep === true,
    docs: given.docs === true,
  };
}

function read(args: readonly string[]) {
  const string = { type: "string" } as const;
  const boolean = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { ...boolean, short: "h" },
        quick: boolean,
        full: boolean,
        docs: boolean,
        keep: boolean,
        ...{ lists: string, large: string, before: string },
        ...{ parts: string, sizes: string, latencies: string, limits: string, rounds: string },
        ...{ applications: string, synth: string, schema: string, output: string },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function listOf<Word extends string>(flag: string, text: string, words: readonly Word[]): Word[] {
  return text.split(",").map((given) => {
    const word = words.find((one) => one === given.trim());
    if (word === undefined)
      throw new UsageError(`--${flag}: got "${given}", allowed is a list of ${words.join(", ")}.`);
    return word;
  });
}

function numbersOf(flag: string, text: string, least: number): number[] {
  return text.split(",").map((given) => {
    const value = Number(given);
    if (given.trim() === "" || !Number.isInteger(value) || value < least)
      throw new UsageError(`--${flag}: got "${given}", allowed are whole numbers from ${least} on.`);
    return value;
  });
}
