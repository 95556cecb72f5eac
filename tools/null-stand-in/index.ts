export { type NullProviderOptions, nullProviderEnvironment, nullStandInEnvironment } from "./environment";
export { layOutNullStandIn } from "./lay-out";
export { type EngineKind, registryAnswers } from "./registry";
export { nullProviderVersion } from "./version";
