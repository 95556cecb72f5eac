export { type SealedEnvironmentOptions, sealedEnvironment } from "./environment";
export { type Finished, type RunOptions, run } from "./run";
