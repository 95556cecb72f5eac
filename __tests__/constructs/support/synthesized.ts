import { TerraformStack, Testing } from "cdktf";
import * as library from "../../../src";
import {
  AccessRule,
  ApplicationAccessPolicy,
  CloudflareAccessProvider,
  ReusableAccessPolicy,
  type ReusableAccessPolicyProps,
} from "../../../src";

export const ACCOUNT = "023e105f4ecef8ad9ca31a8372d0c353";
export const APP = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

/** A stack with our provider. */
export function stackWithProvider(id = "access"): TerraformStack {
  const stack = new TerraformStack(Testing.app(), id);
  new CloudflareAccessProvider(stack, "cloudflare", { accountId: ACCOUNT });
  return stack;
}

/** Props of a policy that is right in every way. */
export const RIGHT: ReusableAccessPolicyProps = {
  name: "Staff",
  decision: "allow",
  include: [AccessRule.emailDomain("example.com")],
};

// biome-ignore lint/suspicious/noExplicitAny: a test may look at any part of a configuration
export type Json = Record<string, any>;

/** The package as plain JavaScript has it, where no compiler looks at what is given. */
// biome-ignore lint/suspicious/noExplicitAny: that is the point
export const Untyped: any = library;

/** An expression as Terraform's JSON has it. */
export function expression(text: string): string {
  return `\${${text}}`;
}

/** The stack's configuration, as Terraform gets it. */
export function synthesized(stack: TerraformStack, runValidations = false): Json {
  return JSON.parse(Testing.synth(stack, runValidations));
}

/** The configuration of a reusable policy with these props besides the right ones. */
export function reusable(props: Partial<ReusableAccessPolicyProps>, stack = stackWithProvider()): Json {
  new ReusableAccessPolicy(stack, "staff", { ...RIGHT, ...props });
  return synthesized(stack).resource.cfaccess_policy.staff;
}

/** The configuration of an application's policy with these props besides the right ones. */
export function ofApplication(props: Json, stack = stackWithProvider()): Json {
  new ApplicationAccessPolicy(stack, "first", { ...RIGHT, appId: APP, ...props });
  return synthesized(stack).resource.cfaccess_application_policy.first;
}

/** What is thrown, which has to be something. */
export function thrown(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was thrown.");
}

/** What the cdktf CLI would print for a construct. */
export function warningsOf(construct: { node: { metadata: { type: string; data: unknown }[] } }): unknown[] {
  return construct.node.metadata.filter(({ type }) => type === "@cdktf/warn").map(({ data }) => data);
}

/** How Terraform escapes what precedes a separator in the text of a rule. */
export function escaped(expression: string, separator: string): string {
  return String.raw`replace(replace(${expression}, "\\", "\\\\"), "${separator}", "\\${separator}")`;
}
