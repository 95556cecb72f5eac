import { takeSnapshot } from "./account-source";
import { type CommandContext, EXIT, runCommand } from "./command";
import { writeResult } from "./output-file";

const HELP = `Usage: cf-access snapshot [options]

Reads everything of an account that decides who gets in, and prints it as JSON: applications with their policies,
reusable policies, groups, lists with their items, identity providers, service tokens, the organization. It only
reads, and leaves out secrets. A part that the token may not read is missing from the file.

  --account-id ID   the account (default: CLOUDFLARE_ACCOUNT_ID)
  --output FILE     write to this file instead of printing
  --help            this text

The token is CLOUDFLARE_API_TOKEN. It needs the permissions "Access: Apps and Policies Read",
"Access: Organizations, Identity Providers, and Groups Read", "Access: Service Tokens Read" and "Zero Trust Read".

Examples:

  cf-access snapshot > before.json
  cf-access review --before before.json --after after.json
  cf-access decide --account before.json --application Wiki --email ann@example.com
`;

/** `cf-access snapshot`: prints the account as JSON. */
export function snapshotCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const options = { "account-id": { type: "string" }, output: { type: "string" } } as const;
  return runCommand({ name: "snapshot", help: HELP, options }, args, context, async ({ values }) => {
    const snapshot = await takeSnapshot(context, values["account-id"]);
    writeResult(context, `${JSON.stringify(snapshot, null, 2)}\n`, values.output);
    return EXIT.ok;
  });
}
