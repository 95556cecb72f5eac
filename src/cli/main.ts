#!/usr/bin/env node
import { PROVIDER_VERSION } from "../delivery";
import { closestMatch } from "../model";
import { quoted } from "../text";
import type { CommandContext } from "./command";
import { decideCommand } from "./decide-command";
import { driftCommand } from "./drift-command";
import { emulatorCommand } from "./emulator-command";
import { mirrorCommand } from "./mirror-command";
import { reviewCommand } from "./review-command";
import { snapshotCommand } from "./snapshot-command";

type Command = (args: readonly string[], context: CommandContext) => number | Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  review: reviewCommand,
  drift: driftCommand,
  decide: decideCommand,
  snapshot: snapshotCommand,
  mirror: mirrorCommand,
  emulator: emulatorCommand,
};

const HELP = `Usage: cf-access <command> [options]

  review [plan]  who gets in, and who no longer does, by what a plan changes
  drift          the same for what differs between the state and the account
  decide         who gets into an application: one identity, with every policy's part in it
  snapshot       print everything of the account that decides who gets in
  mirror <dir>   write the Terraform provider into a filesystem mirror
  emulator       serve the API's endpoints of Access policies on this machine

  --help         this text; cf-access <command> --help says more
  --version      the version of the package and of the provider
`;

/** The command line. Resolves with the exit code: 2 for what is not understood, else the command's own. */
export async function run(args: readonly string[], context: CommandContext = process): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    context.stderr.write(HELP);
    return 2;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    context.stdout.write(HELP);
    return 0;
  }
  if (name === "--version" || name === "-v") {
    context.stdout.write(`${PROVIDER_VERSION}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    const names = Object.keys(COMMANDS);
    const meant = closestMatch(name, names);
    const hint = meant === undefined ? `There are: ${names.join(", ")}.` : `Did you mean ${quoted(meant)}?`;
    context.stderr.write(`cf-access: there is no command ${quoted(name)}. ${hint}\n`);
    return 2;
  }
  return command(rest, context);
}

if (require.main === module) {
  run(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
