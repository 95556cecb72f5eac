/** The messages of the protocol as types: `tfplugin6.PlanResourceChangeRequest`, … Loading their code is left to tests. */
export type * as tfplugin6 from "./gen/provider_pb";
export type { CallContext, Handlers } from "./handlers";
export { log } from "./log";
export { type ServeOptions, serve } from "./serve";
/** The numbers of the protocol's enums: `ENUMS.Diagnostic_Severity.ERROR`. */
export { ENUMS } from "./wire";
