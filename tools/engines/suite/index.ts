export { RUN_ONCE, type RunSuite, type Score } from "./run-suite";
export { type Outcome, type Summary, summarize } from "./summary";
export { type TestOptions, testOn } from "./test-on";
export { chosen, TESTED_ENGINES, type TestedEngine } from "./tested-engines";
