import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  installationStanza,
  mirrorPlatforms,
  PROVIDER_ADDRESS,
  PROVIDER_SOURCE,
  PROVIDER_VERSION,
  writeMirror,
} from "../delivery";
import type { CommandContext } from "./command";

const HELP = `Usage: cf-access mirror <dir>

Writes the Terraform provider ${PROVIDER_SOURCE} into <dir> as a filesystem mirror, for all platforms that can run
it, and prints what Terraform's configuration has to say to use it. Other providers in <dir> stay as they are.

For plain HCL without cdktf, for users whose CLI configuration has a provider_installation block, and for closed
networks. A stack made with cdktf carries the provider by itself and needs none of this.

  --help   this text
`;

/** `cf-access mirror <dir>`. Returns the exit code: 0, 1 where it cannot write, 2 for arguments it does not understand. */
export function mirrorCommand(args: readonly string[], { stdout, stderr }: CommandContext = process): number {
  let directory: string | undefined;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if (values.help) {
      stdout.write(HELP);
      return 0;
    }
    if (positionals.length !== 1) throw new Error(`one folder is asked for, got ${positionals.length}`);
    directory = resolve(positionals[0]!);
  } catch (error) {
    stderr.write(`cf-access mirror: ${(error as Error).message}\nSee: cf-access mirror --help\n`);
    return 2;
  }
  try {
    const { hash } = writeMirror(directory);
    stdout.write(report(directory, hash));
    return 0;
  } catch (error) {
    stderr.write(`cf-access mirror: ${(error as Error).message}\n`);
    return 1;
  }
}

function report(directory: string, hash: string): string {
  return `${PROVIDER_SOURCE} ${PROVIDER_VERSION} is in ${directory}
for ${mirrorPlatforms().join(", ")} (${hash}).

In Terraform's CLI configuration (~/.terraformrc, or the file in TF_CLI_CONFIG_FILE):

${indent(installationStanza(directory))}

In the configuration that uses it:

${indent(requiredProviders())}
`;
}

function requiredProviders(): string {
  return `terraform {
  required_providers {
    ${PROVIDER_ADDRESS.type} = {
      source  = "${PROVIDER_SOURCE}"
      version = "${PROVIDER_VERSION}"
    }
  }
}`;
}

function indent(text: string): string {
  return text.replace(/^./gm, "  $&");
}
