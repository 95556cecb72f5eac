import { accountFromDrift } from "../review";
import { type CommandContext, runCommand } from "./command";
import { accountOfPlan, accountOfStack, planStack, synthesize } from "./project-plans";
import { REPORT_FORMATS } from "./report-format";
import { reportReview, reportSettings, snapshotFor } from "./review-command";

const HELP = `Usage: cf-access drift [options]

Says what differs between the state of a cdktf project and the account, in people: who gets in by what somebody
changed outside of the project since its last deploy, and who no longer does. It writes nothing.

  --offline             without reading what the project does not manage
  --account FILE        read that from a file that cf-access snapshot wrote
  --account-id ID       the account (default: CLOUDFLARE_ACCOUNT_ID, then the stack's)
  --format FORMAT       ${REPORT_FORMATS.join(", ")} (default: terminal)
  --output FILE         write to this file instead of printing
  --fail-on LIST        of gains, weaker, undecided, losses, or none (default: gains,undecided)
  --acknowledged FILE   gains that are meant (default: access-review.json, where there is one)
  --help                this text

Exit codes: 0 nobody gains; 3 somebody gains, or what else --fail-on names; 4 undecided; 1 an error; 2 arguments that
are not understood.

Example, every morning:

  cf-access drift --format markdown --output drift.md
`;

const OPTIONS = {
  offline: { type: "boolean", default: false },
  account: { type: "string" },
  "account-id": { type: "string" },
  format: { type: "string", default: "terminal" },
  output: { type: "string" },
  "fail-on": { type: "string" },
  acknowledged: { type: "string" },
} as const;

/** `cf-access drift`: what differs between the state and the account, in people. */
export function driftCommand(args: readonly string[], context: CommandContext): Promise<number> {
  return runCommand({ name: "drift", help: HELP, options: OPTIONS }, args, context, async ({ values }) => {
    const settings = reportSettings(values, context);
    const stacks = await synthesize(context);
    const plans: unknown[] = [];
    for (const stack of stacks) plans.push(await planStack(context, stack, { refreshOnly: true }));
    const [first = {}] = stacks.map(({ stack }) => accountOfStack(stack));
    const accountId = plans.map(accountOfPlan).find((id) => id !== undefined) ?? first.accountId;
    const snapshot = await snapshotFor(values, context, { ...first, accountId });
    return reportReview(context, accountFromDrift(plans, snapshot), settings);
  });
}
