/** Terraform's core as a provider sees it: RPCs in core's order, and core's rules for plans and results. */
export { applyProblems, planProblems, same } from "./core-rules";
export { type Applied, FakeTerraformCore, type Planned, type Stored } from "./fake-terraform-core";
export { proposedNewState } from "./proposed-new-state";
