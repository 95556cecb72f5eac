/** The messages of the protocol: `tfplugin6.PlanResourceChangeRequest`, `tfplugin6.Diagnostic_Severity`, … */
export * as tfplugin6 from "./gen/provider_pb";
export type { CallContext, Handlers } from "./handlers";
export { log } from "./log";
export { type ServeOptions, serve } from "./serve";
