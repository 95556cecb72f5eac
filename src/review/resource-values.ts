import { DEFERRED, type Json } from "../model";

/** A resource in a state, a plan or a stack. What is not known is DEFERRED. */
export interface ResourceValues {
  /** As Terraform names it: `cfaccess_policy.staff`. An object that is not made yet is identified by it. */
  readonly address: string;
  readonly type: string;
  readonly values: Json;
  /** Whether the object is not made yet. */
  readonly isNew?: boolean;
}

/** Resources of this package's provider and of the official one. The others decide nothing. */
export function isAccessResource(type: unknown): type is string {
  return typeof type === "string" && /^(cfaccess|cloudflare)_/.test(type);
}

/** The id of a resource, or its address where the id is not known yet. */
export function identified({ address, type, values }: ResourceValues): ResourceValues {
  const isNew = values.id === DEFERRED || values.id === undefined || values.id === null;
  return isNew ? { address, type, values: { ...values, id: address }, isNew } : { address, type, values };
}
