import type { Endpoint } from "./listen";

/** What someone reads who starts the program by hand. */
export function usageText({
  name,
  version,
  address,
}: {
  name: string;
  version: string;
  address?: string;
}): string {
  return [
    `${name} ${version} is a provider plugin: Terraform or OpenTofu starts it, and it does nothing by itself.`,
    "",
    "It is found where a stack that was synthesized with cdktf has it (terraform.d/plugins beside cdk.tf.json),",
    "or in a mirror that `npx cf-access mirror <directory>` writes.",
    ...(address ? [`Its address in required_providers is ${address}.`] : []),
    "",
    "For debugging, --debug serves it without a certificate check and prints the TF_REATTACH_PROVIDERS setting",
    "that makes terraform use this very process.",
    "",
  ].join("\n");
}

/** What `--debug` prints: the setting by which an engine uses the process that is already there. */
export function reattachSetting(address: string, { network, address: at }: Endpoint): string {
  const plugin = {
    Protocol: "grpc",
    ProtocolVersion: 6,
    Pid: process.pid,
    Test: true,
    Addr: { Network: network, String: at },
  };
  return `TF_REATTACH_PROVIDERS='${JSON.stringify({ [address]: plugin })}'\n`;
}
