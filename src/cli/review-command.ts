import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type AccessAccount, accountFromApi } from "../access";
import { closestMatch } from "../model";
import {
  type Acknowledgement,
  accountFromPlan,
  acknowledgementsIn,
  DEFAULT_GATE,
  GATE_CONDITIONS,
  type GateCondition,
  judgeGate,
  type ReviewInput,
  reviewAccounts,
} from "../review";
import { quoted } from "../text";
import { readAccount, readJson, takeSnapshot } from "./account-source";
import { type CommandContext, EXIT, folderOf, runCommand, UsageError } from "./command";
import { writeResult } from "./output-file";
import { accountOfPlan, accountOfStack, planStack, readPlan, synthesize } from "./project-plans";
import { REPORT_FORMATS, type ReportFormat, reportText } from "./report-format";

const ACKNOWLEDGEMENTS = "access-review.json";

const HELP = `Usage: cf-access review [PLAN…] [options]
       cf-access review --before FILE --after FILE [options]

Says who gets into which application by what a plan changes, and who no longer does. Decided, not guessed: every
statement has an example, and what is not known is said.

In a cdktf project without a PLAN: synthesizes it and plans every stack, as cdktf diff does. A PLAN is a saved plan,
or what terraform show -json prints of it; "-" reads that from standard input. With --before and --after it compares
two files of cf-access snapshot. It writes nothing to the account.

The rest of the account is read by the API: the other policies of an application, the applications that use a policy,
the content of groups and lists.

  --offline             without reading the account; what only it knows is undecided
  --account FILE        read it from a file that cf-access snapshot wrote
  --account-id ID       the account (default: CLOUDFLARE_ACCOUNT_ID, then the plan's)
  --before FILE         the account before, from cf-access snapshot
  --after FILE          the account after
  --format FORMAT       ${REPORT_FORMATS.join(", ")} (default: terminal)
  --output FILE         write to this file instead of printing
  --fail-on LIST        of ${GATE_CONDITIONS.join(", ")}, or none (default: ${DEFAULT_GATE.join(",")})
  --acknowledged FILE   gains that are meant (default: ${ACKNOWLEDGEMENTS}, where there is one)
  --help                this text

Exit codes: 0 nobody gains, or all gains are acknowledged; 3 somebody gains, or what else --fail-on names;
4 undecided; 1 an error; 2 arguments that are not understood.

Examples:

  cf-access review
  cf-access review --format markdown --output comment.md
  terraform plan -out=plan && terraform show -json plan > plan.json && cf-access review plan.json
  cf-access review --before monday.json --after friday.json --fail-on none
`;

const OPTIONS = {
  offline: { type: "boolean", default: false },
  account: { type: "string" },
  "account-id": { type: "string" },
  before: { type: "string" },
  after: { type: "string" },
  format: { type: "string", default: "terminal" },
  output: { type: "string" },
  "fail-on": { type: "string" },
  acknowledged: { type: "string" },
} as const;

/** Options that this command shares with `drift`. */
export interface ReportOptions {
  readonly format?: string | undefined;
  readonly output?: string | undefined;
  readonly "fail-on"?: string | undefined;
  readonly acknowledged?: string | undefined;
}

interface Values extends ReportOptions {
  readonly offline?: boolean | undefined;
  readonly account?: string | undefined;
  readonly "account-id"?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** `cf-access review`: what a plan changes for people. */
export function reviewCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const definition = { name: "review", help: HELP, options: OPTIONS, positionals: 100 };
  return runCommand(definition, args, context, async ({ values, positionals }) => {
    const settings = reportSettings(values, context);
    return reportReview(context, await inputFor(values, positionals, context), settings);
  });
}

async function inputFor(
  values: Values,
  plans: readonly string[],
  context: CommandContext,
): Promise<ReviewInput> {
  const { before, after, offline, account } = values;
  if (before !== undefined || after !== undefined) {
    if (before === undefined || after === undefined || plans.length > 0)
      throw new UsageError("--before and --after belong together, and without a plan");
    return { before: readAccount(context, before), after: readAccount(context, after) };
  }
  if (offline && account !== undefined) throw new UsageError("--offline and --account exclude each other");
  if (plans.length === 0) return projectInput(values, context);
  const read: unknown[] = [];
  for (const file of plans) read.push(await readPlan(context, file));
  const accountId = read.map(accountOfPlan).find((id) => id !== undefined);
  return accountFromPlan(read, await snapshotFor(values, context, { accountId }));
}

async function projectInput(values: Values, context: CommandContext): Promise<ReviewInput> {
  const stacks = await synthesize(context);
  const plans: unknown[] = [];
  for (const stack of stacks) plans.push(await planStack(context, stack));
  const [first = {}] = stacks.map(({ stack }) => accountOfStack(stack));
  const accountId = plans.map(accountOfPlan).find((id) => id !== undefined) ?? first.accountId;
  return accountFromPlan(plans, await snapshotFor(values, context, { ...first, accountId }));
}

/** The rest of the account: from a file, by the API, or not at all. */
export async function snapshotFor(
  values: Pick<Values, "offline" | "account" | "account-id">,
  context: CommandContext,
  defaults: { readonly accountId?: string | undefined; readonly baseUrl?: string | undefined },
): Promise<AccessAccount | undefined> {
  if (values.offline) return undefined;
  if (values.account !== undefined) return readAccount(context, values.account);
  return accountFromApi(await takeSnapshot(context, values["account-id"], defaults));
}

/** How a report is written and judged. */
export interface ReportSettings {
  readonly format: ReportFormat;
  readonly output: string | undefined;
  readonly failOn: readonly GateCondition[];
  readonly acknowledged: readonly Acknowledgement[];
}

/** @throws UsageError for a format or a condition that does not exist */
export function reportSettings(values: ReportOptions, context: CommandContext): ReportSettings {
  const format = oneOf("--format", values.format ?? "terminal", REPORT_FORMATS);
  return {
    format,
    output: values.output,
    failOn: gateOf(values["fail-on"]),
    acknowledged: acknowledgementsFrom(values.acknowledged, context),
  };
}

function gateOf(given: string | undefined): readonly GateCondition[] {
  if (given === undefined) return DEFAULT_GATE;
  if (given === "none" || given === "") return [];
  return given.split(",").map((word) => oneOf("--fail-on", word.trim(), GATE_CONDITIONS));
}

function oneOf<Word extends string>(option: string, given: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  const meant = closestMatch(given, words);
  const hint = meant === undefined ? `There are: ${words.join(", ")}` : `Did you mean ${meant}?`;
  throw new UsageError(`${option}: got ${quoted(given)}. ${hint}`);
}

function acknowledgementsFrom(file: string | undefined, context: CommandContext): readonly Acknowledgement[] {
  if (file === undefined && !existsSync(resolve(folderOf(context), ACKNOWLEDGEMENTS))) return [];
  return acknowledgementsIn(readJson(context, file ?? ACKNOWLEDGEMENTS, "acknowledgements of gains"));
}

/** Writes the report and answers the exit code. */
export function reportReview(context: CommandContext, input: ReviewInput, settings: ReportSettings): number {
  const reviewed = reviewAccounts(input, { acknowledged: settings.acknowledged });
  writeResult(context, reportText(reviewed, settings, context), settings.output);
  const result = judgeGate(reviewed.report, settings.failOn);
  return { passes: EXIT.ok, fails: EXIT.found, undecided: EXIT.undecided }[result];
}
