export { type Creates, type CreatesOptions, createPolicies } from "./create-policies";
export { withLastLook } from "./last-look";
export { SeenIds } from "./seen-ids";
export { ServerClock } from "./server-clock";
