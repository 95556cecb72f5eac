export { type Ending, Pace, type Turn } from "./pace";
export { type PacingOptions, paced } from "./paced";
