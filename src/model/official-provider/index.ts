/** How the official Cloudflare provider writes policies in states and plans. */
export { isRecord, type Json, readFields, readList, readStrings, saysNothing } from "./read-fields";
export { UnreadableState, unheardOf } from "./unreadable-state";
export { readV4Rules } from "./v4-rules";
export { readV5Rules } from "./v5-rules";
