export {
  type EngineKind,
  type NullProviderOptions,
  nullProviderEnvironment,
  nullStandInEnvironment,
  registryAnswers,
} from "./environment";
export { layOutNullStandIn, nullProviderVersion } from "./lay-out";
