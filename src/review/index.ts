/** Reviews of plans: what an account is before and after one, and what that changes for people. No network. */
export {
  accountFromDrift,
  accountFromPlan,
  accountFromStack,
  type PlanAccounts,
  type StackAccount,
} from "./accounts";
export { acknowledgementsIn } from "./acknowledgements";
export { htmlText } from "./formats/html";
export { COMMENT_MARKER, markdownText } from "./formats/markdown";
export { sarif } from "./formats/sarif";
export { type TextStyles, terminalText } from "./formats/terminal";
export { DEFAULT_GATE, GATE_CONDITIONS, type GateCondition, type GateResult, judgeGate } from "./gate";
export type {
  Acknowledgement,
  ReviewEntry,
  ReviewedApplication,
  ReviewedDecision,
  ReviewReport,
  ReviewVerdict,
  StaleAcknowledgement,
  UndecidedEntry,
} from "./report";
export { type Reviewed, type ReviewInput, reviewAccounts } from "./review";
export { ReviewError } from "./review-error";
export { type Names, namesIn, witnessText } from "./witness";
