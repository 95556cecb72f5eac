export { type Creates, type CreatesOptions, createPolicies } from "./create-policies";
export { ServerClock } from "./server-clock";
