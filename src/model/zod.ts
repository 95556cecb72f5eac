/**
 * As much of zod as the model uses. The build makes one file of this and what it needs, since loading all of zod takes
 * longer than loading everything else of the package.
 */

export type { core, ZodMiniNumber, ZodMiniString } from "zod/mini";
export {
  array,
  boolean,
  custom,
  minLength,
  nullable,
  number,
  optional,
  safeParse,
  strictObject,
  string,
  union,
  unknown,
} from "zod/mini";
