export { inLanes } from "./in-lanes";
export { inOrder } from "./in-order";
export { orderedEndpoint } from "./ordered-endpoint";
export { bodyAt, type PlacedPolicy, placedPolicies } from "./placed-policy";
export { ordersOf } from "./run-orders";
export { STACK_META } from "./stack-orders";
export { untilPlaced } from "./until-placed";
