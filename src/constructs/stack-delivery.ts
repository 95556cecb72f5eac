import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Annotations, type ISynthesisSession, type TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import {
  exactVersion,
  installationWarning,
  installPlugin,
  isLocked,
  PROVIDER_SOURCE,
  type RequiredProvider,
} from "../delivery";

const ACCOMPANIED = new WeakSet<TerraformStack>();

/**
 * Has the plugin written beside the stack's configuration whenever the stack is synthesized to files. Once a stack,
 * however many providers it has. `Testing.synth` asks for no files, and so none are written there.
 */
export function travelWithStack(provider: TerraformProvider): void {
  const stack = TerraformStack.of(provider);
  if (ACCOMPANIED.has(stack)) return;
  ACCOMPANIED.add(stack);
  const inner = stack.synthesizer;
  const warnOnce = onlyOnce();
  stack.synthesizer = {
    synthesize(session) {
      const folders = foldersOf(stack, session);
      // Before, since this is when annotations are collected.
      for (const [construct, message] of warnings(provider, stack, folders)) warnOnce(construct, message);
      inner.synthesize(session);
      installPlugin(folders.stack, { requiredProviders: requiredProviders(folders) });
    },
  };
}

interface Folders {
  /** The stack's working directory. */
  readonly stack: string;
  readonly configuration: string;
  /** What the HCL output has in JSON. */
  readonly metadata: string;
}

function foldersOf(stack: TerraformStack, session: ISynthesisSession): Folders {
  const manifest = session.manifest.forStack(stack);
  return {
    stack: join(session.outdir, manifest.workingDirectory),
    configuration: join(session.outdir, manifest.synthesizedStackPath),
    metadata: join(session.outdir, manifest.stackMetadataPath ?? ""),
  };
}

function onlyOnce(): (construct: IConstruct, message: string) => void {
  const said = new Set<string>();
  return (construct, message) => {
    if (said.has(message)) return;
    said.add(message);
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
    "`terraform init`, and the cdktf CLI would run `terraform providers lock`, which cannot find providers that live " +
    "beside the stack. Run the first `cdktf deploy` with --skip-provider-lock."
  );
}

/** What the written configuration requires: overrides count, too. */
function requiredProviders({ configuration, metadata }: Folders): RequiredProvider[] {
  const file = configuration.endsWith(".json") ? configuration : metadata;
  if (!existsSync(file)) return [];
  const required: unknown = JSON.parse(readFileSync(file, "utf8")).terraform?.required_providers;
  const blocks = (Array.isArray(required) ? required : [required]).filter((block) => block);
  return blocks
    .flatMap((block: Record<string, Partial<RequiredProvider>>) => Object.entries(block))
    .map(([name, { source, version }]) => ({ source: source ?? name, version }))
    .filter(({ source }) => source !== PROVIDER_SOURCE);
}
