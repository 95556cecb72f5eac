export { type PacingOptions, paced } from "./paced";
