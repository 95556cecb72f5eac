export { CAPABILITY_PROBES, type Capability, capabilitiesOf, lacks } from "./capabilities";
export { type Engine, MINIMUM_VERSIONS } from "./engine";
export { EngineNotFound, findEngine } from "./find-engine";
