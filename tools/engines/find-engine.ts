import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { buildEngine, hasGo } from "./build-engine";
import { builtProgram, DEFAULT_BUILD } from "./builds";
import { type Engine, identify, MINIMUM_VERSIONS, UnusableEngine } from "./engine";

/** There is no engine and none can be built; the message says how to get one. */
export class EngineNotFound extends Error {}

/**
 * Finds the program that runs Terraform configurations, in this order: `TERRAFORM_BINARY_NAME`, `terraform` on the
 * PATH, `tofu` on the PATH, one built earlier; where there is none but a Go toolchain, OpenTofu is built.
 * One that is too old is passed over, unless `TERRAFORM_BINARY_NAME` names it.
 * @throws EngineNotFound
 */
export async function findEngine(env: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const passedOver: string[] = [];
  for (const { command, origin, chosen } of candidates(env)) {
    const program = locate(command, env);
    if (program === undefined) {
      if (chosen)
        throw new EngineNotFound(`TERRAFORM_BINARY_NAME is "${command}", but there is no such program.`);
      continue;
    }
    try {
      return identify(program, origin, env);
    } catch (error) {
      if (!(error instanceof UnusableEngine)) throw error;
      if (chosen) throw new EngineNotFound(`${error.message}.`);
      passedOver.push(error.message);
    }
  }
  if (hasGo(env)) return identify(await buildEngine(DEFAULT_BUILD, env), "built from its Go module", env);
  throw new EngineNotFound(howToGetOne(passedOver));
}

function candidates(env: NodeJS.ProcessEnv): { command: string; origin: string; chosen?: boolean }[] {
  const named = env.TERRAFORM_BINARY_NAME;
  if (named) return [{ command: named, origin: "TERRAFORM_BINARY_NAME", chosen: true }];
  return [
    { command: "terraform", origin: "on the PATH" },
    { command: "tofu", origin: "on the PATH" },
    { command: builtProgram(DEFAULT_BUILD, env), origin: "built earlier" },
  ];
}

/** Returns the absolute path of a program, as a shell would find it. */
function locate(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const paths = /[/\\]/.test(command)
    ? [resolve(command)]
    : (env.PATH ?? "").split(delimiter).map((folder) => join(folder || ".", command));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}

function howToGetOne(passedOver: readonly string[]): string {
  return [
    "Neither Terraform nor OpenTofu was found.",
    ...passedOver.map((reason) => `  Passed over: ${reason}.`),
    `Install Terraform ${MINIMUM_VERSIONS.Terraform} or newer (https://developer.hashicorp.com/terraform/install)`,
    `or OpenTofu ${MINIMUM_VERSIONS.OpenTofu} or newer (https://opentofu.org/docs/intro/install) onto the PATH,`,
    "or name the program in TERRAFORM_BINARY_NAME. With a Go toolchain on the PATH, OpenTofu is built for you.",
  ].join("\n");
}
