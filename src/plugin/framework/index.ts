export {
  type AttributePath,
  BigNumber,
  type CtyValue,
  type ObjectValue,
  type PathStep,
  UNKNOWN,
  Unknown,
} from "../cty";
export { type Diagnostic, errorDiagnostic, hasErrors, renderPath } from "./diagnostic";
export { whollyKnown } from "./known";
export type { Notes } from "./private-state";
export type {
  DataSource,
  MoveSource,
  OperationContext,
  PlanRequest,
  PlanResponse,
  Provider,
  Resource,
  StateResponse,
} from "./resource";
export type { Attribute, Attributes, LeafType, Schema } from "./schema";
export { providerHandlers } from "./server/handlers";
export { log } from "./server/log";
export { type ServeProviderOptions, serveProvider } from "./server/serve-provider";
