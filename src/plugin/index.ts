/** A Terraform plugin framework for TypeScript: see README.md in this folder. */
export {
  type AttributePath,
  BigNumber,
  type CtyValue,
  isWhollyKnown,
  type ObjectValue,
  type PathStep,
  renderPath,
  UNKNOWN,
  Unknown,
} from "./cty";
export { type Diagnostic, errorDiagnostic, hasErrors } from "./framework/diagnostic";
export type { PrivateState } from "./framework/private-state";
export type {
  DataSource,
  MoveSource,
  OperationContext,
  PlanRequest,
  PlanResponse,
  Provider,
  Resource,
  StateResponse,
} from "./framework/provider";
export type { Attribute, Attributes, LeafType, Schema } from "./framework/schema";
export { providerHandlers, type ServeProviderOptions, serveProvider } from "./framework/server/handlers";
/** `serve` takes the protocol's handlers themselves, without the framework. */
export { log, type ServeOptions, serve } from "./protocol";
