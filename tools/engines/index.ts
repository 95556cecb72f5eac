export { type Capability, capabilitiesOf, lacks, SKILLS } from "./capabilities";
export { type Engine, MINIMUM_VERSIONS } from "./engine";
export { findEngine, NoEngine } from "./find-engine";
