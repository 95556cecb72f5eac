/**
 * Stands for a value that is not known yet: a cdktf token at synth, a Terraform unknown at plan. Every check of the
 * model leaves it alone.
 */
export const DEFERRED: unique symbol = Symbol.for("cdktf-cloudflare-access.deferred");
export type Deferred = typeof DEFERRED;
