export { CONTESTANTS, type Contestant, chosen } from "./contestants";
export { RUN_ONCE, type Score } from "./run-suite";
export { type Outcome, summarise } from "./summary";
export { testOn } from "./test-on";
