import { join } from "node:path";

export { registryAnswers } from "./registry-answers";

/** The script that puts the stand-in for `hashicorp/null` into the mirrors of stacks. */
export const LAY_STAND_IN = join(__dirname, "lay-stand-in.mjs");
