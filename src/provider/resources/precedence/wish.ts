import type { WirePolicy } from "../../../model";

/** A place that an operation of this run brings a policy to. */
export interface Wish {
  /** Absent for a policy that is still to be made. */
  readonly id?: string;
  readonly name: string;
  readonly precedence: number;
  /** The whole of what its operation writes, from when it is about to. */
  content?: WirePolicy;
}
