import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { PROVIDER_ADDRESS, PROVIDER_SOURCE } from "./address";
import {
  type ConfigurationObject,
  type ConfigurationValue,
  isObject,
  parseConfiguration,
} from "./configuration-syntax";
import { type MirrorOptions, packageDirectory, packageHash, platformOf, readPluginPackage } from "./mirror";

/**
 * A `provider_installation` block in the user's CLI configuration switches implied mirrors off, and with them the
 * plugin beside the stack. It is harmless when
 * - a `dev_overrides` names our address, or
 * - a filesystem mirror that may serve our address holds this very build, or a network mirror is named for it in so
 *   many words (what it holds cannot be seen from here), and
 * - no `direct` may serve our address: Terraform would ask a registry at a host that does not exist, and stop there.
 *
 * Source: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation
 */
interface Method {
  readonly kind: string;
  readonly path: string | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

const PATTERN = `${PROVIDER_ADDRESS.hostname}/*/*`;

/** The stanza that makes Terraform take the provider from a mirror folder. */
export function installationStanza(mirror: string): string {
  return [
    "provider_installation {",
    "  filesystem_mirror {",
    `    path    = ${JSON.stringify(mirror)}`,
    `    include = ["${PATTERN}"]`,
    "  }",
    "  direct {",
    `    exclude = ["${PATTERN}"]`,
    "  }",
    "}",
  ].join("\n");
}

/**
 * Explains what in the user's CLI configuration keeps Terraform from the plugin beside the stack, and the exact fix;
 * undefined when nothing does. Terraform itself reports a file that does not exist or cannot be read.
 */
export function installationWarning(
  options: MirrorOptions & Partial<HostEnvironment> = {},
): string | undefined {
  const where = { ...hostEnvironment(), ...options };
  for (const file of configurationFiles(where)) {
    const installation = readInstallation(file);
    if (!installation) continue;
    const problem = problemOf(installation, options);
    if (problem === undefined) return undefined;
    return explain(
      file,
      problem,
      suggestedMirror(installation) ?? join(where.home, ".terraform.d", "cf-access-mirror"),
    );
  }
  return undefined;
}

function readInstallation(file: string): Method[] | undefined {
  let root: ConfigurationObject;
  try {
    root = parseConfiguration(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
  const block = root.entries.find(([name]) => name === "provider_installation")?.[1];
  if (!isObject(block)) return undefined;
  return block.entries.map(([kind, body]) => ({
    kind,
    path: stringOf(member(body, "path")),
    include:
      kind === "dev_overrides" && isObject(body)
        ? body.entries.map(([name]) => name)
        : strings(member(body, "include")),
    exclude: strings(member(body, "exclude")),
  }));
}

function member(body: ConfigurationValue, name: string): ConfigurationValue | undefined {
  return isObject(body) ? body.entries.find(([key]) => key === name)?.[1] : undefined;
}

function stringOf(value: ConfigurationValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function strings(value: ConfigurationValue | undefined): string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.filter((item): item is string => typeof item === "string");
}

function matches(patterns: readonly string[]): boolean {
  const ours = PROVIDER_SOURCE.split("/");
  return patterns.some((pattern) => {
    const parts = pattern.split("/");
    return (
      parts.length === 3 && parts.every((part, index) => part === "*" || part.toLowerCase() === ours[index])
    );
  });
}

function mayServe(method: Method): boolean {
  if (matches(method.exclude)) return false;
  return method.include.length === 0 || matches(method.include);
}

function problemOf(methods: readonly Method[], options: MirrorOptions): string | undefined {
  if (methods.some((method) => method.kind === "dev_overrides" && matches(method.include))) return undefined;
  const serving = methods.filter((method) => method.kind !== "dev_overrides" && mayServe(method));
  const namedElsewhere = serving.some(
    ({ kind, include }) => (kind === "network_mirror" || kind === "oci_mirror") && include.length > 0,
  );
  if (!namedElsewhere) {
    const mirrors = serving.filter(({ kind }) => kind === "filesystem_mirror");
    const held = mirrors
      .map(({ path }) => packageDirectory(path ?? "", platformOf()))
      .filter((path) => existsSync(path));
    if (held.length === 0) return "none of its methods has the plugin";
    const { hash } = readPluginPackage(options);
    if (!held.some((path) => packageHash(path) === hash))
      return `another build of the plugin is in ${held[0]}`;
  }
  if (serving.some(({ kind }) => kind === "direct"))
    return `its "direct" would ask for ${PROVIDER_SOURCE} on the network`;
  return undefined;
}

/** A mirror the configuration names for us already, so that the fix is only to fill it. */
function suggestedMirror(methods: readonly Method[]): string | undefined {
  return methods.find(({ kind, path, include }) => kind === "filesystem_mirror" && path && matches(include))
    ?.path;
}

function explain(file: string, problem: string, mirror: string): string {
  return [
    `Terraform will not use the ${PROVIDER_ADDRESS.type} plugin beside this stack: the provider_installation block in ${file} ` +
      `switches such folders off, and ${problem}. To fix it, run`,
    "",
    `  npx cf-access mirror ${/^[\w./~-]+$/.test(mirror) ? mirror : JSON.stringify(mirror)}`,
    "",
    `and add to the block in ${file}:`,
    "",
    ...installationStanza(mirror)
      .split("\n")
      .map((line) => `  ${line}`),
  ].join("\n");
}

/** What decides where the engine looks for its configuration. */
export interface HostEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
}

function hostEnvironment(): HostEnvironment {
  return { env: process.env, home: process.env.HOME || homedir(), platform: process.platform };
}

/**
 * The CLI configuration files that Terraform (or OpenTofu, when `TERRAFORM_BINARY_NAME` names it) reads, those that
 * exist: the one in `TF_CLI_CONFIG_FILE`, else the one in the home directory and all of the configuration directory.
 *
 * Source: https://developer.hashicorp.com/terraform/cli/config/config-file#locations
 */
function configurationFiles({ env, home, platform }: HostEnvironment = hostEnvironment()): string[] {
  const named = env.TF_CLI_CONFIG_FILE || env.TERRAFORM_CONFIG;
  if (named) return existsSync(named) ? [named] : [];

  const isTofu = basename(env.TERRAFORM_BINARY_NAME ?? "").includes("tofu");
  const xdg = isTofu && env.XDG_CONFIG_HOME ? join(env.XDG_CONFIG_HOME, "opentofu") : undefined;
  const [folder, candidates, directory] =
    platform === "win32"
      ? [env.APPDATA ?? home, isTofu ? ["tofu.rc", "terraform.rc"] : ["terraform.rc"], "terraform.d"]
      : [home, isTofu ? [".tofurc", ".terraformrc"] : [".terraformrc"], ".terraform.d"];

  const mains = [...candidates.map((name) => join(folder, name)), ...(xdg ? [join(xdg, "tofurc")] : [])];
  const main = mains.find((file) => existsSync(file));
  const directories = [join(folder, directory), ...(xdg ? [xdg] : [])];
  const found = directories.find((path) => existsSync(path));
  return [...(main ? [main] : []), ...(found ? snippets(found) : [])];
}

function snippets(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".tfrc") || name.endsWith(".tfrc.json"))
    .sort()
    .map((name) => join(directory, name));
}
