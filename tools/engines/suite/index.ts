export { CONTESTANTS, type Contestant, chosen } from "./contestants";
export { RUN_ONCE, type RunSuite, type Score } from "./run-suite";
export { type Outcome, type Summary, summarise } from "./summary";
export { type TestOptions, testOn } from "./test-on";
