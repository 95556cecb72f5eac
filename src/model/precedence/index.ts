export type { Move, Placed } from "./placed";
export { type ContentChange, planContentChange } from "./plan-content";
export { NoSafeMovesError, planMoves } from "./plan-moves";
export { isSafeStep } from "./safety";
