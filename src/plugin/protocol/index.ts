/** The messages of the protocol as types: `tfplugin6.PlanResourceChangeRequest`, … Only tests load their code. */
export type * as tfplugin6 from "./gen/provider_pb";
export { log } from "./log";
export { type ServeOptions, serve } from "./serve";
export type { CallContext, Handlers } from "./services";
/** The numbers of the protocol's enums: `ENUMS.Diagnostic_Severity.ERROR`. */
export { ENUMS } from "./wire";
