import { join } from "node:path";
import { Annotations, type ISynthesisSession, type TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import {
  exactVersion,
  installationWarning,
  installPlugin,
  isLocked,
  PROVIDER_VERSION,
  readRequiredProviders,
} from "../../delivery";
import { FRAMEWORK } from "../framework";
import { isFirstTime } from "../tree/tree-registry";

/**
 * Installs the plugin beside the stack's configuration whenever the stack is synthesized to files. Once a stack, even with
 * several providers. `Testing.synth` asks for no files, so none are written there.
 */
export function installPluginOnSynth(provider: TerraformProvider): void {
  const stack = TerraformStack.of(provider);
  // Copies of this package of different versions have different plugins.
  if (!isFirstTime(stack, `install plugin ${PROVIDER_VERSION}`)) return;
  const inner = stack.synthesizer;
  const warnOnce = onlyOnce();
  stack.synthesizer = {
    synthesize(session) {
      const folders = foldersOf(stack, session);
      // Before, since this is when annotations are collected.
      for (const [construct, message] of warnings(provider, stack, folders)) warnOnce(construct, message);
      inner.synthesize(session);
      installPlugin(folders.stack, { requiredProviders: readRequiredProviders(folders.configuration) });
    },
  };
}

interface Folders {
  /** The stack's working directory. */
  readonly stack: string;
  /** The file in JSON that names the required providers. */
  readonly configuration: string;
}

function foldersOf(stack: TerraformStack, session: ISynthesisSession): Folders {
  const manifest = session.manifest.forStack(stack);
  const written = manifest.synthesizedStackPath;
  const isJson = written.endsWith(".json");
  return {
    stack: join(session.outdir, manifest.workingDirectory),
    // HCL output has what the framework itself reads back in a file of its own.
    configuration: join(session.outdir, isJson ? written : (manifest.stackMetadataPath ?? written)),
  };
}

function onlyOnce(): (construct: IConstruct, message: string) => void {
  const warned = new Set<string>();
  return (construct, message) => {
    if (warned.has(message)) return;
    warned.add(message);
    Annotations.of(construct).addWarning(message);
  };
}

function warnings(
  provider: TerraformProvider,
  stack: TerraformStack,
  folders: Folders,
): (readonly [IConstruct, string])[] {
  const installation = installationWarning();
  const unlockable = stack
    .allProviders()
    .filter((other) => lockable(other) === undefined && !isLocked(folders.stack, sourceOf(other)))
    .map((other) => [other, unlockableText(other)] as const);
  return [
    ...(installation === undefined ? [] : [[provider, installation] as const]),
    ...(process.platform === "win32" ? [[provider, WINDOWS] as const] : []),
    ...unlockable,
  ];
}

const WINDOWS =
  "The plugin is a script for node and cannot be started by Terraform for Windows. " +
  "Run synth and Terraform in WSL, or apply the stack on Linux or macOS.";

function lockable({ terraformGeneratorMetadata: metadata }: TerraformProvider): string | undefined {
  return exactVersion(metadata?.providerVersion ?? metadata?.providerVersionConstraint);
}

function sourceOf({ terraformProviderSource, terraformResourceType }: TerraformProvider): string {
  return terraformProviderSource ?? terraformResourceType;
}

function unlockableText(provider: TerraformProvider): string {
  return (
    `The provider ${sourceOf(provider)} has no exact version in its bindings, so it cannot be locked ahead of ` +
    `\`terraform init\`, and the ${FRAMEWORK} CLI would run \`terraform providers lock\`, which cannot find providers that live ` +
    `beside the stack. Run the first \`${FRAMEWORK} deploy\` with --skip-provider-lock.`
  );
}
