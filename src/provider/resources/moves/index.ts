/** Taking over the state of the official Cloudflare provider's policies, for `moved` blocks. */
export { type MoveTarget, movePolicy } from "./move-policy";
export { moveOwnPolicy } from "./own-policy";
