/** A reference to the id of an object, as a `cdk.tf.json` writes it: `${cfaccess_policy.staff.id}`. */
export interface ResourceReference {
  /** The whole expression. */
  readonly expression: string;
  /** `cfaccess_policy.staff`, or `data.cfaccess_group.staff`. */
  readonly address: string;
}

/** Returns the references in a text to the ids of resources and data sources. */
export function resourceReferences(text: string): readonly ResourceReference[] {
  return [...text.matchAll(/(?<!\$)\$\{((?:data\.)?[\w-]+\.[\w-]+)\.id\}/g)].map(([expression, address]) => ({
    expression,
    address: address!,
  }));
}
